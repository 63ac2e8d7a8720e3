import BlockModel
import Cryptography
import DashboardEngine
import Egress
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import DashboardWeb

@Suite("Pictures come from hosts that the block may show them from")
struct PictureProxyTests {
  /// One white point.
  private static let picture: [UInt8] = Array(
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
    ) ?? Data())

  private let egress = Egress()
  private let keys = WebKeys(key: SecretKey())

  private func card(isPrivate: Bool, _ permissions: Permissions) throws -> Card {
    var card = try #require(Card.specimens(now: Date()).first)
    card.isPrivate = isPrivate
    card.permissions = permissions
    return card
  }

  /// The status, or the name of the problem.
  private func answer(_ url: String, of card: Card, signedFor block: String? = nil) async throws
    -> String
  {
    let signature = keys.imageSignature(block: block ?? card.id.text, url: url)
    do {
      let response = try await ImageProxy(egress: egress, keys: keys)
        .picture(at: url, signature: signature, of: card)
      return "\(response.status.code)"
    } catch let problem as WebProblem {
      return problem.code
    }
  }

  @Test("what a block that knows only what is public shows is asked; what is not public never is")
  func open() async throws {
    let card = try card(isPrivate: false, Permissions())
    // No such host: it was asked.
    #expect(try await answer("https://pictures.invalid/1.png", of: card) == "image")
    let source = try LoopbackSource { _ in .init(type: "image/png", body: Self.picture) }
    #expect(try await answer(source.url("1.png"), of: card) == "image")
    #expect(
      try await answer("https://pictures.invalid/1.png", of: card, signedFor: "another-a2b3")
        == "signature")
  }

  @Test(
    "a block that knows what is not public shows pictures of hosts that were allowed, in any form",
    arguments: [
      ("https://pictures.invalid/1.png", true), ("https://PICTURES.invalid:8443/1.png", true),
      ("https://other.invalid/1.png", false), ("http://pictures.invalid.evil.invalid/", false),
      ("https://a.wide.invalid/1.png", true), ("https://wide.invalid/1.png", false),
      ("https://asked.invalid/1.png", true), ("http://nas.local:81/", false),
    ])
  func limited(url: String, isAllowed: Bool) async throws {
    let card = try card(
      isPrivate: true,
      Permissions(
        hosts: ["asked.invalid"], privateHosts: [HostPort(host: "nas.local", port: 80)],
        pictures: ["pictures.invalid", "*.wide.invalid"]))
    #expect(try await answer(url, of: card) == (isAllowed ? "image" : "picture_host"))
  }

  @Test("a picture of a place at home that was allowed is shown")
  func home() async throws {
    let source = try LoopbackSource { _ in .init(type: "image/png", body: Self.picture) }
    let card = try card(
      isPrivate: true,
      Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: source.port)]))
    #expect(try await answer(source.url("1.png"), of: card) == "200")
  }

  @Test(
    "the settings list what the block may with a button that takes it back, and what it asks for")
  func list() throws {
    let place = HostPort(host: "nas.local", port: 80)
    let block = try #require(BlockID("news-a2b3"))
    let page = PermissionList(
      shell: Fixture().shell, session: "", block: block,
      grants: [Grant(.privateHost(place), by: "person", at: Date())],
      requests: [
        .picture("p.example"), .secret(name: "MY_KEY", origin: Origin(host: "api.example")),
      ], now: Date())
    let text = String(decoding: page.html.bytes, as: UTF8.self)
    for part in [
      "It may ask nas.local:80, which is not public.", "you allowed it",
      #"action="/blocks/news-a2b3/revoke""#, #"value="private nas.local:80""#,
      #"action="/blocks/news-a2b3/grant""#, #"value="picture p.example""#,
      #"href="/blocks/news-a2b3/secrets/MY%5FKEY""#,
    ] { #expect(text.contains(part), "\(part) in \(text)") }
  }
}
