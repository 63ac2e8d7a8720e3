import BlockWorker
import Foundation
import Testing
import WorkerProtocol

/// A state with the real stdlib, in this process.
func luaState() throws -> LuaState {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "LuaStdlib").path
  return try LuaState(stdlib: folder)
}

@Suite("What a script finds around it")
struct LuaCoreTests {
  @Test(
    "values come back as JSON",
    arguments: [
      ("return 5", "5"), ("return 5.0", "5.0"), ("return {}", "[]"),
      ("return {1, 2, 3}", "[1,2,3]"),
      ("return {b = 1, a = {true}}", #"{"a":[true],"b":1}"#), ("return 0/0", "null"),
      ("return {1, nil, 3}", "[1,null,3]"), ("return {[1] = 1, x = 2}", #"{"1":1,"x":2}"#),
      (#"return "a\0\"\\\n\xff""#, #""a\u0000\"\\\n\#u{FFFD}""#), ("return math.huge", "null"),
      (#"return require("json").decode('{"a": null, "b": [1, null, 2]}')"#, #"{"b":[1,null,2]}"#),
    ])
  func values(script: String, json: String) throws {
    #expect(try luaState().run(script) == json)
  }

  @Test(
    "what leads out of the sandbox is not there",
    arguments: [
      "return io", "return os", "return debug", "return package", "return dofile",
      "return loadfile",
      "return string.dump", "return warn", "return load('return io')()",
      "return (load(string.char(27) .. 'Lua'))",
      "return getmetatable('') or nil", "return load('return 1', 'x', 'b')",
    ])
  func restricted(script: String) throws {
    let result = try luaState().run(script)
    #expect(result == "null" || result == "false")
  }

  @Test(
    "a mistake is named with its line",
    arguments: [
      ("\nlocal x = nil\nreturn x.y", "block.lua:3", "attempt to index a nil value (local 'x')"),
      ("error('boom')", "block.lua:1", "boom"),
      ("error()", "block.lua:1", "without a message"),
      ("error({})", "block.lua:1", "table"),
      ("error({message = 'from a table'})", "block.lua:1", "from a table"),
      (
        "error(setmetatable({}, {__tostring = function() error('no') end}))", "block.lua:1", "table"
      ),
      (
        "error(setmetatable({}, {__tostring = function() return 'custom' end}))", "block.lua:1",
        "custom"
      ),
      ("require 'posix'", "block.lua:1", "there are:"),
      ("getmetatable('').__index.rep = nil", "block.lua:1", "index"),
      ("require('json').decod('1')", "block.lua:1", "json has: decode"),
      ("require('json').decode = nil", "block.lua:1", "cannot be changed"),
      ("return {a = {b = print}}", "", "a.b is a function"),
      ("local t = {} t.t = t return t", "", "refers back"),
      ("local function f() return f() + 1 end return f()", "block.lua:1", "stack overflow"),
      (
        "local d = {hits = {{points = 1}}}\nreturn d.items[1]", "block.lua:2",
        "d.items is nil; d has: hits"
      ),
      (
        "local d = {hits = {{points = 1}}}\nreturn d.hits[2].points", "block.lua:2",
        "d.hits[2] is nil; d.hits is a list of 1"
      ),
      ("local t = {}\n\nreturn t:trim()", "block.lua:3", "t.trim is nil; t is empty"),
      (
        "local page = require('html').parse('<p>x</p>')\nlocal t = page:first('h1'):text()\nreturn t",
        "block.lua:2", "page:first('h1') gave nothing, so :text() cannot be called on it"
      ),
      (
        "local page = require('html').parse('<p>x</p>')\nlocal t = page\n  :first('h1')\n  :text()\nreturn t",
        "block.lua:4", "page:first('h1') gave nothing, so :text() cannot be called on it"
      ),
      (
        "local page = require('html').parse('<p>x</p>')\nlocal r = page:table().rows",
        "block.lua:2", "page:table() gave nothing, so there is no .rows in it"
      ),
      (
        "local t = ('a'):match('b'):upper()", "block.lua:1",
        "('a'):match('b') gave nothing, so :upper() cannot be called on it"
      ),
      (
        "local t = ('a'):spilt(',')\nreturn t", "block.lua:1",
        "('a').spilt is nil; ('a') is a text, which has: byte, char, find"
      ),
      (
        "local function f(n)\nlocal t = n:text()\nreturn t\nend\nlocal x = f(nil)", "block.lua:2",
        "n is an argument, and line 5 gave none"
      ),
      (
        "local seen, item = {}, {}\nseen[item.id] = true", "block.lua:2",
        "table index is nil: item.id is nil; item is empty"
      ),
      (
        "local t = require('text')\nlocal r = { t.upper('a'), t.lower('b'), t.trim('c'), tonumber('x') + 1 }",
        "block.lua:2", "attempt to perform arithmetic on a nil value: tonumber('x') gave nothing"
      ),
      (
        "local a, b = tonumber('x'), 5\nif a > b then return {} end", "block.lua:2",
        "attempt to compare number with nil: a was set by line 1: a, b = tonumber('x'), 5"
      ),
      (
        "local time = require('time')\nlocal s = time.format(time.parse('never'))", "block.lua:2",
        "got nil: time.parse('never') gave nothing"
      ),
      (
        "local d = {}\nlocal s = ('%d'):format(d.n)", "block.lua:2", "d.n is nil; d is empty"
      ),
      (
        "local d = {name = 1}\nlocal t = require('http').get(d.link)", "block.lua:2",
        "got nil: d.link is nil; d has: name"
      ),
      ("local x = 1 + 'abc'", "block.lua:1", "text.number reads the number of a text"),
      (
        "local _, e = pcall(require('json').decode, '<')\ne.message = nil\nerror(e)", "block.lua:3",
        "json.decode: this is not JSON"
      ),
      (
        "local page = require('html').parse('<p>x</p>')\nlocal h = page:first('h1')\nlocal t = h:text()\nreturn t",
        "block.lua:3", "h was set by line 2: h = page:first('h1')"
      ),
      ("local x = tonumber('x') + 1\nreturn x", "block.lua:1", "tonumber('x') gave nothing"),
      (
        "local d = {a = 1}\nif d.b > 2 then return 1 end", "block.lua:2",
        "compare number with nil: d.b is nil; d has: a"
      ),
      ("local d = {}\nfor i = 1, d.n do print(i) end", "block.lua:2", "d.n is nil; d is empty"),
      (
        "local s = 'x'\nlocal t = s:spilt()\nreturn t", "block.lua:2", "s.spilt is nil; s is a text"
      ),
      ("local p = {1}\nfor _, x in p do print(x) end", "block.lua:2", "write: in pairs(p) do"),
      ("local t = os.time()\nreturn t", "block.lua:1", "the time is in ctx.now"),
      ("return require('text').grouped('12')", "block.lua:1", "text.grouped"),
      ("error(('x'):rep(100000))", "block.lua:1", "xxx…"),
      (
        "local ok, e = pcall(require('http').get, 5)\nerror(e, 0)", "block.lua:2", "http.get: "
      ),
    ])
  func mistakes(script: String, place: String, message: String) throws {
    let failure = #expect(throws: ScriptFailure.self) { try luaState().run(script) }
    #expect(failure?.place ?? "" == place)
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
  }

  @Test("a caught message does not name places in the stdlib, and is read as a text")
  func caught() throws {
    #expect(
      try luaState().run(
        """
        local http, json = require "http", require "json"
        local _, first = pcall(http.get, 5)
        local _, second = xpcall(http.get, function(message) return message:sub(1, 9) end, 5)
        local _, third = pcall(json.decode, "<")
        return { first:sub(1, 9), second, third:find("JSON", 1, true), third.kind }
        """) == #"["http.get:","http.get:",26,"shape_drift"]"#)
  }

  @Test("the script's own words stay as they are")
  func own() throws {
    let failure = #expect(throws: ScriptFailure.self) {
      try luaState().run(
        "local d = {}\nif not d.a then error('there is nil in ' .. tostring(d.a)) end")
    }
    #expect(failure?.message == "there is nil in nil")
  }

  @Test("what a script writes into a failure does not change its kind")
  func facts() throws {
    let failure = #expect(throws: ScriptFailure.self) {
      try luaState().run(
        "local _, e = pcall(require('json').decode, '<') e.kind, e.retry_after = 'auth', 9e18 error(e)"
      )
    }
    #expect(failure?.kind == "shape_drift")
  }

  @Test("a traceback names the script's functions and no others")
  func traceback() throws {
    let script =
      "local function inner()\nerror('x')\nend\nlocal function outer()\ninner()\nend\nouter()"
    let failure = #expect(throws: ScriptFailure.self) { try luaState().run(script) }
    #expect(failure?.place == "block.lua:2")
    #expect(failure?.traceback.count == 3)
    #expect(
      failure?.traceback.first?.hasPrefix("block.lua:2 in upvalue 'inner'") == true
        || failure?.traceback.first?.hasPrefix("block.lua:2 in function 'inner'") == true)
  }

  @Test(
    "deep nesting in source, patterns and data ends as an error",
    arguments: [
      "return load('return ' .. ('('):rep(10000) .. '1' .. (')'):rep(10000)) or nil",
      "local function f(s) return (s:gsub('.', f)) end return f('a') and nil",
    ])
  func deep(script: String) throws {
    let result = try? luaState().run(script)
    #expect(result == nil || result == "null")
  }

  @Test("coroutines work, and errors in them arrive")
  func coroutines() throws {
    #expect(
      try luaState().run(
        """
        local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end)
        local x, y = co(1), co(10)
        local ok, message = coroutine.resume(coroutine.create(function() error('in', 0) end))
        local ok2, message2 = pcall(coroutine.wrap(function() error('out', 0) end))
        return {x, y, ok, message, ok2, message2}
        """) == #"[2,20,false,"in",false,"out"]"#)
  }
}
