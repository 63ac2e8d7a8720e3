import Testing

@testable import LuaSource

@Suite("Which name means what")
struct NamesTests {
  private func names(_ source: String) throws -> LuaNames {
    LuaNames(try LuaParser.parse(source))
  }

  @Test(
    "a global is what no scope declares",
    arguments: [
      ("local a = a", ["a"]), ("local a = 1 do local b = a end return b", ["b"]),
      ("for i = 1, n do print(i) end return i", ["n", "print", "i"]),
      ("repeat local done = f() until done", ["f"]), ("local function f() return f() end", []),
      ("local f = function() return f() end", ["f"]),
      ("function g() return self end", ["self", "g"]),
      ("local t = {} function t:m() return self end", []),
      ("return t.a.b, t['c'], { d = e }", ["t", "t", "e"]),
      ("x = 1 x = x + 1", ["x", "x", "x"]),
      ("if a then local b = 1 else return b end", ["a", "b"]),
    ])
  func globals(_ source: String, _ expected: [String]) throws {
    #expect(try names(source).globals.map(\.name.text).sorted() == expected.sorted())
  }

  @Test("reads and writes of a local are counted where it is meant")
  func uses() throws {
    let names = try names("local a = 1\nlocal a = a + 1\na = a\ndo local a = 2 end")
    #expect(names.variables.map(\.reads.count) == [1, 1, 0])
    #expect(names.variables.map(\.writes.count) == [0, 1, 0])
    #expect(names.variables.map(\.shadowed) == [nil, 0, 1])
  }
}
