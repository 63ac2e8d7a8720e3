import Foundation
import Testing

@Suite("Regular expressions", .timeLimit(.minutes(1)))
struct RegexTests {
  private func value(_ expression: String) throws -> String {
    try luaState().run("local regex = require 'regex'\nreturn \(expression)")
  }

  // With a check of the whole text for each match this took minutes.
  @Test(
    "the matches of a long text are found in a time that grows with its length",
    arguments: [
      ("#regex.find_all(('a1 '):rep(700000), '[a-z]\\\\d')", "100000"),
      ("#regex.find_all(('ä1 '):rep(500000), '\\\\d')", "100000"),
      ("#regex.find_all(('a\\xff '):rep(500000), 'a')", "100000"),
      ("#regex.find_all(('a'):rep(2000000), '')", "100000"),
      ("#regex.split(('a,'):rep(700000), ',')", "100001"),
      ("#regex.replace(('a,'):rep(700000), ',', ';')", "1400000"),
    ])
  func long(expression: String, json: String) throws {
    #expect(try value(expression) == json)
  }

  @Test(
    "texts are matched character by character, and bytes that are none are no letters",
    arguments: [
      ("regex.match('äöü', '.').text", #""ä""#), ("regex.match('äöü', 'ö').first", "3"),
      ("#regex.find_all('äöü', '')", "4"), ("#regex.find_all('', '')", "1"),
      ("#regex.find_all('aXbX', '(?<=X)|$')", "2"),
      ("regex.match('a\\xffb', 'a(.)b').groups[1] == '\\xff'", "true"),
      ("regex.match('\\xc3a', '\\\\w').first", "2"),
      ("regex.test('\\xff\\xfe', '\\\\w', 'u')", "false"),
      ("regex.match('\\xf0\\x9f\\x98', '.*').last", "3"), ("regex.match('😀x', 'x').first", "5"),
      ("regex.replace('\\xffa\\xff', 'a', 'b') == '\\xffb\\xff'", "true"),
      ("regex.split('a\\xff,b', ',')[1] == 'a\\xff'", "true"),
      ("regex.match('\\xed\\xa0\\x80x', 'x').first", "4"),
    ])
  func characters(expression: String, json: String) throws {
    #expect(try value(expression) == json)
  }
}
