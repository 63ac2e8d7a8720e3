import BlockModel
import BlockRuntime
import Foundation
import Testing

@Suite("Answers that are not what they say")
struct HostileAnswerTests {
  private static let workshop = Workshop()

  private func run(
    _ expression: String, type: String?, _ body: [UInt8]
  ) async throws -> RunOutcome {
    var answer = TestCassette.Answer(
      "https://a.test/x", headers: type.map { ["Content-Type": .string($0)] } ?? [:])
    answer.body = body
    let cassette = try TestCassette([answer])
    return await Self.workshop.run(
      "local r = require('http').get('https://a.test/x')\nreturn {value = \(expression)}",
      permissions: cassette.permissions
    ) { $0.cassette = cassette.replay }
  }

  /// A text in an encoding of the web.
  struct Encoded: Sendable, CustomTestStringConvertible {
    var name: String
    var type: String?
    var bytes: @Sendable (String) -> [UInt8]
    var testDescription: String { "\(name), said to be \(type ?? "nothing")" }
  }

  private static let windows1252: @Sendable (String) -> [UInt8] = { text in
    text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
  }
  private static func utf16(_ text: String, mark: Bool, isBig: Bool = false) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isBig ? pair.reversed() : pair
    }
  }

  static let encodings: [Encoded] = [
    Encoded(name: "UTF-8", type: nil) { Array($0.utf8) },
    Encoded(name: "UTF-8", type: "text/x; charset=utf-8") { Array($0.utf8) },
    Encoded(name: "UTF-8 with a mark", type: "text/x; charset=iso-8859-1") {
      [0xEF, 0xBB, 0xBF] + Array($0.utf8)
    },
    Encoded(name: "windows-1252", type: "text/x; charset=windows-1252", bytes: windows1252),
    Encoded(name: "windows-1252", type: "text/x; charset=\"ISO-8859-1\"", bytes: windows1252),
    Encoded(name: "windows-1252", type: nil, bytes: windows1252),
    Encoded(name: "windows-1252", type: "text/x; charset=no-such-charset", bytes: windows1252),
    Encoded(name: "UTF-16 with a mark", type: nil) { utf16($0, mark: true) },
    Encoded(name: "big UTF-16 with a mark", type: "text/x; charset=utf-8") {
      utf16($0, mark: true, isBig: true)
    },
    Encoded(name: "UTF-16 without a mark", type: "text/x; charset=utf-16le") {
      utf16($0, mark: false)
    },
  ]

  static let readers = [
    (#"{"n": "Müll 5 €"}"#, "r:json().n"),
    ("a;n\n1;Müll 5 €", "r:csv().rows[1].n"),
    ("<html><p>Müll 5 €</p>", "r:html():first('p'):text()"),
    ("<rss><channel><title>Müll 5 €</title></channel></rss>", "r:feed().title"),
    ("<n>Müll 5 €</n>", "r:xml():text()"),
  ]

  @Test("a text is read in whatever encoding it comes", arguments: encodings, readers)
  func charsets(_ encoding: Encoded, _ reader: (text: String, expression: String)) async throws {
    let outcome = try await run(
      reader.expression, type: encoding.type, encoding.bytes(reader.text))
    #expect(outcome.data == ["value": "Müll 5 €"], "\(outcome.result)")
  }

  @Test(
    "an answer of another form is drift of the source, and says with which words it begins",
    arguments: [
      ("r:json()", "", "sent an empty answer instead of JSON"),
      (
        "r:json()", "<!doctype html><p>Log in", "did not send JSON; it begins with: <!doctype html>"
      ),
      ("r:json()", #"{"a": 1"#, "did not send JSON; it begins with: {\"a\": 1"),
      ("r:json()", "{\"a\": \u{0}}", "did not send JSON"),
      ("r:json()", "[1, 2,]", "did not send JSON"), ("r:json()", "\u{0}\u{0}", "did not send JSON"),
      ("r:feed()", "", "this is not a feed"), ("r:feed()", "{}", "feed"),
      ("r:feed()", "<!doctype html><html><p>Moved", "this is a page, not a feed"),
      ("r:feed()", "nothing like it", "this is not a feed"),
      ("r:xml()", "", "this is not XML"), ("r:xml()", "<a><b></a>", "this is not XML"),
      ("r:xml()", "plain", "this is not XML"),
    ])
  func drift(expression: String, body: String, words: String) async throws {
    for type in ["application/json", "text/html", "image/png", nil] {
      let failure = try await run(expression, type: type, Array(body.utf8)).failure
      #expect(failure?.kind == .shapeDrift, "\(failure as Any)")
      #expect(failure?.message.contains(words) == true, "\(failure as Any)")
      #expect(failure?.message.hasPrefix("https://a.test/x") == true, "\(failure as Any)")
    }
  }

  @Test(
    "what can be read is read, however odd",
    arguments: [
      ("#r:html():select('a')", "", 0), ("#r:csv().rows", "", 0),
      ("#r:html():select('p')", "<p>a<p>b<table><p>c</td></html><p>d", 4),
      ("#r:html():select('b')", "x\u{0}<b>\u{0}</b>", 1),
      ("#r:feed().items", "<rss><channel><item><title>a</title></item><item><title>b", 2),
      ("#r:csv().rows", "a,b\n1,\u{0}\n\"2,3", 2),
    ])
  func odd(expression: String, body: String, expected: Int) async throws {
    let outcome = try await run(expression, type: "text/plain", Array(body.utf8))
    #expect(outcome.data == ["value": .integer(Int64(expected))], "\(outcome.result)")
  }

  @Test("a body of 50 MB is beyond the limit, at the line that asked for it")
  func huge() async throws {
    let server = try HugeServer(bytes: 50 << 20)
    let outcome = await Self.workshop.run(
      "\nlocal r = require('http').get('http://127.0.0.1:\(server.port)/')\nreturn {n = #r.body}",
      permissions: Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)]))
    #expect(outcome.failure?.kind == .limit)
    #expect(
      outcome.failure?.message.contains(
        "the answer of 127.0.0.1:\(server.port) is larger than 10 MiB; ask for less") == true,
      "\(outcome.result)")
    #expect(outcome.failure?.place == "block.lua:2")
  }

  @Test(
    "Retry-After may be a date", arguments: [(429, FailureKind.rateLimited), (503, .rateLimited)])
  func retryAfter(status: Int, kind: FailureKind) async throws {
    let cassette = try TestCassette([
      .init(
        "https://a.test/x", status: status,
        headers: [
          "Retry-After": "Tue, 01 Jan 2030 00:02:00 GMT", "Date": "Tue, 01 Jan 2030 00:00:00 GMT",
        ])
    ])
    let outcome = await Self.workshop.run(
      "return require('http').get('https://a.test/x'):json()", permissions: cassette.permissions
    ) { $0.cassette = cassette.replay }
    #expect(outcome.failure?.kind == kind)
    #expect(outcome.failure?.retryAfter == 120)
  }
}

/// Answers one request with a body without a length.
private final class HugeServer: Sendable {
  let port: Int

  init(bytes: Int) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) + listen(listener, 8) + getsockname(listener, $0, &length)
      }
    }
    try #require(result == 0)
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      let client = accept(listener, nil, nil)
      var buffer = [UInt8](repeating: 65, count: 1 << 16)
      _ = recv(client, &buffer, 4096, 0)
      let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
      send(client, head, head.utf8.count, Int32(MSG_NOSIGNAL))
      for _ in 0..<bytes >> 16 where send(client, buffer, buffer.count, Int32(MSG_NOSIGNAL)) < 0 {
        break
      }
      close(client)
      close(listener)
    }
  }
}
