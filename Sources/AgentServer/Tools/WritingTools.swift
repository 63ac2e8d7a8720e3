import Authoring
import BlockModel
import DashboardEngine

/// Writing blocks: checked, tried, proposed.
enum WritingTools {
  private static let files: [AgentTool.Argument] = [
    .required("manifest", .string, "the text of block.json"),
    .required("script", .string, "the text of block.lua"),
    .required("spec", .string, "the text of block.ui.json"),
  ]
  private static let ofBlock = AgentTool.Argument.optional(
    "block", .string, "the id of the block that the files are to change; absent for a new one")

  static let all = [
    AgentTool(
      name: "check_block",
      about:
        "Everything that is wrong with three files, at once and without running them: file:line:column, what, why, how to fix it.",
      scope: .read, arguments: files, perform: check),
    AgentTool(
      name: "try_block",
      about:
        "Runs three files once in the sandbox and keeps nothing: the outcome, the card as text, and what a change makes of recorded answers. Reaches what the block may reach, and what a person allowed for agents.",
      scope: .author, arguments: files + [ofBlock], perform: tryOut),
    AgentTool(
      name: "save_block",
      about:
        "Proposes three files as a new block or a change: they are tried as by try_block, and refused where that finds an error. A person accepts or declines it on the page; it goes live at once only where they chose that, and never with wider permissions.",
      scope: .author,
      arguments: files + [
        ofBlock,
        .required(
          "explanation", .string, "one or two sentences for the person: what it does and why"),
      ], perform: save),
    AgentTool(
      name: "refine",
      about:
        "Changes a block by a sentence, as a person would say it: “only 5”, “sort by price”. The change is proposed.",
      scope: .author,
      arguments: [
        .required("block", .string, "the id of a block"),
        .required("sentence", .string, "what should be different"),
      ], perform: refine),
  ]

  private static func check(_ call: ToolCall) async throws -> ToolAnswer {
    let report = await call.services.engine.check(call.texts())
    let lines = report.problems.flatMap { problem in
      [problem.description] + (problem.why.map { ["    \($0)"] } ?? [])
        + (problem.fix.map { ["    fix: \($0.title)"] } ?? [])
    }
    return ToolAnswer(
      lines.isEmpty ? "No problems." : lines.joined(separator: "\n"), report.json.object)
  }

  private static func tryOut(_ call: ToolCall) async throws -> ToolAnswer {
    let block = try optionalBlock(call)
    let (report, backtest) = try await call.services.engine.trial(call.texts(), of: block)
    var parts: [String] = []
    parts += report.told.map { finding in
      "\(finding.place): \(report.blocks(finding) ? "error" : "warning"): \(finding.detail)"
    }
    if let outcome = report.outcome {
      parts.append(OutcomeText.text(outcome, card: report.card))
    }
    if !backtest.isEmpty { parts.append(backtest) }
    if let needed = report.findings.lazy.compactMap(\.neededGrant).first {
      parts.append("A person would have to allow it to \(needed.sentence).")
      _ = try await call.services.engine.mayAgentsAsk(needed, agent: call.agent)
    }
    return ToolAnswer(
      parts.joined(separator: "\n\n"),
      [
        "ok": .bool(report.blocking == nil),
        "outcome": report.outcome?.json ?? .null, "card": .string(report.card),
        "findings": .array(
          report.told.map {
            ["place": .string($0.place), "message": .string($0.detail)]
          }),
      ])
  }

  private static func save(_ call: ToolCall) async throws -> ToolAnswer {
    let block = try optionalBlock(call)
    let result = try await call.services.engine.propose(
      call.texts(), for: block, by: call.agent,
      explanation: call.arguments["explanation"] ?? "")
    return answer(result)
  }

  private static func refine(_ call: ToolCall) async throws -> ToolAnswer {
    let engine = call.services.engine
    let id = try call.block()
    switch try await engine.refine(id, call.arguments["sentence"] ?? "", isUnattended: true) {
    case .answer(let answer): throw ToolProblem(answer.message)
    case .withheld(let text):
      throw ToolProblem("\(text) That is for the person to do; nothing was changed.")
    case .deleted: throw ToolProblem("Deleting is for the person to do.")
    case .changed(let card): return ToolAnswer("\(card.sentence)")
    case .proposed(let pending):
      let texts = BlockTexts(pending.proposal.files)
      let result = try await engine.propose(
        texts, for: id, by: call.agent, explanation: pending.proposal.explanation)
      try? await engine.discard(id, pending.id)
      return answer(result)
    }
  }

  private static func answer(_ result: ProposalResult) -> ToolAnswer {
    switch result {
    case .serves(let card):
      ToolAnswer(
        "Version \(card.version) of '\(card.id)' is live.",
        ["state": "live", "block": .string(card.id.text)])
    case .waiting(let proposal):
      ToolAnswer(
        "It waits for the person, who accepts or declines it on the page /proposals. Tell them so.",
        ["state": "waiting", "proposal": .string(proposal.id.uuidString)])
    }
  }

  private static func optionalBlock(_ call: ToolCall) throws(ToolProblem) -> BlockID? {
    guard let text = call.arguments["block"], !text.isEmpty else { return nil }
    return try call.block()
  }
}
