import BlockWorker
import Testing

/// What an expression gives as JSON.
private func value(of expression: String) throws -> String {
  try luaState().run("local json = require 'json'\nlocal value = \(expression)\nreturn value")
}

@Suite("JSON in scripts")
struct JSONModuleTests {
  @Test(
    "an object that is empty stays one, a list that is empty too",
    arguments: [
      ("json.decode('{}')", "{}"), ("json.decode('[]')", "[]"),
      ("json.decode('{\"a\": {}}')", "{\"a\":{}}"),
      ("json.decode('[{}, [{}], []]')", "[{},[{}],[]]"),
      ("json.encode(json.decode('{}'))", "\"{}\""), ("{}", "[]"),
    ])
  func empty(expression: String, text: String) throws {
    #expect(try value(of: expression) == text)
  }

  @Test(
    "one unusual value does not spoil an answer",
    arguments: [
      ("json.decode('[18446744073709551616, 5]')[2]", "5"),
      ("json.decode('[1e400]')[1] > 1.7e308", "true"),
      ("json.decode('[-1e400]')[1] < -1.7e308", "true"),
      ("json.decode('\"a\\\\ud800\"')", "\"a\u{FFFD}\""),
      ("math.type(json.decode('9007199254740993'))", "\"integer\""),
    ])
  func unusual(expression: String, text: String) throws {
    #expect(try value(of: expression) == text)
  }
}
