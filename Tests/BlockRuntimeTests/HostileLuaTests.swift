import BlockModel
import Testing

/// A script that uses up time, memory or depth dies alone, with the right kind, and the next run works.
@Suite("Hostile scripts die alone")
struct HostileLuaTests {
  let workshop = Workshop()

  @Test(
    "an endless loop ends at its deadline and names its line",
    // One after the other: a child that gets no processor for long cannot say its last word.
    .serialized,
    arguments: [
      "while true do end",
      "\nwhile true do pcall(function() while true do end end) end",
      "local co = coroutine.wrap(function() while true do end end) co()",
      "while true do pcall(coroutine.wrap(function() while true do end end)) end",
      "local co = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(co) end",
      "setmetatable({}, {__gc = function() while true do end end}) local t = {} while true do t = {t} ; t = {} end",
      "local x <close> = setmetatable({}, {__close = function() while true do end end})",
      "local t = setmetatable({}, {__index = function() while true do end end}) return t.x",
      "local t = {} for i = 1, 100 do t[i] = i end table.sort(t, function() while true do end end)",
      "error(setmetatable({}, {__tostring = function() while true do end end}))",
      "xpcall(error, function() while true do end end)",
      "local s = ('a'):rep(1000000) while true do s:find(('.-'):rep(50) .. 'b') end",
      "return ('a'):rep(300000):find(('.-'):rep(50) .. 'b')",
      "return load(function() return ' ' end)",
      "local t = {} table.sort(t) string.rep('x', 0) return table.concat({}, '', 1, math.maxinteger - 1)",
    ])
  func endless(script: String) async {
    let outcome = await workshop.run(script, seconds: 1)
    // Some of these are refused by Lua itself before the deadline.
    #expect([.limit, .scriptError].contains(outcome.failure?.kind))
    #expect(outcome.failure?.place?.hasPrefix("block.lua:") == true, "\(outcome.failure as Any)")
    await expectAlive()
  }

  @Test(
    "a memory bomb ends at the limit and names its line",
    arguments: [
      "local t = {} for i = 1, 1e9 do t[i] = {} end",
      "local s = 'a' while true do s = s .. s end",
      "return string.rep('a', 1e10)",
      "pcall(string.rep, 'a', 1e10) return 1",
      "local t = {} while true do t[#t + 1] = function() return t end end",
      "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
      "local t = {} for i = 1, 2e6 do t[i] = 'abcdefgh' .. i end return table.concat(t, ('x'):rep(1000))",
      "return table.pack(table.unpack({}, 1, 1e8))",
      "local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(1000000) .. #t end) end",
      "return require('json').decode('[' .. ('[],'):rep(20000000) .. '[]]')",
    ])
  func bombs(script: String) async {
    let outcome = await workshop.run(script, seconds: 5, memoryMiB: 16)
    #expect([.limit, .scriptError].contains(outcome.failure?.kind), "\(outcome.result)")
    await expectAlive()
  }

  @Test("the memory limit says how much and where")
  func memoryMessage() async {
    let outcome = await workshop.run(
      "local t = {}\nwhile true do t[#t + 1] = {} end", memoryMiB: 16)
    #expect(outcome.failure?.message.contains("16 MiB") == true)
    #expect(outcome.failure?.place == "block.lua:2")
    #expect(outcome.failure?.kind == .limit)
  }

  @Test("a page too large for the memory of a run ends it at the limit, too")
  func largePage() async {
    let outcome = await workshop.run(
      "local page = ('<p><b><i>x'):rep(200000)\nreturn #require('html').parse(page):text()",
      memoryMiB: 16)
    #expect(outcome.failure?.kind == .limit)
    #expect(outcome.failure?.message.contains("16 MiB") == true, "\(outcome.failure as Any)")
    await expectAlive()
  }

  @Test(
    "deep recursion is an error of the script",
    arguments: [
      "local function f(n) return 1 + f(n + 1) end return f(1)",
      "local function f(s) return (s:gsub('.', f)) end return f('a')",
      "return assert(load('return ' .. ('('):rep(100000) .. '1' .. (')'):rep(100000)))",
      "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x.y.z",
      "local function f() return pcall(f) end return f() and error('x')",
      "return string.format('%99999d', 1)",
    ])
  func recursion(script: String) async {
    let outcome = await workshop.run(script, memoryMiB: 128)
    #expect([.scriptError, .limit].contains(outcome.failure?.kind), "\(outcome.result)")
    await expectAlive()
  }

  @Test(
    "what a script may not have is not there",
    arguments: [
      "return io.open('/etc/passwd')", "os.execute('true')", "package.loadlib('x', 'y')",
      "require 'posix'", "debug.getregistry()", "string.dump(print)", "dofile('/etc/passwd')",
      "getmetatable('').__index.rep = nil", "return load('\\27Lua')()", "collectgarbage('stop')",
      "require('http').get = nil", "setmetatable(require('json'), {})",
      "rawset(getmetatable(require('json')), 'x', 1)",
    ])
  func forbidden(script: String) async {
    #expect(await workshop.run(script).failure?.kind == .scriptError)
  }

  @Test("what a script changes is gone in the next run")
  func fresh() async {
    let first = await workshop.run(
      "setmetatable(_G, {__index = function() return 666 end}) string.rep = nil x = 1 return {a = y}"
    )
    #expect(first.data == ["a": 666])
    let second = await workshop.run("return {a = tostring(x), b = ('a'):rep(2), c = tostring(y)}")
    #expect(second.data == ["a": "nil", "b": "aa", "c": "nil"])
  }

  @Test(
    "errors of any type are told in words",
    arguments: [
      ("error()", "without a message"), ("error(nil)", "without a message"),
      ("error({})", "raised a table"), ("error({message = 'in words'})", "in words"),
      ("error(42)", "42"), ("error(print)", "raised a function"),
      ("error(setmetatable({}, {__tostring = function() error('x') end}))", "raised a table"),
      ("error(setmetatable({}, {__tostring = function() return {} end}))", "raised a table"),
      (
        "error(setmetatable({}, {__metatable = 1, __tostring = function() return 'own words' end}))",
        "own words"
      ),
      ("coroutine.yield()", "yield"),
    ])
  func errors(script: String, words: String) async {
    let outcome = await workshop.run(script)
    #expect(outcome.failure?.kind == .scriptError)
    #expect(outcome.failure?.message.contains(words) == true, "\(outcome.failure as Any)")
    #expect(outcome.failure?.place == "block.lua:1")
  }

  @Test(
    "a result that is no plain data is refused by its path",
    arguments: [
      ("local t = {} t.a = {t} return t", FailureKind.scriptError, "a[1] refers back"),
      ("return {a = {print}}", .scriptError, "a[1] is a function"),
      ("return {[true] = 1}", .scriptError, "boolean as a key"),
      ("return {coroutine.create(print)}", .scriptError, "is a thread"),
      (
        "return {items = {require('html').parse('<p>x'):first('p')}}", .scriptError,
        "items[1] is an html.node; return a text of it, such as node:text()"
      ),
      ("local t = {} for i = 1, 150000 do t['k' .. i] = 1 end return t", .limit, "1024 KiB"),
      ("local t = {} for i = 1, 1e6 do t[i] = 1 end return t", .limit, "200000 values"),
      ("local t = {} for i = 1, 100 do t = {t} end return t", .limit, "deeper than 16"),
      ("return {s = ('x'):rep(10000000)}", .limit, "1024 KiB"),
      ("return 5", .scriptError, "return one table"),
    ])
  func results(script: String, kind: FailureKind, words: String) async {
    let outcome = await workshop.run(script, seconds: 60, memoryMiB: 256)
    #expect(outcome.failure?.kind == kind)
    #expect(outcome.failure?.message.contains(words) == true, "\(outcome.failure as Any)")
  }

  @Test("numbers and texts that JSON does not know become ones it does")
  func odd() async {
    let outcome = await workshop.run(
      "return {nan = {0/0}, inf = {math.huge, 1}, text = '\\xff', whole = 5, half = 5.5, none = {}}"
    )
    #expect(
      outcome.data == [
        "half": 5.5, "inf": [.null, 1], "nan": [.null], "none": [], "text": "\u{FFFD}", "whole": 5,
      ])
  }

  @Test("a million log lines are cut, and the run goes on")
  func logFlood() async {
    let outcome = await workshop.run(
      "for i = 1, 1e6 do print(i) end return {done = true}", seconds: 20)
    #expect(outcome.data == ["done": true])
    #expect(outcome.log.count == 1001)
    #expect(outcome.log.last?.level == .warn)
  }

  @Test("a coroutine works across a question to the host")
  func coroutines() async {
    let outcome = await workshop.run(
      """
      local store = require 'store'
      local co = coroutine.wrap(function() store.set('a', {1}) coroutine.yield(store.get('a')) return store.keys() end)
      return {co(), co()}
      """)
    #expect(outcome.data == [[1], ["a"]])
  }

  private func expectAlive(_ location: SourceLocation = #_sourceLocation) async {
    let outcome = await workshop.run("return {alive = true}")
    #expect(outcome.data == ["alive": true], sourceLocation: location)
  }
}
