import Foundation
import Testing

@testable import HeadlessBrowser

@Suite("Folders of browsers whose host was killed")
struct ProfileFolderTests {
  /// A folder that stands for /tmp.
  private let parent: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    parent = url.path
  }

  private let later = Date(timeIntervalSinceNow: 3600)

  private func sweep(owners: Set<uid_t> = [geteuid()], now: Date? = nil) {
    ProfileFolder.sweep(parent, owners: owners, now: now ?? later)
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(parent)/\(name)")
  }

  private func make(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(parent)/\(name)/Default", withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: "\(parent)/\(name)/Default/Cookies"))
  }

  @Test("what nobody holds any more goes, and what a browser has stays")
  func swept() throws {
    try make("dash-chromium-abcdef")
    let held = try ProfileFolder(in: parent)
    sweep()
    #expect(!isThere("dash-chromium-abcdef"))
    #expect(FileManager.default.fileExists(atPath: held.url.path))
  }

  @Test("a folder is free as soon as its host is gone")
  func released() throws {
    var held: ProfileFolder? = try ProfileFolder(in: parent)
    let path = try #require(held?.url.path)
    held = nil
    sweep()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("what is young, somebody else's, a link, or called otherwise stays")
  func left() throws {
    try make("dash-chromium-young1")
    try make("somebody-elses")
    try FileManager.default.createSymbolicLink(
      atPath: "\(parent)/dash-chromium-link01", withDestinationPath: "\(parent)/somebody-elses")
    try Data().write(to: URL(filePath: "\(parent)/dash-chromium-file01"))
    sweep(now: Date())
    sweep(owners: [12_345])
    #expect(isThere("dash-chromium-young1"))
    sweep()
    #expect(!isThere("dash-chromium-young1"))
    #expect(isThere("somebody-elses/Default/Cookies") && isThere("dash-chromium-file01"))
  }
}
