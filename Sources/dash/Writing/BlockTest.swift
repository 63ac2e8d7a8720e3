import BlockModel
import BlockRuntime
import Egress
import Foundation

/// `block_test.lua` beside a block: cases that run it at a moment of their choice, on recorded answers, and
/// look at what comes of it. Test and block run in the sandbox.
struct BlockTest {
  static let fileName = "block_test.lua"
  /// Cases of one file.
  static let maximumCases = 200

  /// One case, as the file has it.
  struct Case {
    var name: String
    var now: Date
    var params: JSONObject
    /// The folder of recorded answers; without one nothing can be asked.
    var cassette: URL
    var action: RunRequest.Action?
    /// The kind of failure that is expected instead of data.
    var fails: FailureKind?
  }

  /// What came of a case: `nil` when it is as expected.
  struct Outcome {
    var name: String
    var problem: String?
    /// `block_test.lua:12`
    var place: String?
    /// What the block wrote to its log.
    var log: [LogLine] = []
  }

  let folder: URL
  let files: BlockFiles
  let runner: BlockRunner
  /// An empty cassette for cases that name none.
  let noAnswers: URL

  /// - Throws: what is wrong with the file of the test.
  func run(_ text: String) async throws(CommandFailure) -> [Outcome] {
    var outcomes: [Outcome] = []
    for (index, one) in try await cases(text).enumerated() {
      outcomes.append(await outcome(of: one, number: index + 1, text))
    }
    return outcomes
  }

  // MARK: The cases

  private func cases(_ text: String) async throws(CommandFailure) -> [Case] {
    let outcome = await runLua(text, Self.listing)
    if let failure = outcome.failure {
      throw CommandFailure(
        .scriptError, Self.place(failure).map { "\($0): \(failure.message)" } ?? failure.message)
    }
    let list = outcome.data?["cases"]?.array ?? []
    guard !list.isEmpty else {
      throw CommandFailure(
        .scriptError,
        "\(Self.fileName) has no cases; it returns a list like { { name = \"…\", expect = function(data, card) … end } }."
      )
    }
    guard list.count <= Self.maximumCases else {
      throw CommandFailure(
        .scriptError,
        "\(Self.fileName) has \(list.count) cases; at most \(Self.maximumCases) are run.")
    }
    var cases: [Case] = []
    for (index, json) in list.enumerated() { cases.append(try read(json, number: index + 1)) }
    return cases
  }

  private func read(_ json: JSONValue, number: Int) throws(CommandFailure) -> Case {
    let name = json["name"]?.string ?? "case \(number)"
    func wrong(_ what: String) -> CommandFailure {
      CommandFailure(.scriptError, "\(Self.fileName): in “\(name)” \(what).")
    }
    let known = ["name", "now", "params", "replay", "action", "args", "fails"]
    for key in (json.object ?? [:]).keys where !known.contains(key) {
      let near = NearName.best(for: key, among: known + ["expect"]).map {
        "; did you mean '\($0)'?"
      }
      throw wrong("there is no '\(key)'\(near ?? "")")
    }
    var now = Date()
    if let moment = json["now"] {
      guard let date = try? RunOptions.moment(moment.string ?? moment.json()) else {
        throw wrong("'now' takes a time like 2026-11-26T10:00:00Z or Unix seconds")
      }
      now = date
    }
    var params: JSONObject = [:]
    for (key, value) in json["params"]?.object ?? [:] {
      guard let param = files.manifest.params.first(where: { $0.name == key }) else {
        throw wrong("the block has no setting '\(key)'")
      }
      do throws(ParamProblem) { params[key] = try param.value(value) } catch {
        throw wrong("the setting \(error)")
      }
    }
    var cassette = noAnswers
    if let replay = json["replay"] {
      guard let path = replay.string,
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
      else {
        throw wrong(
          "'replay' is not a folder beside the test; `dash run-block … --record FOLDER` makes one")
      }
      cassette = folder.appending(path: path, directoryHint: .isDirectory)
    }
    var fails: FailureKind?
    if let kind = json["fails"]?.string {
      fails = FailureKind(rawValue: kind)
      let kinds = FailureKind.allCases.map(\.rawValue).joined(separator: ", ")
      if fails == nil { throw wrong("'\(kind)' is not a kind of failure; there are \(kinds)") }
    }
    let action = json["action"]?.string.map {
      RunRequest.Action(name: $0, arguments: json["args"] ?? .object([:]))
    }
    return Case(
      name: name, now: now, params: params, cassette: cassette, action: action, fails: fails)
  }

  // MARK: One case

  private func outcome(of one: Case, number: Int, _ text: String) async -> Outcome {
    var run = BlockRun(block: BlockID(naming: "test"), files: files, params: one.params)
    run.cassette = .replay(one.cassette)
    run.now = one.now
    run.action = one.action
    let result = await run.perform(runner)
    var outcome = Outcome(name: one.name, log: result.outcome.log)
    if let failure = result.outcome.failure {
      if failure.kind == one.fails { return outcome }
      outcome.problem = "the block failed (\(failure.kind.rawValue)): \(failure.message)"
      outcome.place = failure.place
      return outcome
    }
    if let fails = one.fails {
      outcome.problem = "the block ran, and should have failed (\(fails.rawValue))"
      return outcome
    }
    if let problem = result.outcome.specProblems.first {
      outcome.problem = problem
      outcome.place = BlockFiles.specName
      return outcome
    }
    let judged = await runLua(
      text, Self.judging,
      given: [
        "number": .integer(Int64(number)), "data": result.outcome.data ?? .null,
        "card": .string(result.card ?? ""),
      ])
    guard let failure = judged.failure else { return outcome }
    outcome.problem = failure.message
    outcome.place = Self.place(failure)
    return outcome
  }

  // MARK: The test in the sandbox

  /// The text stands on its own lines, so that a message names its line.
  private func runLua(
    _ text: String, _ tail: String, given: JSONObject = [:]
  ) async -> RunOutcome {
    let script = Self.head + text + "\nend)()\n" + tail
    // A test may take as long as the block that it is about.
    var manifest = Manifest(name: "test")
    manifest.limits = files.manifest.limits
    var request = RunRequest(
      block: BlockID(naming: "test"),
      files: BlockFiles(manifest: manifest, script: script, spec: ""), reason: .cli,
      cassette: .replay(noAnswers))
    request.params = given
    return await runner.run(request)
  }

  /// `block.lua:12` of the test is its line 12.
  private static func place(_ failure: RunFailure) -> String? {
    failure.place.map { $0.replacing(BlockFiles.scriptName, with: fileName) }
  }

  /// `expect(value):to_equal(other)`, on one line.
  private static let head =
    ##"local function same(a, b, seen) if a == b then return true end if type(a) ~= "table" or type(b) ~= "table" then return false end for k, v in pairs(a) do if not same(v, b[k]) then return false end end for k in pairs(b) do if a[k] == nil then return false end end return true end local function shown(v) if type(v) == "string" then return string.format("%q", #v > 200 and v:sub(1, 200) .. "…" or v) end if type(v) ~= "table" then return tostring(v) end return require("json").encode(v, { sorted = true }):sub(1, 200) end local Expectation = {} Expectation.__index = Expectation function Expectation:to_equal(other) if not same(self.value, other) then error("expected " .. shown(other) .. ", got " .. shown(self.value), 2) end return self end function Expectation:to_differ_from(other) if same(self.value, other) then error("expected something other than " .. shown(other), 2) end return self end function Expectation:to_contain(part) local value = self.value if type(value) == "string" then if not value:find(part, 1, true) then error("expected " .. shown(value) .. " to contain " .. shown(part), 2) end return self end for _, one in pairs(value) do if same(one, part) then return self end end error("expected " .. shown(value) .. " to contain " .. shown(part), 2) end function Expectation:to_match(pattern) if not tostring(self.value):find(pattern) then error("expected " .. shown(self.value) .. " to match " .. shown(pattern), 2) end return self end function Expectation:to_have(count) local n = #self.value if n ~= count then error("expected " .. count .. " of them, got " .. n, 2) end return self end function Expectation:to_be_between(low, high) local n = self.value if type(n) ~= "number" or n < low or n > high then error("expected a number from " .. low .. " to " .. high .. ", got " .. shown(n), 2) end return self end local function expect(value) return setmetatable({ value = value }, Expectation) end local cases = (function(...) "##

  private static let listing = """
    return function()
      local list = {}
      if type(cases) ~= "table" then error("the test returns a list of cases", 0) end
      for i, case in ipairs(cases) do
        if type(case) ~= "table" then error("case " .. i .. " is not a table", 0) end
        local plain = {}
        for key, value in pairs(case) do
          if key ~= "expect" then plain[key] = value end
        end
        list[i] = plain
      end
      return { cases = list }
    end
    """

  private static let judging = """
    return function(ctx)
      local case = cases[ctx.params.number]
      if case.expect then case.expect(ctx.params.data, ctx.params.card) end
      return { ok = true }
    end
    """
}
