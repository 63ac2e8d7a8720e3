import Foundation
import Testing

@testable import Archives

@Suite("Archives hold what was put in, and hostile ones are refused")
struct ArchiveTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "archive-\(UUID().uuidString)")
  private let limits = ArchiveLimits(members: 20, bytes: 1 << 20, fileBytes: 300_000)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var file: URL { folder.appending(path: "a.tar.gz") }

  private func members(_ limits: ArchiveLimits? = nil) throws -> [(ArchiveMember, [UInt8])] {
    let reader = try ArchiveReader(file, limits: limits ?? self.limits)
    var found: [(ArchiveMember, [UInt8])] = []
    while let member = try reader.next() { found.append((member, try reader.all())) }
    return found
  }

  @discardableResult
  private func run(_ program: String, _ arguments: String...) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text
  }

  @Test(
    "bytes that gzip packed are unpacked by gzip", arguments: [0, 1, 70_000, 1_000_000],
    [Gzip.Effort.little, .most])
  func packed(count: Int, effort: Gzip.Effort) throws {
    let text = String(repeating: "card after card, ", count: count / 17 + 1).prefix(count)
    let packed = try #require(Gzip.pack(Array(text.utf8), effort))
    try Data(packed).write(to: folder.appending(path: "a.gz"))
    #expect(try run("/bin/gzip", "-dc", "a.gz") == text)
    #expect(count < 100 || packed.count < count / 20)
  }

  @Test("what was written is read, also by tar, and for the owner only")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let long = "recordings/\(String(repeating: "é", count: 90)).json"
    let bytes = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let writer = try ArchiveWriter(file)
    try writer.addFolder("recordings")
    try writer.add("empty", Data())
    try writer.add(long, bytes)
    try bytes.write(to: folder.appending(path: "source"))
    #expect(try writer.add("copy", contentsOf: folder.appending(path: "source")))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "source"))
    #expect(try !writer.add("link", contentsOf: folder.appending(path: "link")))
    try writer.finish()
    let found = try members()
    #expect(found.map(\.0.path) == ["recordings", "empty", long, "copy"])
    #expect(found.map(\.0.isFolder) == [true, false, false, false])
    #expect(found[2].1 == Array(bytes) && found[3].1 == Array(bytes))
    let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    #expect(try run("/usr/bin/tar", "tzf", file.path).contains("copy\n"))
    try run("/usr/bin/tar", "xzf", file.path)
    #expect(try Data(contentsOf: folder.appending(path: long)) == bytes)
  }

  @Test(
    "members of whole blocks, and of nearly whole ones, are read with those behind them",
    arguments: [0, 1, 511, 512, 513, 1024])
  func blocks(count: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = try ArchiveWriter(file)
    try writer.add("first", Data(repeating: 7, count: count))
    try writer.add("second", Data("two".utf8))
    try writer.finish()
    let found = try members()
    #expect(found.map(\.0.path) == ["first", "second"])
    #expect(found.map(\.1) == [[UInt8](repeating: 7, count: count), Array("two".utf8)])
    #expect(try run("/usr/bin/tar", "tzf", file.path) == "first\nsecond\n")
  }

  @Test("so many members as are allowed, and no more", arguments: [(20, true), (21, false)])
  func members(count: Int, fits: Bool) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = try ArchiveWriter(file)
    for number in 0..<count { try writer.add("\(number)", Data()) }
    try writer.finish()
    if fits {
      #expect(try members().count == count)
    } else {
      #expect(throws: ArchiveProblem.tooLarge("more than 20 files")) { _ = try members() }
    }
  }

  @Test("what tar writes is read", arguments: ["ustar", "pax", "gnu"])
  func foreign(format: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "in/sub"), withIntermediateDirectories: true)
    try Data("one".utf8).write(to: folder.appending(path: "in/sub/one.txt"))
    try run("/usr/bin/tar", "czf", file.path, "--format", format, "-C", "in", ".")
    let found = try members()
    if format == "gnu" || format == "ustar" || format == "pax" {
      #expect(found.map(\.0.path) == ["sub", "sub/one.txt"])
      #expect(found.last?.1 == Array("one".utf8))
    }
  }

  @Test("nothing is written over, and what was not ended is not there")
  func whole() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      let writer = try ArchiveWriter(file)
      try writer.add("x", Data("x".utf8))
    }
    #expect(!FileManager.default.fileExists(atPath: file.path))
    try Data("mine".utf8).write(to: file)
    #expect(throws: ArchiveProblem.unwritable("a file of that name exists already")) {
      _ = try ArchiveWriter(file)
    }
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
  }

  /// A member as an attacker writes it.
  private func pack(_ headers: [TarHeader], _ change: (inout [UInt8]) -> Void = { _ in }) throws {
    var bytes: [UInt8] = []
    for header in headers {
      var block = header.block
      change(&block)
      bytes += block + [UInt8](repeating: 0x61, count: header.bytes)
      bytes += [UInt8](repeating: 0, count: (512 - header.bytes % 512) % 512)
    }
    bytes += [UInt8](repeating: 0, count: 1024)
    try Data(bytes).write(to: folder.appending(path: "a.tar"))
    try run("/usr/bin/gzip", "-kf", "a.tar")
  }

  @Test("a header that was changed is no header", arguments: [0, 100, 130, 156, 500])
  func damaged(place: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try pack([TarHeader(path: "x", kind: .file, bytes: 3)]) { $0[place] ^= 1 }
    #expect(throws: ArchiveProblem.noArchive) { _ = try members() }
  }

  @Test(
    "a path that leads out is refused",
    arguments: [
      "/etc/passwd", "../x", "a/../../x", "a//b", "a/./b", "..", "a/..", "line\nbreak", "a\u{7F}",
      "1/2/3/4/5/6/7/8/9/10/11/12/13",
    ])
  func escapes(path: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try pack([TarHeader(path: path, kind: .file, bytes: 3)])
    let problem = #expect(throws: ArchiveProblem.self) { _ = try members() }
    guard case .refused? = problem else { Issue.record("\(String(describing: problem))"); return }
  }

  @Test("a path of an extended header is held to the same")
  func extended() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = "../" + String(repeating: "x", count: 120)
    let writer = try ArchiveWriter(file)
    try writer.add(path, Data("x".utf8))
    try writer.finish()
    #expect(throws: ArchiveProblem.self) { _ = try members() }
  }

  @Test("links and devices are refused", arguments: [0x31, 0x32, 0x33, 0x34, 0x36, 0x4C, 0x53])
  func links(kind: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try pack([TarHeader(path: "x", kind: .file, bytes: 0)]) { block in
      block[156] = UInt8(kind)
      for place in 148..<156 { block[place] = 0x20 }
      let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
      for (place, digit) in sum.utf8.enumerated() { block[148 + place] = digit }
    }
    #expect(throws: ArchiveProblem.refused(path: "x", because: "it is not a file or a folder")) {
      _ = try members()
    }
  }

  @Test("bombs, crowds, doubles, halves and what is no archive are refused")
  func bounds() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try pack((0..<21).map { TarHeader(path: "\($0)", kind: .file, bytes: 0) })
    #expect(throws: ArchiveProblem.tooLarge("more than 20 files")) { _ = try members() }
    try pack((0..<5).map { TarHeader(path: "\($0)", kind: .file, bytes: 299_000) })
    #expect(throws: ArchiveProblem.tooLarge("more than 1 MiB when it is unpacked")) {
      _ = try members()
    }
    try pack([TarHeader(path: "big", kind: .file, bytes: 300_001)])
    #expect(throws: ArchiveProblem.self) { _ = try members() }
    try pack([
      TarHeader(path: "x", kind: .file, bytes: 1), TarHeader(path: "./x", kind: .file, bytes: 1),
    ])
    #expect(throws: ArchiveProblem.refused(path: "x", because: "it occurs twice")) {
      _ = try members()
    }
    let whole = try Data(contentsOf: file)
    try whole.dropLast(20).write(to: file)
    #expect(throws: (any Error).self) { _ = try members() }
    for text in ["", "plain", String(repeating: "0", count: 2_000)] {
      try Data(text.utf8).write(to: file)
      #expect(throws: ArchiveProblem.noArchive) { _ = try members() }
    }
    try FileManager.default.removeItem(at: file)
    #expect(throws: ArchiveProblem.unreadable("No such file or directory")) { _ = try members() }
  }
}
