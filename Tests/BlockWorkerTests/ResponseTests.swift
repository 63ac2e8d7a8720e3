import Foundation
import Synchronization
import Testing
import WorkerProtocol

@testable import BlockWorker

@Suite("What a script gets from the host")
struct ResponseTests {
  /// A host that keeps what it was asked, and gives one answer to each request.
  private final class Host: Sendable {
    let asked = Mutex<[ChildMessage]>([])
    let answer: HTTPAnswer
    let stored: HostMessage

    init(_ answer: HTTPAnswer, stored: HostMessage) {
      self.answer = answer
      self.stored = stored
    }

    func reply(to message: ChildMessage) -> HostMessage {
      asked.withLock { $0.append(message) }
      if case .http(let questions) = message { return .answers(questions.map { _ in answer }) }
      return stored
    }
  }

  private static let page = HTTPAnswer.response(
    HTTPResponse(
      status: 200, url: "https://a.test/",
      headers: [
        HTTPHeader("Content-Type", "text/html"), HTTPHeader("X-A", "1"), HTTPHeader("x-a", "2"),
      ], body: []))

  /// Runs a script beside such a host.
  private func run(
    _ script: String, answer: HTTPAnswer = page, stored: HostMessage = .stored(nil)
  ) throws -> (json: String, asked: [ChildMessage]) {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "LuaStdlib").path
    let host = Host(answer, stored: stored)
    let state = try LuaState(stdlib: folder) { host.reply(to: $0) }
    let json = try state.run("local http, store = require 'http', require 'store'\n\(script)")
    return (json, host.asked.withLock { $0 })
  }

  @Test("names of headers are the same in any case")
  func headers() throws {
    let json = try run(
      """
      local headers = http.get("https://a.test").headers
      return { headers["Content-Type"], headers["content-type"], headers["X-A"], headers.ETag == nil }
      """
    ).json
    #expect(json == #"["text/html","text/html","1, 2",true]"#)
  }

  @Test(
    "a wrong use of a response is named",
    arguments: [
      (
        "response.json()",
        "response:json: call it with a colon on a response, as in response:json()"
      ),
      ("response.data", "response: there is no data; a response has body, csv, error, feed"),
      ("response:csv({ sep = ';' })", "csv.parse: there is no option 'sep'"),
    ])
  func mistakes(expression: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) {
      try run("local response = http.get('https://a.test')\nlocal x = \(expression)")
    }
    #expect(failure?.place == "block.lua:3")
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
  }

  @Test("what a response may lack is nil")
  func absent() throws {
    let json = try run(
      "local r = http.get('https://a.test') return { r.error == nil, r.retry_after == nil }"
    ).json
    #expect(json == "[true,true]")
  }

  @Test("an answer that was refused has its kind and its words, and raises when it is read")
  func refused() throws {
    let refusal = HTTPAnswer.refusal(Refusal("rate_limited", "wait; ask later", retryAfter: 7))
    let json = try run(
      """
      local r = http.all({ "https://a.test" })[1]
      local ok, problem = pcall(r.json, r)
      return { r.ok, r.status, r.error, problem.kind, problem.message, problem.retry_after, r.body }
      """, answer: refusal
    ).json
    #expect(json == #"[false,0,"wait; ask later","rate_limited","wait; ask later",7,""]"#)
    let failure = #expect(throws: ScriptFailure.self) {
      try run("http.get('https://a.test')", answer: refusal)
    }
    #expect(failure?.kind == "rate_limited")
    #expect(failure?.retryAfter == 7)
  }

  @Test("an answer of 400 or more is told in the same way as one that did not come")
  func notFound() throws {
    let missing = HTTPAnswer.response(
      HTTPResponse(status: 404, url: "https://a.test/x", headers: [], body: Array("{}".utf8)[...]))
    let json = try run(
      """
      local r = http.all({ "https://a.test/x" })[1]
      local ok, problem = pcall(r.json, r)
      return { r.ok, r.status, r.error, ok, problem.kind, http.get("https://a.test/x").status }
      """, answer: missing
    ).json
    #expect(
      json
        == #"[false,404,"https://a.test/x answered 404 Not Found",false,"http_status",404]"#)
  }

  @Test("what a script asks for is what the host is asked")
  func requests() throws {
    let asked = try run(
      """
      http.get("https://a.test/#b", { query = { q = "a b", n = { 1, 2 } }, timeout = 5, ttl = 60 })
      http.all({ "https://a.test/1", { url = "https://a.test/2", method = "put", body = "" } })
      http.get("https://a.test", { browser = true, timeout = 5 })
      http.all({ { url = "https://a.test", browser = { wait_for = ".a", timeout = 9, steps = {
        { "click", "#b" }, { "fill", "input", "" }, { "press", "Enter" }, { "wait_for", ".c" } } } } })
      http.get("https://a.test", { browser = false })
      http.post("https://a.test", { json = { a = 1 }, headers = { B = 2, A = "x" } })
      """
    ).asked
    #expect(
      asked == [
        .http([
          HTTPQuestion("GET", "https://a.test/?n=1&n=2&q=a%20b#b", timeout: 5, ttl: 60)
        ]),
        .http([
          HTTPQuestion("GET", "https://a.test/1"),
          HTTPQuestion("PUT", "https://a.test/2", body: []),
        ]),
        .http([HTTPQuestion("GET", "https://a.test", timeout: 5, visit: BrowserVisit())]),
        .http([
          HTTPQuestion(
            "GET", "https://a.test", timeout: 9,
            visit: BrowserVisit(
              waitFor: ".a",
              steps: [
                .init(.click, "#b"), .init(.fill, "input", text: ""), .init(.press, "Enter"),
                .init(.waitFor, ".c"),
              ]))
        ]),
        .http([HTTPQuestion("GET", "https://a.test")]),
        .http([
          HTTPQuestion(
            "POST", "https://a.test",
            headers: [
              HTTPHeader("A", "x"), HTTPHeader("B", "2"),
              HTTPHeader("Content-Type", "application/json"),
            ], body: Array(#"{"a":1}"#.utf8)[...])
        ]),
      ])
  }

  @Test(
    "what cannot be asked is an error of the script that names it",
    arguments: [
      ("http.get(('x'):rep(70000))", "http: url is beyond the limit of 65536"),
      (
        "http.request({ method = ('x'):rep(33), url = 'x' })",
        "http: method is beyond the limit of 32"
      ),
      (
        "http.get('x', { headers = { A = ('x'):rep(300000) } })",
        "http: header value is beyond the limit of 262144"
      ),
      ("http.post('x', { body = ('x'):rep(16000000) })", "http: body is beyond the limit"),
      (
        "http.all({ { url = 'x', body = ('x'):rep(9000000) }, { url = 'x', body = ('x'):rep(9000000) } })",
        "http: what is sent is larger than 16 MiB; send less at once"
      ),
      ("store.keys(('x'):rep(201))", "store: key is beyond the limit of 200"),
    ])
  func unasked(expression: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) { try run(expression) }
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
    #expect(failure?.place == "block.lua:2")
  }

  @Test("a store that refuses raises its kind and its words")
  func storeRefused() throws {
    for expression in ["store.set('a', 1)", "store.get('a')", "store.range('a')"] {
      let failure = #expect(throws: ScriptFailure.self) {
        try run(expression, stored: .refused(Refusal("limit", "store: it is full")))
      }
      #expect(failure?.kind == "limit")
      #expect(failure?.message == "store: it is full")
    }
  }

  @Test(
    "what a script asks of the store is what the host is asked",
    arguments: [
      ("store.get('a')", .get(key: "a")),
      ("store.set('a', {1})", .set(key: "a", value: json("[1]"))),
      ("store.set('a', nil)", .delete(key: "a")), ("store.delete('a')", .delete(key: "a")),
      ("store.append('s', 1.5)", .append(series: "s", value: json("1.5"), at: nil)),
      ("store.append('s', {a = 'x'}, 5)", .append(series: "s", value: json(#"{"a":"x"}"#), at: 5)),
    ] as [(String, StoreQuestion)])
  func store(expression: String, question: StoreQuestion) throws {
    #expect(try run(expression).asked == [.store(question)])
  }

  private static func json(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test(
    "spans of a series are told to the host in seconds",
    arguments: [
      ("nil", SeriesSpan()),
      (
        #"{ since = "24h", every = "15m", agg = "max" }"#,
        SeriesSpan(since: .ago(86_400), every: 900, aggregate: .max)
      ),
      ("{ every = 3600.0 }", SeriesSpan(every: 3600)), ("{ last = 5 }", SeriesSpan(last: 5)),
      (#"{ since = "7d" }"#, SeriesSpan(since: .ago(604_800))),
      ("{ since = 1e9 }", SeriesSpan(since: .at(1e9))),
      ("{ since = -5 }", SeriesSpan(since: .at(-5))),
      (
        #"{ since = "2026-11-23", ["until"] = "2026-11-23T12:00:00+01:00" }"#,
        SeriesSpan(since: .at(1_795_392_000), until: .at(1_795_431_600))
      ),
      (#"{ every = "1h", agg = "avg" }"#, SeriesSpan(every: 3600, aggregate: .mean)),
      (#"{ every = "1h", agg = "count" }"#, SeriesSpan(every: 3600, aggregate: .count)),
      (#"{ every = "day" }"#, SeriesSpan(calendar: .day, zone: "UTC")),
      (
        #"{ every = "week", zone = "Europe/Berlin", agg = "sum" }"#,
        SeriesSpan(calendar: .week, zone: "Europe/Berlin", aggregate: .sum)
      ),
      (
        #"{ every = "month", agg = "last" }"#,
        SeriesSpan(calendar: .month, zone: "UTC", aggregate: .last)
      ),
      // Longer than any time, and more than there is: as far as it goes, and nothing wraps.
      (
        #"{ since = "99999999999999999999d", every = "9223372036854775807w", last = math.maxinteger }"#,
        SeriesSpan(since: .ago(1e11), last: 1 << 40, every: 100_000_000_000)
      ),
    ])
  func spans(options: String, span: SeriesSpan) throws {
    let run = try run("return store.range('a', \(options))", stored: .stored(Self.json("[]")))
    #expect(run.asked == [.store(.range(series: "a", span))])
    #expect(run.json == "[]")
  }
}
