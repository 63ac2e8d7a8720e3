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
    ])
  func unusual(expression: String, text: String) throws {
    let log = try RunLog()
    #expect(try log.run("local json = require 'json'\nreturn \(expression)") == text)
    #expect(log.lines.count == 1 && log.lines[0].contains("could not be kept exactly"))
  }

  @Test("an integer of more than 53 bits stays one, and nothing is told")
  func exact() throws {
    let log = try RunLog()
    #expect(try log.run("return require('json').decode('9007199254740993')") == "9007199254740993")
    #expect(log.lines.isEmpty)
  }
}
