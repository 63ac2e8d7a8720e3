import BlockWorker
import TestSupport
import Testing

@Suite("Rules that scripts share with cards")
struct SharedRuleTests {
  /// Counts the vectors and lists those that a script says otherwise.
  private func differences(_ file: String, _ said: String) throws -> String {
    try luaState().run(
      """
      local json, time, text = require "json", require "time", require "text"
      local vectors, differences = json.decode(\(Fixtures.text(file).luaLiteral)), {}
      for _, vector in ipairs(vectors) do
        local said = \(said)
        if said ~= vector[2] then
          differences[#differences + 1] = vector[1] .. ": " .. said .. ", not " .. vector[2]
        end
      end
      return { count = #vectors > 10, differences = table.concat(differences, "; ") }
      """)
  }

  @Test("bytes")
  func bytes() throws {
    #expect(
      try differences("byte_sizes.json", "text.bytes(vector[1])")
        == #"{"count":true,"differences":""}"#)
  }

  @Test("relative times, in whole words")
  func relativeTimes() throws {
    let shortened = """
      (time.ago(1800000000 + vector[1], 1800000000):gsub("just now", "now"):gsub("minutes?", "min")
        :gsub("hours?", "h"):gsub("days?", "d"):gsub("months?", "mo"):gsub("years?", "y"))
      """
    #expect(
      try differences("relative_times.json", shortened) == #"{"count":true,"differences":""}"#)
  }

  @Test("one is one, and others are many", arguments: [(3600, "1 hour"), (7200, "2 hours")])
  func plural(seconds: Int, text: String) throws {
    #expect(
      try luaState().run("return require('time').ago(0, \(seconds))") == "\"\(text) ago\"")
    #expect(
      try luaState().run("return require('time').ago(\(seconds), 0)") == "\"in \(text)\"")
  }
}
