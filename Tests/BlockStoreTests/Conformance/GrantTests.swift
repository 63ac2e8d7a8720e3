import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("Grants and secrets")
struct GrantTests {
  let storages = Storages()
  let id = BlockID("clock-1")!
  let other = BlockID("other-1")!

  static let subjects: [Grant.Subject] = [
    .host("*.example.org", method: "POST"), .privateHost(HostPort("[fd00::1]:81")!),
    .privateHost(HostPort("nas.local")!), .picture("pictures.example.org"),
    .secret(name: "my key", origin: Origin("https://api.example.org:8443")!), .browser,
    .certificate(HostPort("nas.local:443")!, fingerprint: String(repeating: "ab", count: 32)),
  ]

  @Test("every kind of grant reads back as it was given", arguments: subjects)
  func texts(subject: Grant.Subject) {
    #expect(Grant.Subject(kind: subject.kind, what: subject.what) == subject)
  }

  @Test(
    "what is no grant is read as none",
    arguments: [
      ("host", "GET"), ("private", ""), ("secret", "https://api.example.org"), ("picture", ""),
      ("certificate", "nas.local:443"), ("certificate", "a:b:c/ ab"), ("of-a-newer-version", "x"),
    ])
  func garbage(kind: String, what: String) {
    #expect(Grant.Subject(kind: kind, what: what) == nil)
  }

  @Test(
    "a block may what was allowed to it, and says who allowed it and when",
    arguments: StorageKind.allCases)
  func allow(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    let before = try await storage.block(id).revision
    let first = Date(timeIntervalSince1970: 1_700_000_000)
    try await storage.allow(Self.subjects, of: id, by: "person", at: first)
    // What was allowed before stays as it was.
    try await storage.allow([.browser], of: id, by: "dash allow", at: first + 9)
    let grants = try await storage.grants(of: id)
    #expect(Set(grants.map(\.subject)) == Set(Self.subjects))
    #expect(grants.allSatisfy { $0.by == "person" && $0.at == first })
    #expect(try await storage.grants(of: other).isEmpty)
    let record = try await storage.block(id)
    #expect(record.grants == Set(Self.subjects))
    #expect(record.privateHosts == [HostPort("[fd00::1]:81")!, HostPort("nas.local")!])
    #expect(record.revision > before)
    try await storage.revoke(Array(Self.subjects.dropFirst()), of: id)
    #expect(try await storage.grants(of: id).map(\.subject) == [Self.subjects[0]])
    await #expect(throws: StorageError.noBlock(BlockID("none-1")!)) {
      try await storage.allow([.browser], of: BlockID("none-1")!, by: "person", at: first)
    }
  }

  @Test(
    "a secret goes to the block and the origin it was given for, and nowhere else",
    arguments: StorageKind.allCases)
  func ownership(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    _ = try await storage.create(.sample("other-1"))
    try await storage.setSecret("token", to: "value")
    let origin = Origin("https://api.example.org")!
    #expect(try await storage.secret("token", for: id, origin: origin) == nil)
    try await storage.allow(
      [.secret(name: "token", origin: origin)], of: id, by: "person", at: Date())
    #expect(try await storage.secret("token", for: id, origin: origin) == "value")
    #expect(try await storage.secret("token", for: other, origin: origin) == nil)
    for wrong in ["http://api.example.org", "https://api.example.org:444", "https://example.org"] {
      #expect(try await storage.secret("token", for: id, origin: Origin(wrong)!) == nil, "\(wrong)")
    }
    #expect(try await storage.secret("other", for: id, origin: origin) == nil)
  }

  @Test("keys of Dash itself are none that a block can name", arguments: StorageKind.allCases)
  func ownKeys(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.setOwnKey("dash.page-key", to: "own")
    #expect(try await storage.ownKey("dash.page-key") == "own")
    #expect(try await storage.secretNames().isEmpty)
    try await storage.allow(
      [.secret(name: "dash.page-key", origin: Origin("https://evil.example")!)], of: id,
      by: "person",
      at: Date())
    #expect(
      try await storage.secret("dash.page-key", for: id, origin: Origin("https://evil.example")!)
        == nil)
    await #expect(throws: StorageError.self) {
      try await storage.setSecret("dash.page-key", to: "mine")
    }
    try await storage.setOwnKey("dash.page-key", to: nil)
    #expect(try await storage.ownKey("dash.page-key") == nil)
  }

  @Test("a block takes its grants into the trash and back", arguments: StorageKind.allCases)
  func trash(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    _ = try await storage.create(.sample())
    try await storage.allow([.browser], of: id, by: "person", at: Date())
    try await storage.delete(id)
    try await storage.restoreDeleted(id)
    #expect(try await storage.block(id).grants == [.browser])
  }
}
