import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Authoring

@Suite("The gate of every version")
struct CandidateCheckTests {
  private static let button = #"""
    {"ui": 1, "title": "Tasks", "body": [
      {"type": "each", "data": "${tasks}", "children": [
        {"type": "text", "text": "${item.name}"},
        {"type": "button", "text": "Done", "action": "done", "args": {"name": "${item.name}"}}]}]}
    """#

  private func report(
    _ script: String, spec: String = Self.button, by author: CandidateAuthor = .model,
    of block: BlockID? = nil, permissions: Permissions = Permissions(), params: [Param] = [],
    in workshop: Workshop = Workshop()
  ) async -> CandidateReport {
    let manifest = Manifest(name: "Tasks", params: params, permissions: permissions)
    let files = BlockFiles(manifest: manifest, script: script, spec: spec)
    return await workshop.author.candidateCheck.report(
      on: Candidate(files, by: author, of: block, reason: .edit))
  }

  @Test(
    "knows for each finding what it means for whom",
    arguments: CandidateAuthor.allCases.filter { $0 != .restore })
  func table(_ author: CandidateAuthor) {
    let verdicts = CandidateFinding.Kind.allCases.map { CandidateRules.verdict($0, for: author) }
    #expect(verdicts.contains(.blocks))
    // Nobody's block is shown that does not compile, run or fit.
    for kind in [CandidateFinding.Kind.manifest, .syntax, .spec, .run, .missingData] {
      #expect(CandidateRules.verdict(kind, for: author) == .blocks)
    }
  }

  @Test(
    "an action that nobody answers is found",
    arguments: [
      (CandidateAuthor.drafter, true), (.recipe, true), (.model, true), (.agent, true),
      (.command, true), (.heal, true), (.hand, false), (.import, false), (.restore, false),
    ])
  func unanswered(_ author: CandidateAuthor, _ blocks: Bool) async {
    let report = await report(
      #"return function(ctx) return {tasks = {{name = "Milk"}, {name = "Bread"}}} end"#, by: author)
    #expect((report.blocking?.kind == .unansweredAction) == blocks)
    #expect((report.warnings.map(\.kind) == [.unansweredAction]) != blocks)
  }

  @Test("an action that is found by name only is called, and its failure told with the arguments")
  func secondValue() async {
    let script = """
      local function on_action(name, args) return nil end
      return function(ctx) return {tasks = {{name = "Milk"}, {name = "Bread"}}} end, on_action
      """
    let report = await report(script)
    #expect(report.blocking?.kind == .failedAction)
    #expect(report.blocking?.detail.contains("has no on_action") == true)
    #expect(report.blocking?.issues.last?.contains("Milk") == true)
  }

  @Test("an action that fails is found with its line")
  func failing() async {
    let script = """
      return {
        run = function(ctx) return {tasks = {{name = "Milk"}, {name = "Bread"}}} end,
        on_action = function(name, args, ctx)
          return nil + args.name
        end,
      }
      """
    let report = await report(script)
    #expect(report.blocking?.kind == .failedAction && report.blocking?.place == "block.lua:4")
    let mine = await self.report(script, by: .hand)
    #expect(mine.blocking == nil && mine.warnings.map(\.kind) == [.failedAction])
  }

  @Test("a trial begins with the block's data, sees what it stored, and leaves nothing behind")
  func scratch() async throws {
    let workshop = Workshop()
    let block = BlockID(naming: "tasks")
    let script = """
      local store = require "store"
      return {
        run = function(ctx)
          local tasks = store.get("tasks") or {{name = "Milk"}, {name = "Bread"}}
          store.set("tasks", tasks)
          store.append("count", #tasks)
          return {tasks = tasks}
        end,
        on_action = function(name, args, ctx)
          local tasks = store.get("tasks")
          assert(tasks[1].name == args.name, "the run has stored them")
          assert(#store.range("count") == 1, "and its point")
          table.remove(tasks, 1)
          store.set("tasks", tasks)
        end,
      }
      """
    let report = await report(script, of: block, in: workshop)
    #expect(report.findings.isEmpty)
    // What the run stored waits in its outcome; what the action did to it is gone.
    let changes = report.outcome?.changes
    #expect(changes?.values["tasks"] == .some(["Milk", "Bread"].tasks))
    #expect(changes?.points["count"]?.map(\.value) == [2])
    let kept = workshop.runner.trialStorage()
    #expect(try await kept.value("tasks", of: block) == nil)
    #expect(try await kept.points(of: "count", SeriesQuery(), of: block).isEmpty)
  }

  @Test("a trial of an action switches nothing: only GET and HEAD are sent")
  func harmless() async throws {
    let asked = Mutex<[String]>([])
    let source = try LoopbackSource.answering { request in
      asked.withLock { $0.append(String(request.head.prefix { $0 != " " })) }
      return LoopbackSource.Answer(body: Array("{}".utf8))
    }
    let script = """
      local http = require "http"
      return {
        run = function(ctx) return {tasks = {{name = "Lamp"}, {name = "Fan"}}} end,
        on_action = function(name, args, ctx)
          http.get("\(source.url("state"))")
          http.post("\(source.url("switch"))", {json = {name = args.name}})
        end,
      }
      """
    let report = await report(
      script,
      permissions: Permissions(
        hosts: ["127.0.0.1"], methods: ["GET", "POST"],
        privateHosts: [HostPort(host: "127.0.0.1", port: source.port)]))
    #expect(report.findings.isEmpty)
    #expect(asked.withLock { $0 } == ["GET"])
  }

  @Test("a trial of a change uses the secrets that were given to the block, not those it names")
  func secrets() async throws {
    let origin = try #require(Origin("https://api.example"))
    let binding = SecretBinding(name: "other-blocks-key", origins: [origin])
    let script = """
      return function(ctx)
        return {n = require("http").get("https://api.example/", {
          headers = {["X-Key"] = "{{secret:other-blocks-key}}"}}).status}
      end
      """
    let files = BlockFiles(
      manifest: Manifest(
        name: "T", permissions: Permissions(hosts: ["api.example"], secrets: [binding])),
      script: script, spec: #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}]}"#)
    var candidate = Candidate(files, by: .model, reason: .edit)
    candidate.secrets = []
    let report = await Workshop().author.candidateCheck.report(on: candidate)
    #expect(report.blocking?.kind == .needsSecret)
    #expect(
      report.blocking?.detail
        == "the secret 'other-blocks-key' waits for a person's permission to be sent to https://api.example: `dash allow ID secret https://api.example other-blocks-key`"
    )
    #expect(report.outcome?.failure?.kind != .network, "nothing was sent")
  }

  static let plain =
    #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}]}"#

  static let mistakes: [(name: String, script: String, spec: String, place: String, told: String)] =
    [
      (
        "a run that forgets its return", "local x = 1\nreturn function(ctx)\n  local n = x\nend",
        #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "Hello"}]}"#, "block.lua:2",
        "the function returned nothing, or an empty table; end it with `return { … }`"
      ),
      (
        "the same in the long form, with fields that the card names",
        "return {\n  run = function(ctx)\n    local n = 1\n  end,\n}", plain, "block.lua:2",
        "the function returned nothing"
      ),
      (
        "a global that is set", "return function(ctx)\n  total = 1\n  return { n = total }\nend",
        plain, "block.lua:2", "global 'total' does not exist"
      ),
      (
        "a setting that there is not",
        "return function(ctx)\n\n  return { n = ctx.params.cuont or 1 }\nend", plain,
        "block.lua:3",
        "the block has no setting 'cuont', so this is always nil; did you mean 'count'?"
      ),
      (
        "a setting by another name of the context",
        "return function(c)\n  local p = c.params\n  return { n = p[\"nope\"] or 1 }\nend",
        plain, "block.lua:3", "no setting 'nope'"
      ),
      (
        "a button that nobody answers", "return function(ctx) return { n = 1 } end",
        """
        {"ui": 1, "title": "T", "body": [
          {"type": "text", "text": "${n}"},
          {"type": "button", "text": "Go", "action": "go"}]}
        """, "block.ui.json:3", "the card has the action 'go', but the script has no on_action"
      ),
      (
        "a field of the table that is written wrongly",
        "return function(ctx)\n  return { nn = 1 }\nend", plain, "block.ui.json:1", "nn"
      ),
    ]

  @Test("what would go wrong in silence is told with its line", arguments: mistakes.indices)
  func told(_ index: Int) async {
    let mistake = Self.mistakes[index]
    let count = Param(name: "count", kind: .number(min: 1, max: 9, step: 1), defaultValue: 1)
    let report = await report(
      mistake.script, spec: mistake.spec, by: .hand, params: [count])
    let finding = report.findings.first
    #expect(finding?.place == mistake.place, "\(mistake.name): \(report.findings)")
    #expect(finding?.detail.contains(mistake.told) == true, "\(mistake.name): \(report.findings)")
  }

  @Test("settings that there are, and tables that only look like them, are nothing to tell")
  func honestParams() async {
    let script = """
      local json = require "json"
      return function(ctx)
        local params = ctx.params
        local other = json.decode('{"params": {"nope": 2}}')
        local name = "count"
        return { n = params.count + other.params.nope + ctx.params[name] + ctx.params["count"] }
      end
      """
    let count = Param(name: "count", kind: .number(min: 1, max: 9, step: 1), defaultValue: 1)
    let report = await report(script, spec: Self.plain, by: .hand, params: [count])
    #expect(report.findings.isEmpty, "\(report.findings)")
    #expect(report.outcome?.data?["n"] == 5)
  }

  @Test("what a person saves is refused only when it cannot run or be shown; the rest is told")
  func byHand() async {
    let spec =
      #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${rows[0].a}"}]}"#
    let hollow = "return function(ctx) return {rows = {{a = 1}, {}, {}, {b = 2}}} end"
    let mine = await report(hollow, spec: spec, by: .hand)
    #expect(mine.blocking == nil && mine.warnings.map(\.kind) == [.missingValues])
    #expect(await report(hollow, spec: spec).blocking?.kind == .missingValues)
    let unknown = "return function(ctx) return {rows = {{a = 1}}, x = undefined_thing} end"
    #expect(
      await report(unknown, spec: spec, by: .hand).warnings.map(\.kind) == [.unknownName, .slip])
    #expect(await report(unknown, spec: spec).blocking?.kind == .unknownName)
  }
}

extension [String] {
  /// As the script stores them.
  fileprivate var tasks: JSONValue { .array(map { ["name": .string($0)] }) }
}
