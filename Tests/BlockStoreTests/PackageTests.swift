import Archives
import BlockModel
import Foundation
import Testing

@testable import BlockStore

@Suite("A block in a file is what it was, and anything else is refused")
struct PackageTests {
  private let folder = TestFolder()

  private var file: URL { folder.data.url.appending(path: "x.dashblock") }

  init() throws {
    try FileManager.default.createDirectory(
      at: folder.data.url, withIntermediateDirectories: true)
  }

  private static let package = BlockPackage(
    texts: NewVersion.sample("return 1").texts,
    answers: [3, 2, 1].map { day in
      BlockPackage.Answers(
        at: Date(timeIntervalSince1970: 86_400 * Double(day)), data: ["day": .integer(day)],
        files: ["GET-a.json": Data("{}".utf8), "GET-a.body.html": Data([0xFF, 0x00, 0x0A])])
    })

  @Test("what was written is read, from the file and from its folder")
  func roundTrip() throws {
    try Self.package.write(to: file)
    #expect(try BlockPackage(at: file) == Self.package)
    #expect(BlockPackage.isThere(file.path))
    let unpacked = folder.data.url.appending(path: "unpacked")
    try FileManager.default.createDirectory(at: unpacked, withIntermediateDirectories: true)
    let tar = try Process.run(
      URL(filePath: "/usr/bin/tar"), arguments: ["xzf", file.path, "-C", unpacked.path])
    tar.waitUntilExit()
    #expect(try BlockPackage(at: unpacked) == Self.package)
    #expect(BlockPackage.isThere(unpacked.path))
    // Repacked by hand it is the same.
    let again = folder.data.url.appending(path: "again.dashblock")
    let pack = try Process.run(
      URL(filePath: "/usr/bin/tar"), arguments: ["czf", again.path, "-C", unpacked.path, "."])
    pack.waitUntilExit()
    #expect(try BlockPackage(at: again) == Self.package)
    #expect(throws: PackageProblem.self) { try Self.package.write(to: file) }
  }

  @Test("a folder that somebody wrote needs no index; what else lies in it is not read")
  func folderByHand() throws {
    for (name, text) in Self.package.texts.named {
      try Data(text.utf8).write(to: folder.path(name))
    }
    try Data("notes".utf8).write(to: folder.path("README.md"))
    #expect(try BlockPackage(at: folder.data.url) == BlockPackage(texts: Self.package.texts))
    try FileManager.default.removeItem(at: folder.path("block.lua"))
    #expect(throws: PackageProblem.self) { _ = try BlockPackage(at: folder.data.url) }
    try FileManager.default.createSymbolicLink(
      at: folder.path("block.lua"), withDestinationURL: URL(filePath: "/etc/passwd"))
    let problem = #expect(throws: PackageProblem.self) {
      _ = try BlockPackage(at: folder.data.url)
    }
    #expect(problem?.reason == "block.lua is a link; put the file itself there")
  }

  @Test("a link in the place of the recordings leads nowhere")
  func linkedRecordings() throws {
    for (name, text) in Self.package.texts.named {
      try Data(text.utf8).write(to: folder.path(name))
    }
    try FileManager.default.createSymbolicLink(
      at: folder.path("recordings"), withDestinationURL: URL(filePath: "/etc"))
    #expect(try BlockPackage(at: folder.data.url).answers.isEmpty)
  }

  /// A file with these members, each with its text.
  private func pack(_ members: [(String, String)]) throws {
    try? FileManager.default.removeItem(at: file)
    let writer = try ArchiveWriter(file)
    for (path, text) in members {
      if path.hasSuffix("/") {
        try writer.addFolder(String(path.dropLast()))
      } else {
        try writer.add(path, Data(text.utf8))
      }
    }
    try writer.finish()
  }

  private static let whole =
    [("dashblock.json", #"{"dashblock": 1}"#)] + package.texts.named.map { ($0.name, $0.text) }

  @Test("only the members of a block are taken")
  func foreign() throws {
    try pack(Self.whole)
    _ = try BlockPackage(at: file)
    for path in [
      "evil.sh", ".profile", "secret.key", "dash.sqlite", "blocks/", "recordings/1/x",
      "recordings/000/x", "recordings/051/x", "recordings/001/.x", "recordings/001/a/b",
      "recordings/abc/", "recordings/001", "block.lua/x",
    ] {
      try pack(Self.whole + [(path, "x")])
      #expect(throws: PackageProblem.self, "\(path)") { _ = try BlockPackage(at: file) }
    }
  }

  @Test("half a package, a newer one and one that is none are told apart")
  func halves() throws {
    let cases: [([(String, String)], String)] = [
      (Array(Self.whole.dropFirst()), "dashblock.json, which says what it is, is missing"),
      (Array(Self.whole.dropLast()), "block.ui.json is missing"),
      (
        [("dashblock.json", #"{"dashblock": 2}"#)] + Self.whole.dropFirst(),
        "a newer version of Dash wrote it; install that version"
      ),
      ([("dashblock.json", "{")] + Self.whole.dropFirst(), "dashblock.json is not JSON"),
      (
        [("dashblock.json", "{}")] + Self.whole.dropFirst(),
        "dashblock.json does not say which format it has"
      ),
      (Self.whole + [("recordings/001/x.json", "{}")], "recordings/001.json is missing"),
      (Self.whole + [("recordings/001.json", "{}")], "recordings/001.json is incomplete"),
    ]
    for (members, reason) in cases {
      try pack(members)
      let problem = #expect(throws: PackageProblem.self) { _ = try BlockPackage(at: file) }
      #expect(problem?.reason == reason)
    }
    try Data("not an archive".utf8).write(to: file)
    let problem = #expect(throws: PackageProblem.self) { _ = try BlockPackage(at: file) }
    #expect(problem?.reason == "it is not an archive that Dash wrote")
  }

  @Test("a small file that unpacks into a large one is refused")
  func bomb() throws {
    try pack(Self.whole + [("recordings/001/x", String(repeating: "0", count: 5 << 20))])
    #expect(DurableFiles.size(file) < 100_000)
    let problem = #expect(throws: PackageProblem.self) { _ = try BlockPackage(at: file) }
    #expect(problem?.reason.contains("larger than 4096 KiB") == true)
    try pack(
      Self.whole
        + (1...17).map { ("recordings/001/\($0)", String(repeating: "0", count: (4 << 20) - 1)) })
    let all = #expect(throws: PackageProblem.self) { _ = try BlockPackage(at: file) }
    #expect(all?.reason == "it holds more than 64 MiB when it is unpacked")
  }
}
