import BlockModel
import BlockRuntime
import Foundation
import Testing

@Suite("What a run tells about itself")
struct OutcomeTests {
  let workshop = Workshop()

  @Test("the script knows where the person is, and days begin there")
  func surroundings() async {
    let script = """
      local time = require "time"
      return function(ctx)
        return { zone = ctx.zone, locale = ctx.locale, hour = time.parts(ctx.now, ctx.zone).hour }
      end
      """
    let outcome = await workshop.runWhole(script) { request in
      // 2026-11-26T22:30:00Z is 07:30 of the next day in Tokyo.
      request.now = Date(timeIntervalSince1970: 1_795_732_200)
      request.surroundings = Surroundings(zone: "Asia/Tokyo", locale: "ja")
    }
    #expect(outcome.data == ["hour": 7, "locale": "ja", "zone": "Asia/Tokyo"])
  }

  @Test("the script knows its parameters, the time, the reason and its last success")
  func context() async {
    let script = """
      return function(ctx)
        return { count = ctx.params.count, now = ctx.now, reason = ctx.reason, last = ctx.last_success }
      end
      """
    let outcome = await workshop.runWhole(script) { request in
      request.params = ["count": 3]
      request.now = Date(timeIntervalSince1970: 1_800_000_000)
      request.lastSuccess = Date(timeIntervalSince1970: 1_700_000_000)
      request.reason = .schedule
    }
    #expect(
      outcome.data == [
        "count": 3, "last": 1_700_000_000, "now": 1_800_000_000, "reason": "schedule",
      ])
    #expect(outcome.used.memoryBytes > 0)
  }

  @Test("an action is done by on_action, and data it does not return come from run")
  func actions() async {
    let script = """
      local store = require "store"
      return {
        run = function() return { items = store.get("items", {}) } end,
        on_action = function(name, args)
          if name == "show" then return { shown = args.text } end
          store.set("items", { args.text })
        end,
      }
      """
    func act(_ name: String) async -> RunOutcome {
      let outcome = await workshop.runWhole(script) {
        $0.action = .init(name: name, arguments: ["text": "milk"])
      }
      await workshop.storage.commit(outcome.changes, of: BlockID("test")!)
      return outcome
    }
    #expect(await act("add").data == ["items": ["milk"]])
    #expect(await act("show").data == ["shown": "milk"])
    #expect(await workshop.runWhole(script).data == ["items": ["milk"]])
    let without = await workshop.run("return {}") { $0.action = .init(name: "add") }
    #expect(without.failure?.message.contains("on_action") == true)
  }

  @Test(
    "a script that is none is told what it must be",
    arguments: [
      ("return 5", "return function(ctx)", ""), ("", "return function(ctx)", ""),
      ("return {}", "return function(ctx)", ""),
      ("return function(ctx) return {", "does not compile", "block.lua:1"),
      ("local x = = 1", "does not compile", "block.lua:1"),
      ("local a = nil\nprint(a.b)\nreturn function() end", "attempt to index", "block.lua:2"),
    ])
  func noScript(script: String, words: String, place: String) async {
    let failure = await workshop.runWhole(script).failure
    #expect(failure?.kind == .scriptError)
    #expect(failure?.message.contains(words) == true, "\(failure as Any)")
    #expect(failure?.place ?? "" == place)
  }

  @Test("a syntax check runs nothing and names the line")
  func check() async {
    #expect(await workshop.runner.syntaxProblem(in: "while true do end return 1") == nil)
    #expect(await workshop.runner.syntaxProblem(in: "local a\nlocal b = ")?.place == "block.lua:2")
  }

  @Test("log lines keep their level and order")
  func log() async {
    let outcome = await workshop.run(
      "local log = require 'log' print('a', 1) log.warn('b', {x = 1}) log.error('c') return {}")
    #expect(
      outcome.log == [
        LogLine(.info, "a\t1"), LogLine(.warn, "b {\"x\":1}"), LogLine(.error, "c"),
      ])
  }

  @Test(
    "numbers and texts beyond all measure are refused, or mean the farthest there is",
    arguments: [
      "store.append('s', 1, 1e300)", "store.append('s', 1, 1795442700123)",
      "store.append('s', ('x'):rep(5000))", "store.range('s', { since = 1e300 })",
      "store.range('s', { since = -1e300 })", "store.range('s', { every = 10000000000 })",
      "error(('x'):rep(3 << 20))", "error({ message = ('x'):rep(3 << 20) })",
    ])
  func beyond(call: String) async {
    let outcome = await workshop.run("local store = require 'store' \(call) return {1}")
    #expect(
      outcome.data == [1] || outcome.failure?.kind == .scriptError, "\(outcome.result)")
  }

  @Test("the storage keeps values and series for each block alone")
  func storage() async {
    let script = """
      local store = require "store"
      return function()
        store.set("a", { 1, { b = "ü" } })
        store.set("gone", 1)
        store.delete("gone")
        store.append("s", 5, 100)
        store.append("s", 6, 200)
        store.append("t", 7)
        return { recent = #store.range("t", { since = "1h" }), a = store.get("a"), none = store.get("gone", "no"), keys = store.keys(),
          points = store.range("s", { since = 150 }) }
      end
      """
    #expect(
      await workshop.runWhole(script).data == [
        "a": [1, ["b": "ü"]], "keys": ["a"], "none": "no",
        "points": [["at": 200.0, "value": 6]], "recent": 1,
      ])
    let other = await workshop.runWhole(
      "local store = require 'store' return function() return {n = #store.keys()} end",
      block: "other")
    #expect(other.data == ["n": 0])
    let full = await workshop.runWhole(
      "local store = require 'store' return function() store.set('a', 1) return {1} end",
      block: "full")
    #expect(full.failure?.message.contains("delete some") == true)
    #expect(full.failure?.kind == .limit)
  }

  @Test("what a run stores is a part of its outcome, and a failed run leaves nothing")
  func changes() async {
    let script = """
      local store = require "store"
      return function(ctx)
        store.set("a", 1)
        store.delete("b")
        store.append("s", 5, 100)
        if ctx.params.fails then error("no") end
        return { a = store.get("a") }
      end
      """
    let good = await workshop.runWhole(script)
    let points = [SeriesPoint(time: Date(timeIntervalSince1970: 100), value: 5)]
    #expect(good.changes == ScriptChanges(values: ["a": 1], points: ["s": points]))
    // Nothing is kept by running alone.
    #expect(await workshop.storage.keys(prefix: "", of: BlockID("test")!).isEmpty)
    let bad = await workshop.runWhole(
      script.replacingOccurrences(of: "ctx.params.fails", with: "true"))
    #expect(bad.failure?.kind == .scriptError)
    #expect(bad.changes.isEmpty)
  }

  @Test("reads of keys that are not there are told in traced runs only")
  func absent() async throws {
    let cassette = try TestCassette([
      .init("https://a.test/x", body: #"{"hits": [{"score": 1}, {"score": 2}]}"#)
    ])
    let script = """
      local hits = require("http").get("https://a.test/x"):json().hits
      local sum = 0
      for _, hit in ipairs(hits) do sum = sum + (hit.scroe or 0) end
      return { sum = sum }
      """
    let traced = await workshop.run(script, permissions: cassette.permissions) {
      $0.cassette = cassette.replay
      $0.tracesAbsentKeys = true
    }
    #expect(traced.data == ["sum": 0])
    #expect(
      traced.absentReads == [
        "$.hits[].scroe was read 2× but is absent (block.lua:3); there are: score"
      ])
    let plain = await workshop.run(script, permissions: cassette.permissions) {
      $0.cassette = cassette.replay
    }
    #expect(plain.absentReads == [])
  }

  @Test("a profiled run tells which lines took the time, also when it fails")
  func profiled() async throws {
    let script = """
      local function slow()
        local sum = 0
        for index = 1, 2000000 do sum = sum + index end
        return sum
      end
      local total = slow() + slow()
      if ctx.params.fails then error("no") end
      return { total = total }
      """
    for text in [script, script.replacing("ctx.params.fails", with: "true")] {
      let outcome = await workshop.run(text) { $0.isProfiled = true }
      let lines = Dictionary(uniqueKeysWithValues: outcome.profile.map { ($0.line, $0) })
      #expect(outcome.profile.map(\.line) == outcome.profile.map(\.line).sorted())
      #expect(outcome.profile.max { $0.time < $1.time }?.line == 3)
      #expect(lines[4]?.hits == 2 && lines[7]?.hits == 1)
      #expect((lines[6]?.time ?? .seconds(9)) < (lines[3]?.time ?? .zero))
      let sum = outcome.profile.reduce(Duration.zero) { $0 + $1.time }
      #expect(sum <= outcome.duration)
    }
    #expect(await workshop.run(script).profile.isEmpty)
  }

  @Test("what a line calls in a module is its time, in coroutines too")
  func profiledModules() async throws {
    let script = """
      local json = require "json"
      local rows = {}
      for index = 1, 100 do rows[index] = { name = "row", index = index } end
      local work = coroutine.wrap(function()
        local text = ""
        for _ = 1, 300 do text = json.encode(rows) end
        return #text
      end)
      return { length = work() }
      """
    let outcome = await workshop.run(script) { $0.isProfiled = true }
    #expect(outcome.data?["length"]?.integer ?? 0 > 100)
    #expect(outcome.profile.max { $0.time < $1.time }?.line == 6)
  }

  @Test("a worker that is not there is told with what to do")
  func noWorker() async {
    let workshop = Workshop(worker: "no-such-worker")
    let failure = await workshop.run("return {}").failure
    #expect(failure?.kind == .host)
    #expect(failure?.message.contains("DASH_WORKER") == true)
  }
}
