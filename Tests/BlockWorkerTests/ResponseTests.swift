import Foundation
import Testing

@testable import BlockWorker

@Suite("What a script gets from the host")
struct ResponseTests {
  /// Runs a script beside a host that gives one answer to each request. The body of every answer is
  /// a list of what was asked.
  private func run(_ script: String, answer: String = "{}") throws -> String {
    let host = NativeModule(
      "host",
      [
        (
          "ask",
          { call in
            call.getField("type", of: 1)
            let isHTTP = call.string(-1) == "http"
            call.pop()
            let asked = (try? LuaEncoding.encode(1, of: call, limits: .result)) ?? []
            let reply = isHTTP ? #"{"responses":[\#(answer)]}"# : #"{"found":true}"#
            _ = Array(reply.utf8).withUnsafeBytes { call.pushJSON($0) }
            call.push(Array("[".utf8) + asked + Array("]".utf8))
            return .results(2)
          }
        ),
        ("note", { _ in .results(0) }),
        (
          "last_line",
          { call in
            call.push(0)
            return .results(1)
          }
        ),
      ])
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "LuaStdlib").path
    let state = try LuaState(
      sources: try StdlibFolder.sources(in: folder), natives: NativeModules.all + [host])
    return try state.run("local http, store = require 'http', require 'store'\n\(script)")
  }

  private static let page =
    #"{"status":200,"url":"https://a.test/","headers":[["Content-Type","text/html"],["X-A","1"],["x-a","2"]]}"#

  @Test("names of headers are the same in any case")
  func headers() throws {
    let json = try run(
      """
      local headers = http.get("https://a.test").headers
      return { headers["Content-Type"], headers["content-type"], headers["X-A"], headers.ETag == nil }
      """, answer: Self.page)
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
      try run(
        "local response = http.get('https://a.test')\nlocal x = \(expression)", answer: Self.page)
    }
    #expect(failure?.place == "block.lua:3")
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
  }

  @Test("what a response may lack is nil")
  func absent() throws {
    let json = try run(
      "local r = http.get('https://a.test') return { r.error == nil, r.retry_after == nil }",
      answer: Self.page)
    #expect(json == "[true,true]")
  }

  @Test("fields of a query stand in the address")
  func query() throws {
    let json = try run(
      """
      local url = "https://a.test/#b"
      return http.get(url, { query = { q = "a b", n = { 1, 2 } } }):json()[1].requests[1].url
      """, answer: Self.page)
    #expect(json == #""https://a.test/?n=1&n=2&q=a%20b#b""#)
  }

  @Test(
    "spans of a series are told to the host in seconds",
    arguments: [
      (#"{ since = "24h", every = "15m", agg = "max" }"#, #""agg":"max","every":900,"#),
      ("{ every = 3600.0 }", #""every":3600,"#), ("{ last = 5 }", #""last":5"#),
      (#"{ since = "7d" }"#, #""since_ago":604800"#), ("{ since = 1e9 }", #""since":1000000000.0"#),
      (
        #"{ since = "2026-11-23", ["until"] = "2026-11-23T12:00:00+01:00" }"#,
        #""since":1795392000,"type":"store","until":1795431600"#
      ),
    ])
  func spans(options: String, message: String) throws {
    #expect(try run("return store.range('a', \(options))").contains(message))
  }
}
