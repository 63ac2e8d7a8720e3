import Foundation
import LuaSource
import Testing

@Suite("Lua indented anew")
struct IndentationTests {
  /// As it should stand; each case is given to the reader with all indentation lost, and with too much.
  static let cases: [String] = [
    "return function(ctx)\n  local a = 1\n  return { a = a }\nend\n",
    "if a then\n  b()\nelseif c\n    and d then\n  e()\nelse\n  f()\nend\n",
    "for i = 1, 3 do\n  while i do\n    break\n  end\nend\n",
    "for _, f in ipairs { function() return 1 end } do\n  f()\nend\n",
    "repeat\n  a()\nuntil b\n  or c\n",
    "do\n  -- why\n  a()\n  -- before the end\nend\n",
    "local x = a\n  or b\n  or c\nlocal y = 1\n",
    "local answer = http.get(url, {\n  query = { a = 1 },\n  headers = {\n    Accept = \"x\",\n  },\n}):json()\n",
    "table.sort(rows, function(a, b)\n  return a.n < b.n\nend)\n",
    "call(\n  1,\n  function()\n    return 2\n  end,\n  3\n    + 4\n)\n",
    "local rows = page:select(\"table\")\n  :rows()\n  :first()\n",
    "return {\n  run = function(ctx)\n    return {}\n  end,\n  on_action = function(name, args)\n    if name == \"x\" then\n      y()\n    end\n  end,\n}\n",
    "goto done\n::done::\n",
    "local function f(a,\n  b)\n  return a\nend\n",
    "a = {\n  [\"end\"] = \"then do function (\", -- if (\n  [2] = x[\n    1\n  ],\n}\n",
    "return\n  1\n",
  ]

  @Test("lines stand where what they belong to says", arguments: cases)
  func indented(expected: String) throws {
    #expect(try LuaIndentation.applied(to: expected) == expected)
    let lines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let flat = lines.map { $0.drop { $0 == " " } }.joined(separator: "\n")
    #expect(try LuaIndentation.applied(to: flat) == expected)
    let wide = lines.map { $0.isEmpty ? "" : "\t   " + $0 + "  \t" }.joined(separator: "\r\n")
    #expect(try LuaIndentation.applied(to: wide) == expected)
  }

  @Test("texts and comments of several lines keep every byte")
  func inner() throws {
    let source = """
      if a then
      local text = [==[ one\u{20}\u{20}
            two ]]
      \tthree ]==] .. b
      --[[ a comment
               as it was\u{20}
      ]]
      c("x\\
         y", "z")
      end
      """
    let expected = """
      if a then
        local text = [==[ one\u{20}\u{20}
            two ]]
      \tthree ]==] .. b
        --[[ a comment
               as it was\u{20}
      ]]
        c("x\\
         y", "z")
      end

      """
    #expect(try LuaIndentation.applied(to: source) == expected)
    #expect(try LuaIndentation.applied(to: expected) == expected)
  }

  @Test("several empty lines become one, and a file ends with its last line")
  func emptyLines() throws {
    #expect(try LuaIndentation.applied(to: "\n\na()\n\n\n\nb()\n\n\n") == "a()\n\nb()\n")
    #expect(try LuaIndentation.applied(to: "") == "")
    #expect(try LuaIndentation.applied(to: "-- only this") == "-- only this\n")
  }

  @Test(
    "what is not Lua is left to its author", arguments: ["if", "return }", "a = = 1"])
  func broken(source: String) {
    #expect(throws: LuaSyntaxProblem.self) { try LuaIndentation.applied(to: source) }
  }

  private static let scripts: [URL] = {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return ["LuaStdlib", "Prompts/recipes"].flatMap { name -> [URL] in
      let files = FileManager.default.enumerator(
        at: checkout.appending(path: name), includingPropertiesForKeys: nil)
      return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "lua" }
    }
  }()

  @Test("what comes with Dash reads the same, and stays as it is the second time")
  func shipped() throws {
    #expect(Self.scripts.count > 30)
    for file in Self.scripts {
      let source = try String(contentsOf: file, encoding: .utf8)
      let once = try LuaIndentation.applied(to: source)
      #expect(try LuaIndentation.applied(to: once) == once, "\(file.lastPathComponent)")
      func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
      #expect(words(once) == words(source), "\(file.lastPathComponent)")
    }
  }
}
