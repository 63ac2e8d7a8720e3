import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("One table says whom a finding keeps from a version")
struct CandidateRulesTests {
  private static let spec = #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}]}"#
  /// Who makes files without a person at the keyboard.
  private static let programs: [CandidateAuthor] = [
    .drafter, .recipe, .model, .agent, .command, .heal,
  ]

  private func report(
    _ files: BlockFiles, by author: CandidateAuthor, in workshop: Workshop = Workshop(),
    cassette: Cassette? = nil, _ change: (inout Candidate) -> Void = { _ in }
  ) async -> CandidateReport {
    var candidate = Candidate(files, by: author, reason: .edit)
    change(&candidate)
    return await workshop.author.candidateCheck.report(on: candidate, cassette: cassette)
  }

  @Test(
    "nothing keeps an older version from serving again", arguments: CandidateFinding.Kind.allCases)
  func restore(_ kind: CandidateFinding.Kind) {
    let verdict = CandidateRules.verdict(kind, for: .restore)
    #expect(verdict == .warns || verdict == .ignored)
  }

  @Test(
    "what keeps a model's files from serving keeps another agent's, but for what only Dash's model is asked"
  )
  func agents() {
    for kind in CandidateFinding.Kind.allCases
    where CandidateRules.verdict(kind, for: .model) == .blocks {
      switch kind {
      // A model's answer and its reach; places are granted and sources asked when the person says yes.
      case .answer, .change, .needsGrant, .needsSecret, .sourceAway, .sourceRefuses: continue
      default: #expect(CandidateRules.verdict(kind, for: .agent) == .blocks, "\(kind)")
      }
    }
  }

  // MARK: Contract

  private static func promising(_ rule: JSONValue) throws -> BlockFiles {
    var manifest = Manifest(name: "T")
    manifest.contract = try ContractRule.list(json: [rule])
    return BlockFiles(
      manifest: manifest, script: "return function(ctx) return { n = 1, rows = { 1 } } end",
      spec: spec)
  }

  @Test(
    "data that break what block.json promises go back to whoever wrote both, and only warn a person",
    arguments: CandidateAuthor.allCases)
  func contract(_ author: CandidateAuthor) async throws {
    let files = try Self.promising(["path": "rows", "rows": ["min": 3]])
    let report = await report(files, by: author)
    let finding = try #require(report.findings.first { $0.kind == .contract })
    #expect(finding.place == "block.json" && finding.failure == .contractViolation)
    #expect(finding.detail.contains("'rows' has 1 rows, and at least 3 are needed"))
    #expect((report.blocking == finding) == Self.programs.contains(author), "\(report.findings)")
    #expect(report.warnings.contains(finding) != Self.programs.contains(author))
    #expect(report.words.contains("at least 3 are needed"))
    #expect(!report.words.contains("it works"))
  }

  @Test("a sentence that leaves the script as it is does not break what the block promises")
  func contractOfOthers() async throws {
    let files = try Self.promising(["path": "rows", "rows": ["min": 3]])
    let report = await report(files, by: .command) { $0.mayWait = true }
    #expect(report.blocking == nil && report.warnings.map(\.kind).contains(.contract))
  }

  @Test("a soft rule is for the run to doubt, and one that holds is nothing to tell")
  func softContract() async throws {
    for rule: JSONValue in [
      ["path": "rows", "rows": ["min": 3], "soft": true], ["path": "rows", "rows": ["min": 1]],
    ] {
      let report = await report(try Self.promising(rule), by: .model)
      #expect(!report.findings.contains { $0.kind == .contract })
    }
  }

  // MARK: Sources

  private func asking(_ source: LoopbackSource) -> BlockFiles {
    BlockFiles(
      manifest: Manifest(
        name: "T",
        permissions: Permissions(
          hosts: ["127.0.0.1"], privateHosts: [HostPort(host: "127.0.0.1", port: source.port)])),
      script:
        "return function(ctx) return { n = require('http').get('\(source.url("n"))'):json().n } end",
      spec: Self.spec)
  }

  /// Whose files a source that is away, or that refuses, keeps from a version only until it is known to work.
  @Test(
    "a source that is away says nothing against a script that is known to work",
    arguments: CandidateAuthor.allCases)
  func away(_ author: CandidateAuthor) async throws {
    let source = try LoopbackSource { _ in .init(status: 503) }
    let nothing = FileManager.default.temporaryDirectory.appending(path: "dash-\(UUID())")
    try FileManager.default.createDirectory(at: nothing, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: nothing) }
    let cases: [(Cassette?, CandidateFinding.Kind, waits: Set<CandidateAuthor>)] = [
      (nil, .sourceRefuses, [.agent, .hand, .import]),
      (.replay(nothing), .sourceAway, [.recipe, .agent, .hand, .import]),
    ]
    for (cassette, kind, waits) in cases {
      for mayWait in [false, true] {
        let report = await report(asking(source), by: author, cassette: cassette) {
          $0.mayWait = mayWait
        }
        #expect(report.findings.map(\.kind) == [kind], "\(report.findings)")
        let isTaken = author == .restore || (mayWait && waits.contains(author))
        #expect((report.blocking == nil) == isTaken, "\(kind) \(mayWait)")
        #expect(report.isWaiting == (mayWait && waits.contains(author)))
      }
    }
    withExtendedLifetime(source) {}
  }

  @Test(
    "a script that swallows that its source was refused or away is not told to work, whoever wrote it",
    arguments: CandidateAuthor.allCases)
  func swallowed(_ author: CandidateAuthor) async throws {
    let source = try LoopbackSource { _ in .init(status: 503) }
    var files = asking(source)
    files.script = files.script.replacing(
      "{ n = require('http').get('\(source.url("n"))'):json().n }",
      with: "{ n = pcall(require('http').get, '\(source.url("n"))') and 1 or 2 }")
    let place = "127.0.0.1:\(source.port)"
    let away = await report(files, by: author)
    #expect(away.warnings.contains { $0.kind == .unreached && $0.neededGrant == nil })
    #expect(away.words.hasPrefix("Dash ran it, and it got no answer from \(place) (block.lua)."))
    files.manifest.permissions.privateHosts = []
    let refused = await report(files, by: author)
    #expect(refused.blocking == nil && refused.outcome?.data == ["n": 2])
    #expect(
      refused.words.hasPrefix(
        "Dash could not try it: nobody has allowed it yet to ask \(place), which is not public (block.lua)."
      ))
    #expect(
      refused.findings.first?.neededGrant
        == .privateHost(HostPort(host: "127.0.0.1", port: source.port)))
    withExtendedLifetime(source) {}
  }

  @Test("a card that hides an outage is noticed in what a hand or a package brings, too")
  func hidden() async throws {
    let source = try LoopbackSource { _ in .init(body: Array(#"{"n": 1}"#.utf8)) }
    var files = asking(source)
    files.script =
      "return function(ctx) local ok, a = pcall(require('http').get, '\(source.url("n"))') return { n = ok and a:json().n or 2 } end"
    for author in CandidateAuthor.allCases {
      let report = await report(files, by: author)
      let isTold = [.model, .agent, .hand, .import].contains(author)
      #expect(report.blocking == nil, "\(report.findings)")
      #expect(report.words.hasPrefix("Dash tried it, and it works."))
      #expect(report.words.contains("when its source fails, the card does not say so") == isTold)
    }
    withExtendedLifetime(source) {}
  }

  // MARK: Agents

  @Test("what an agent's card shows has to come from its source")
  func invented() async throws {
    let source = try LoopbackSource { _ in .init(body: Array(#"{"hits": [{"name": "Ox"}]}"#.utf8)) }
    var files = asking(source)
    let get = "local hits = require('http').get('\(source.url("n"))'):json().hits"
    let scripts: [(String, CandidateFinding.Kind?)] = [
      ("\(get) return { n = hits[1].name }", nil),
      ("\(get) return { n = hits[1].nmae or 'none' }", .absentKey),
      ("\(get) return { n = 'Ferry', a = 'Bridge', b = 'Tower' }", .invention),
    ]
    for (script, kind) in scripts {
      files.script = "return function(ctx) \(script) end"
      let candidate = Candidate(ofAgent: files, reason: .create, now: Date())
      let report = await Workshop().author.candidateCheck.report(on: candidate)
      #expect(report.blocking?.kind == kind, "\(script): \(report.findings)")
    }
    withExtendedLifetime(source) {}
  }

  // MARK: Going back

  @Test("an older version is looked at without a run")
  func untried() async throws {
    var files = BlockFiles(
      manifest: Manifest(name: "T"), script: "return function(ctx) error('no') end",
      spec: Self.spec)
    let fails = await report(files, by: .restore) { $0.isTried = false }
    #expect(fails.findings.isEmpty && fails.outcome == nil && fails.noticed == nil)
    #expect(fails.words == "Dash looked at it without running it.")
    files.script = "return function(ctx)\n  local = 1\nend"
    let broken = await report(files, by: .restore) { $0.isTried = false }
    #expect(broken.findings.map(\.kind) == [.syntax] && broken.blocking == nil)
    #expect(broken.noticed?.hasPrefix("Noticed: block.lua:2: ") == true)
    #expect(broken.words.contains("Noticed: the script does not compile ("))
    // What it returned last is held against its card and its contract.
    var promising = try Self.promising(["path": "rows", "rows": ["min": 3]])
    promising.spec = Self.spec.replacing("${n}", with: "${m}")
    let held = await report(promising, by: .restore) {
      $0.isTried = false
      $0.knownData = ["n": 1, "rows": [1]]
    }
    #expect(held.warnings.map(\.kind) == [.missingData, .contract], "\(held.findings)")
  }

  // MARK: Before the run

  /// One mistake of each kind that is seen before a run.
  private static let mistakes: [(kind: CandidateFinding.Kind, texts: BlockTexts)] = {
    func texts(_ script: String, spec: String = Self.spec) -> BlockTexts {
      BlockTexts(manifest: #"{"name": "T"}"#, script: script, spec: spec)
    }
    let button =
      #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}, {"type": "button", "text": "Go", "action": "go"}]}"#
    return [
      (.syntax, texts("return function(ctx) return { n = 1 end")),
      (
        .spec,
        texts(
          "return function(ctx) return { n = 1 } end",
          spec: #"{"ui": 1, "body": [{"type": "tabel"}]}"#)
      ),
      (.unknownName, texts("return function(ctx) return { n = ctx and fourty or 1 } end")),
      (
        .unknownName,
        texts("return function(ctx) if ctx.no then require('htpp') end return { n = 1 } end")
      ),
      (
        .unknownName,
        texts(
          "return function(ctx) if ctx.no then require('json').decod('') end return { n = 1 } end")
      ),
      (
        .unknownName,
        texts("return function(ctx) if ctx.no then total = 1 end return { n = 1 } end")
      ),
      (.unknownParam, texts("return function(ctx) return { n = ctx.params.nope or 1 } end")),
      (.slip, texts("return function(ctx) local a = 1 return { n = 1 } end")),
      (.unansweredAction, texts("return function(ctx) return { n = 1 } end", spec: button)),
    ]
  }()

  @Test(
    "what is said of files before they run is what the gate says of them, to whomever",
    arguments: mistakes.indices)
  func same(_ index: Int) async throws {
    let (kind, texts) = Self.mistakes[index]
    let check = Workshop().author.candidateCheck
    let said = await check.fileReport(on: texts).problems
    let problem = try #require(said.first, "\(kind)")
    #expect(said.count == 1, "\(said)")
    for author in [CandidateAuthor.agent, .hand, .import] {
      let report = await check.report(on: Candidate(try texts.files(), by: author, reason: .edit))
      let finding = try #require(report.told.first { $0.kind == kind }, "\(report.findings)")
      #expect(finding.place == problem.file + (problem.line.map { ":\($0)" } ?? ""))
      #expect(finding.detail == problem.sentence)
      // An error is what another program may not write.
      if author == .agent { #expect(report.blocks(finding) == (problem.severity == .error)) }
    }
  }
}
