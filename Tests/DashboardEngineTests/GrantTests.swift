import BlockModel
import BlockStore
import Foundation
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("What a block may: its manifest asks, people allow and take back")
struct GrantTests {
  /// Names that no DNS knows: a block that may ask them finds no host, another one is refused.
  private static func asking(_ host: String) -> String {
    #"return { n = require("http").get("https://\#(host)/x").status }"#
  }

  private static func end(
    _ house: House, _ id: BlockID
  ) async throws -> FailureKind? {
    _ = try await house.engine.refresh(id)
    return try await house.engine.card(id).lastRun?.failure?.kind
  }

  @Test("a host of the manifest is allowed with the block, can be taken back, and allowed again")
  func hosts() async throws {
    let house = try House()
    let id = try await house.install(
      Self.asking("a.invalid"), permissions: Permissions(hosts: ["a.invalid", "b.invalid"])
    ).id
    let grants = try await house.engine.grants(of: id)
    #expect(
      Set(grants.map(\.subject.description)) == [
        "host GET a.invalid", "host HEAD a.invalid", "host GET b.invalid", "host HEAD b.invalid",
      ])
    #expect(grants.allSatisfy { $0.by == "person" && $0.at <= Date() })
    #expect(try await Self.end(house, id) == .network)
    let subject = Grant.Subject.host("a.invalid", method: "GET")
    #expect(try await house.engine.revoke(id, subject))
    #expect(try await !house.engine.revoke(id, subject))
    #expect(try await Self.end(house, id) == .permission)
    let card = try await house.engine.card(id)
    #expect(card.state == .needsPermission && card.nextAction == .allow(subject))
    #expect(card.permissions.hosts == ["b.invalid"])
    #expect(
      try await house.engine.requests(of: id).map(\.description)
        == ["host GET a.invalid", "host HEAD a.invalid"])
    try await house.engine.allow(id, subject)
    #expect(try await Self.end(house, id) == .network)
    #expect(try await house.engine.requests(of: id).isEmpty)
    // It was asked for by the manifest: no version was needed.
    #expect(try await house.engine.card(id).version == VersionNumber(1))
    #expect(
      try await house.engine.actions(of: id).filter { $0.actor == "person" }.map(\.what).prefix(2)
        == [
          "Allowed it to ask a.invalid (GET).", "It may no longer ask a.invalid (GET).",
        ])
  }

  @Test("who types a host into the manifest allows it; one that was taken back stays so")
  func typed() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = 1 }", permissions: Permissions(hosts: ["a.invalid"])
    ).id
    try await house.engine.revoke(id, .host("a.invalid", method: "GET"))
    var texts = try await house.storage.workingCopy(of: id)
    texts.manifest =
      #"{"name": "Test", "permissions": {"hosts": ["a.invalid", "b.invalid"]}}"#
    try await house.storage.setWorkingCopy(texts, of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(2))
    #expect(card.permissions.hosts == ["b.invalid"])
    #expect(try await house.engine.requests(of: id).first?.description == "host GET a.invalid")
  }

  @Test("a host that the manifest does not name is written there when it is allowed")
  func unnamed() async throws {
    let house = try House()
    let id = try await house.install(Self.asking("c.invalid")).id
    let subject = Grant.Subject.host("c.invalid", method: "GET")
    #expect(try await house.engine.card(id).nextAction == .allow(subject))
    try await house.engine.allow(id, subject)
    #expect(try await Self.end(house, id) == .network)
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(2) && card.author == .hand)
    #expect(card.manifest.permissions.hosts == ["c.invalid"])
    #expect(try await house.storage.workingCopy(of: id).manifest.contains("c.invalid"))
    // Gone back, the block asks for it no more, and may not.
    _ = try await house.engine.restore(id, VersionNumber(1))
    #expect(try await house.engine.card(id).permissions.hosts.isEmpty)
  }

  @Test("what blocks of an older folder reach and show goes on to hold, once")
  func upgrade() async throws {
    let house = try House()
    let manifest = Manifest(
      name: "Old",
      permissions: Permissions(
        hosts: ["a.invalid"],
        secrets: [SecretBinding(name: "key", origins: [Origin(host: "a.invalid")])]))
    let files = BlockFiles(
      manifest: manifest, script: House.script("return {}"), spec: Self.pictureSpec)
    let id = BlockID(naming: "Old")
    let version = NewVersion(
      texts: BlockTexts(files), author: .hand, explanation: "", createdAt: Date())
    let outcome = RunOutcome(
      result: .ok(["pic": "https://pictures.example/1.png"]), startedAt: Date())
    _ = try await house.storage.create(
      NewBlock(
        id: id, version: version,
        run: NewRun(outcome, version: VersionNumber(1), reason: "create", keep: Retention(runs: 5)))
    )
    try await house.engine.open()
    let grants = try await house.engine.grants(of: id)
    #expect(
      grants.map(\.subject.description) == [
        "host GET a.invalid", "host HEAD a.invalid", "picture pictures.example",
      ])
    #expect(grants.allSatisfy { $0.by == "upgrade" })
    try await house.engine.revoke(id, .picture("pictures.example"))
    let again = DashboardEngine(
      storage: house.storage, runner: house.runner, draft: House.noDraft)
    try await again.open()
    #expect(
      try await again.grants(of: id).map(\.subject.description)
        == ["host GET a.invalid", "host HEAD a.invalid"])
  }

  private static let pictureSpec =
    #"{"ui": 1, "body": [{"type": "image", "src": "${pic}", "alt": ""}]}"#

  @Test("a block that knows what is not public asks before it shows pictures of another host")
  func pictures() async throws {
    let house = try House()
    let script = #"return { pic = "https://pictures.example/?d=" .. 7 }"#
    let open = try await house.install(script, spec: Self.pictureSpec)
    #expect(open.state == .ok && !open.isPrivate)
    let nas = HostPort(host: "nas.home", port: 80)
    let id = try await house.install(script, spec: Self.pictureSpec).id
    try await house.engine.allow(id, .privateHost(nas))
    #expect(try await Self.end(house, id) == nil)
    var card = try await house.engine.card(id)
    let subject = Grant.Subject.picture("pictures.example")
    #expect(card.isPrivate && card.state == .partial && card.nextAction == .allow(subject))
    #expect(try await house.engine.requests(of: id) == [subject])
    try await house.engine.allow(id, subject)
    #expect(try await Self.end(house, id) == nil)
    card = try await house.engine.card(id)
    #expect(card.state == .ok && card.permissions.pictures == ["pictures.example"])
  }

  @Test("a key whose value is removed is taken back from every block")
  func clearedSecret() async throws {
    let house = try House()
    let permissions = Permissions(secrets: [
      SecretBinding(name: "key", origins: [Origin(host: "api.example")])
    ])
    let one = try await house.install("return {}", permissions: permissions).id
    let two = try await house.install("return {}", permissions: permissions).id
    for id in [one, two] { try await house.engine.setSecret("key", to: "value", of: id) }
    try await house.engine.setSecret("key", to: nil, of: one)
    // Whoever gives it a value again gives it to one block.
    try await house.engine.setSecret("key", to: "another", of: one)
    #expect(try await !house.engine.card(one).permissions.secrets.isEmpty)
    #expect(try await house.engine.card(two).permissions.secrets.isEmpty)
    #expect(try await house.engine.card(two).state == .needsSecret)
    #expect(try await house.engine.secretUses().map(\.name) == ["key"])
    #expect(try await house.engine.secretUses().first?.uses.map(\.block) == [one])
    try await house.engine.removeSecret("key")
    #expect(try await house.engine.secretUses().isEmpty)
    #expect(try await house.engine.grants(of: one).isEmpty)
  }

  @Test(
    "a version that comes back brings no host that was taken back, nor one that was never allowed")
  func restored() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = 1 }", permissions: Permissions(hosts: ["a.invalid"])
    ).id
    try await house.save(House.script("return { n = 2 }"), of: id)
    var texts = try await house.storage.workingCopy(of: id)
    texts.manifest = #"{"name": "Test"}"#
    try await house.storage.setWorkingCopy(texts, of: id)
    #expect(try await house.engine.saveWorkingCopy(id).permissions.hosts.isEmpty)
    try await house.engine.revoke(id, .host("a.invalid", method: "GET"))
    let card = try await house.engine.restore(id, VersionNumber(1))
    #expect(card.permissions.hosts.isEmpty)
    #expect(
      try await house.engine.requests(of: id).map(\.description)
        == ["host GET a.invalid", "host HEAD a.invalid"])
  }

  @Test(
    "the certificate of a device at home is shown by its fingerprint, and one click trusts exactly it",
    .enabled(if: TLSWorkshop.isPossible, "openssl(1) is not there"))
  func certificate() async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(
      .own, ["a": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"])
    let place = HostPort(host: "127.0.0.1", port: server.port)
    let house = try House()
    let script = #"return { n = require("http").get("https://\#(place)/a").body }"#
    let id = try await house.install(script).id
    #expect(try await house.engine.card(id).nextAction == .allow(.privateHost(place)))
    try await house.engine.allow(id, .privateHost(place))
    #expect(try await Self.end(house, id) == .permission)
    let asking = try await house.engine.card(id)
    let shown = try workshop.fingerprint(of: .own)
    let subject = try #require(Grant.Subject("certificate \(place) \(shown)"))
    #expect(asking.state == .needsPermission && asking.nextAction == .allow(subject))
    #expect(asking.sentence.contains(shown))
    try await house.engine.allow(id, subject)
    #expect(try await Self.end(house, id) == nil)
    #expect(try await house.engine.card(id).data == ["n": "hello"])
    // Another block has to be asked for itself.
    let other = try await house.install(script).id
    try await house.engine.allow(other, .privateHost(place))
    #expect(try await Self.end(house, other) == .permission)
    try await house.engine.revoke(id, subject)
    #expect(try await Self.end(house, id) == .permission)
  }
}
