import BlockModel
import Testing

@Suite("What is sent to a webhook")
struct WebhookMessageTests {
  static let good: [(type: String?, body: String, kept: JSONValue)] = [
    ("application/json", #"{"who": "Ada"}"#, ["who": "Ada"]),
    ("application/json; charset=utf-8", "[1, 2]", [1, 2]),
    ("Application/JSON", "3", 3),
    ("application/vnd.github+json", "null", .null),
    (nil, #"{"a": 1}"#, ["a": 1]), (nil, "just words", "just words"), (nil, "12", 12),
    ("text/plain", #"{"a": 1}"#, #"{"a": 1}"#), ("text/plain", "\u{1}", "\u{1}"),
    (
      "application/x-www-form-urlencoded", "a=1&b=two+words&c=%C3%A9&d&=e&a=2",
      [
        "a": "2", "b": "two words", "c": "é", "d": "", "": "e",
      ]
    ),
    ("application/x-www-form-urlencoded", "&&", [:]),
    ("application/json", "", .null), (nil, "", .null), ("image/png", "", .null),
  ]

  @Test("JSON, forms and texts are taken, and nothing at all, too", arguments: good)
  func taken(type: String?, body: String, kept: JSONValue) throws {
    let message = try WebhookMessage(contentType: type, body: Array(body.utf8))
    #expect(message.body == kept)
    #expect(message.json["body"] == kept)
  }

  @Test("the type is kept without its parameters, and never longer than a type is")
  func type() throws {
    let long = "text/" + String(repeating: "x", count: 500)
    #expect(try WebhookMessage(contentType: " Text/HTML ; a=b", body: []).type == "text/html")
    #expect(try WebhookMessage(contentType: long, body: [65]).type.count == 100)
    #expect(try WebhookMessage(contentType: nil, body: [65]).type.isEmpty)
  }

  @Test("exactly as much as is allowed is taken, and nested as deep")
  func limits() throws {
    let text = [UInt8](repeating: 65, count: WebhookMessage.maximumBytes)
    #expect(
      try WebhookMessage(contentType: "text/plain", body: text).body.string?.count == text.count)
    let depth = WebhookMessage.maximumDepth
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    _ = try WebhookMessage(contentType: "application/json", body: Array(nested.utf8))
  }

  static let bad: [(type: String?, body: [UInt8], problem: WebhookMessage.Problem)] = [
    ("text/plain", [UInt8](repeating: 65, count: WebhookMessage.maximumBytes + 1), .tooLarge),
    ("text/plain", [0xFF, 0xFE], .notText), (nil, [0xC3], .notText),
    ("application/json", [0xFF], .notText),
    ("application/x-www-form-urlencoded", Array("a=%ZZ".utf8), .notText),
    ("application/x-www-form-urlencoded", Array("a=%FF".utf8), .notText),
    ("image/png", [1], .otherType("image/png")),
    ("multipart/form-data; boundary=x", [1], .otherType("multipart/form-data")),
    ("application/octet-stream", [65], .otherType("application/octet-stream")),
    (
      "application/json",
      [UInt8](repeating: 91, count: 101) + [UInt8](repeating: 93, count: 101), .tooDeep
    ),
  ]

  @Test("what cannot be kept as it is is refused, and told", arguments: bad)
  func refused(type: String?, body: [UInt8], problem: WebhookMessage.Problem) {
    #expect(throws: problem) { try WebhookMessage(contentType: type, body: body) }
    #expect(problem.description.hasSuffix("."))
  }

  @Test(
    "what says it is JSON and is not is refused",
    arguments: ["{", "{'a': 1}", "[1,]", "nul", "{} {}", "\u{0}"])
  func notJSON(body: String) {
    let caught = #expect(throws: WebhookMessage.Problem.self) {
      try WebhookMessage(contentType: "application/json", body: Array(body.utf8))
    }
    guard case .notJSON = caught else {
      Issue.record("\(body) was refused otherwise: \(String(describing: caught))")
      return
    }
  }
}
