import BlockModel
import Foundation
import Testing

@testable import Egress

@Suite("What may be received is counted while it comes", .timeLimit(.minutes(1)))
struct BudgetTests {
  @Test(
    "a budget holds its bytes and no more",
    arguments: [
      ([100], true, 0), ([101], false, 0), ([60, 40], true, 0), ([60, 41], false, 0),
      ([0, 100, 0], true, 0), ([0, 100, 1], false, 0), ([.max], false, 0),
      // Beyond the ten bytes that are always there, the rest is borrowed from a pool of 100.
      ([10], true, 100), ([11], false, 100), ([10], true, 95), ([15], true, 95), ([16], false, 95),
      ([100], true, 10), ([100], false, 11),
    ] as [([Int], Bool, Int)])
  func bytes(takes: [Int], fits: Bool, othersTook: Int) {
    let pool = ReceivePool(bytes: 100)
    let others = ReceiveBudget(bytes: 1000, always: 0, beyond: pool)
    #expect(others.take(othersTook))
    let budget = ReceiveBudget(bytes: 100, always: 10, beyond: pool)
    #expect(takes.allSatisfy { budget.take($0) } == fits)
    #expect((budget.refusal == nil) == fits)
    if !fits { #expect(!budget.take(0), "once refused, nothing more is received") }
  }

  @Test("what was borrowed is given back with the budget")
  func givenBack() {
    let pool = ReceivePool(bytes: 100)
    for _ in 0..<3 {
      let budget = ReceiveBudget(bytes: 200, always: 10, beyond: pool)
      #expect(budget.take(60) && budget.take(50))
      #expect(!ReceiveBudget(bytes: 200, always: 10, beyond: pool).take(11))
    }
    #expect(ReceiveBudget(bytes: 200, always: 0, beyond: pool).take(100))
  }

  private func budget(_ bytes: Int, pool: Int = .max) -> ReceiveBudget {
    ReceiveBudget(bytes: bytes, always: 0, beyond: ReceivePool(bytes: pool))
  }

  @Test(
    "an answer beyond it is broken off, whether its body or its headers are too much",
    arguments: [
      (
        true, 1 << 20, Int.max, "the script received more than 1 MiB from its sources; ask for less"
      ),
      (
        true, .max, 2 << 20,
        "all blocks together received more than 2 MiB at once; ask for less, or run the block at another time"
      ),
      (false, 1 << 10, .max, "the script received more than 1 KiB from its sources; ask for less"),
    ])
  func brokenOff(hasBody: Bool, bytes: Int, pool: Int, message: String) async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\n")
      if hasBody { connection.send("\r\n") }
      let piece = hasBody ? [UInt8](repeating: 65, count: 1 << 16) : Array("X-Much: much\r\n".utf8)
      while connection.send(piece) {}
      ended.yield()
    }
    let request = EgressRequest("GET", server.url(), maximumBytes: 1 << 30)
    do {
      let answer = try await Egress().send(
        request, as: server.permissions, budget: budget(bytes, pool: pool))
      Issue.record("answered \(answer.status)")
    } catch {
      #expect(error.kind == .limit)
      #expect(error.message == message)
      error.expectSentence()
    }
    // An answer that does not end was not waited for.
    for await _ in ends { break }
  }

  @Test("the answers of several requests count together, those from the cache do not")
  func together() async throws {
    let server = try LoopbackServer { request, connection in
      let age = request.path == "/kept" ? 600 : 0
      connection.answer(
        200, [("Cache-Control", "max-age=\(age)")], [UInt8](repeating: 65, count: 400_000))
    }
    let egress = Egress()
    let budget = budget(1_000_000)
    func kind(_ path: String) async -> FailureKind? {
      do {
        _ = try await egress.send(
          EgressRequest("GET", server.url(path)), as: server.permissions, budget: budget)
        return nil
      } catch { return error.kind }
    }
    for _ in 0..<3 { #expect(await kind("/kept") == nil) }
    #expect(await kind("/a") == nil)
    #expect(await kind("/b") == .limit)
    #expect(budget.refusal == .spent(bytes: 1_000_000))
  }
}

@Suite("Placeholders of secrets cost no more than their text is long", .timeLimit(.minutes(1)))
struct PlaceholderTests {
  @Test(
    "they are found in each way they can be written",
    arguments: [
      ("?k={{secret:KEY}}", "?k={{secret:KEY}}"),
      ("?k=%7B%7Bsecret%3AKEY%7D%7D", "?k={{secret:KEY}}"),
      ("%7b{SECRET:a%20b}%7d!", "{{secret:a b}}!"), ("{{%73ecret:A}}", "{{secret:A}}"),
      ("{{secret:A}}{{secret:B}}", "{{secret:A}}{{secret:B}}"),
      ("{{secret:{{secret:B}}", "{{secret:{{secret:B}}"),
      ("{{{secret:A}}}", "{{{secret:A}}}"),
      ("{{secret:", "{{secret:"), ("{{secret:A}", "{{secret:A}"), ("a%7", "a%7"), ("%", "%"),
      ("", ""),
      ("[[secret:A]]", "[[secret:A]]"), ("%7B1%7D", "%7B1%7D"), ("?q=ü%C3%BC", "?q=ü%C3%BC"),
      ("{{secret:%FF}}", "{{secret:%FF}}"),
    ])
  func readable(url: String, expected: String) {
    #expect(SecretPlaceholders(url, .url).text { "{{secret:\($0)}}" } == expected)
  }

  // Each of these took a time that grew with the square of its length: hours for this many.
  @Test(
    "a text full of beginnings is read once",
    arguments: ["{{secret:", "%7B%7Bsecret%3A", "{{secret:A}", "{", "{{secret:A}}"])
  func many(part: String) {
    let text = String(repeating: part, count: 100_000)
    for spelling in [SecretPlaceholders.Spelling.plain, .url] {
      let names = SecretPlaceholders(text, spelling).names
      #expect(names.count == (part.hasSuffix("}}") ? 100_000 : 0))
    }
  }

  @Test("a request with more of them than anybody needs is refused, and nothing is sent")
  func tooMany() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "ok") }
    var permissions = server.permissions
    permissions.secrets = [SecretBinding(name: "K", origins: [server.origin])]
    let egress = Egress(secrets: Secrets(values: ["K": "value"]))
    func request(_ count: Int) -> EgressRequest {
      let half = String(repeating: "{{secret:K}}", count: count / 2)
      return EgressRequest("GET", server.url("/?k=\(half)"), headers: [.init("X-Key", half)])
    }
    _ = try await egress.send(request(HostBudgets.secretsPerRequest), as: permissions)
    let failure = try await egress.failure(
      request(HostBudgets.secretsPerRequest + 2), as: permissions)
    #expect(failure.kind == .scriptError)
    #expect(failure.message == "one request holds more than 32 secrets; put fewer into it")
    #expect(server.requests.count == 1)
  }
}
