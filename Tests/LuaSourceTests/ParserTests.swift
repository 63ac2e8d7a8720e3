import Testing

@testable import LuaSource

@Suite("A Lua source as a tree")
struct ParserTests {
  @Test(
    "whatever Lua takes is read",
    arguments: [
      "", "return", "return;", ";;; local a <const> = 1; return a",
      "local a, b <close> = f(), nil", "a.b.c = 1", "a[1], b.c = 1, 2",
      "f{1; 2, a = 3, ['b c'] = 4}",
      "f'text' \"more\"", "a:b(1):c{}", "local function f(...) return ... end",
      "function a.b:c(x, ...) return self end", "for i = 10, 1, -1 do break end",
      "for k, v in next, t, nil do goto on ::on:: end", "while not done do done = true end",
      "repeat local x = f() until x", "if a then elseif b then return 1 else return 2 end",
      "local x = 0x1p-2 + 1e-3 + .5 + 3. + 1//2 ~ 3 << 2 .. 'x'", "x = -2 ^ -3 ^ 2",
      "return [==[ ]] ]==], '\\'', \"\\\"\"", "-- a comment\n--[[ more\n]] return 1",
      "return (f)(1)", "x = a and b or not c == d",
    ])
  func reads(_ source: String) throws {
    _ = try LuaParser.parse(source)
  }

  @Test(
    "what is not Lua is told with its place",
    arguments: [
      ("return function(ctx)\n  return 1\n", 32, "'end'"), ("x = = 1", 4, "'='"),
      ("local 1 = 2", 6, "a name"), ("f(1, 2", 6, "')'"), ("x", 0, "a value alone"),
      ("f() = 1", 0, "cannot be assigned"), ("return 1 x = 2", 9, "'x'"),
      ("for i = 1 do end", 10, "1, 10"),
      ("if a the b end", 5, "'then'"), ("return {1, 2", 12, "'}'"), ("end", 0, "'end'"),
    ])
  func refuses(_ source: String, _ offset: Int, _ words: String) {
    let problem = #expect(throws: LuaSyntaxProblem.self) { try LuaParser.parse(source) }
    #expect(problem?.offset == offset, "\(source): \(String(describing: problem))")
    #expect(problem?.message.contains(words) == true, "\(String(describing: problem))")
  }

  @Test(
    "hostile depth ends as a problem, not as the end of the process",
    arguments: [
      String(repeating: "(", count: 100_000), String(repeating: "{", count: 100_000),
      String(repeating: "do ", count: 100_000), "x = " + String(repeating: "not ", count: 100_000),
      "x = " + String(repeating: "a ^ ", count: 100_000),
      String(repeating: "function f() ", count: 100_000),
      "x = " + String(repeating: "function() return ", count: 50_000),
    ])
  func deep(_ source: String) {
    #expect(throws: LuaSyntaxProblem.self) { try LuaParser.parse(source) }
  }

  @Test("long chains of calls and sums are read")
  func long() throws {
    _ = try LuaParser.parse("x = a" + String(repeating: ".b", count: 20_000))
    _ = try LuaParser.parse("x = 1" + String(repeating: " + 1", count: 20_000))
  }

  @Test("operators bind as the manual says")
  func precedence() throws {
    let block = try LuaParser.parse("return 1 + 2 * 3 == 7 and 'a' .. 'b' .. 'c'")
    guard case .returning(let values) = block.statements[0].kind,
      case .binary(let left, "and", let right) = values[0].kind,
      case .binary(let sum, "==", _) = left.kind, case .binary(_, "+", let product) = sum.kind,
      case .binary(_, "*", _) = product.kind, case .binary(let first, "..", _) = right.kind
    else {
      Issue.record("\(block)")
      return
    }
    #expect(first.string == "a")
  }
}
