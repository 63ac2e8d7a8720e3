import Authoring
import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@Suite("What cannot become a block is said in one sentence")
struct AnswerTests {
  static let large = [UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20)

  static let bad: [(name: String, answer: LoopbackSource.Answer, kind: FailureKind)] = [
    ("404", .init(status: 404, type: "text/html", body: Array("<p>no".utf8)), .httpStatus),
    ("500", .init(status: 500), .httpStatus),
    ("429", .init(status: 429, headers: [("Retry-After", "30")]), .rateLimited),
    ("403", .init(status: 403), .auth),
    ("empty body", .init(), .shapeDrift),
    (
      "a picture", .init(type: "image/png", body: [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3]), .shapeDrift
    ),
    ("broken JSON", .init(body: Array("{\"a\": [1, 2".utf8)), .shapeDrift),
    ("JSON without values", .init(body: Array("{}".utf8)), .shapeDrift),
    ("too large", .init(type: "text/html", body: large), .limit),
  ]

  @Test("a bad source has its own kind and a sentence", arguments: bad.indices)
  func badSources(_ index: Int) async throws {
    let (name, answer, kind) = Self.bad[index]
    let source = try LoopbackSource { _ in answer }
    let workshop = Workshop()
    let result = await workshop.draft("show me @", "x", from: source)
    guard case .answer(let said) = result else {
      Issue.record("\(name) became a block")
      return
    }
    #expect(said.kind == kind, "\(name): \(said.message)")
    #expect(said.message.hasSuffix("."))
    #expect(!said.message.contains("\n"))
    await workshop.runner.shutdown()
  }

  @Test("a place on this machine is asked for, by name")
  func privatePlace() async throws {
    let source = try LoopbackSource { _ in .init(body: Array("[1,2]".utf8)) }
    let workshop = Workshop()
    let result = await workshop.author.draft(
      AuthoringRequest(sentence: "show \(source.url("a.json"))")
    ) { _ in }
    guard case .answer(let said) = result else {
      Issue.record("loopback was read without a grant")
      return
    }
    #expect(said.kind == .permission)
    #expect(said.neededGrant == .privateHost(HostPort(host: "127.0.0.1", port: source.port)))
    await workshop.runner.shutdown()
  }

  @Test("a refused connection is a network failure")
  func refused() async throws {
    let port = try LoopbackSource { _ in .init() }.port
    let workshop = Workshop()
    let result = await workshop.author.draft(
      AuthoringRequest(
        sentence: "show http://127.0.0.1:\(port)/",
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: port))])
    ) { _ in }
    guard case .answer(let said) = result else {
      Issue.record("nothing became a block")
      return
    }
    #expect(said.kind == .network)
    await workshop.runner.shutdown()
  }

  @Test("a sentence without an address is told what is possible")
  func noAddress() async throws {
    let workshop = Workshop()
    let result = await workshop.author.draft(
      AuthoringRequest(sentence: "sing me a song about rivers")
    ) { _ in }
    guard case .answer(let said) = result else {
      Issue.record("a song became a block")
      return
    }
    #expect(said.kind == nil)
    #expect(said.message.contains("https://"))
    #expect(said.suggestions.count >= 6)
  }
}
