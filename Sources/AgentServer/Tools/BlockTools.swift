import BlockModel
import BlockUI
import DashboardEngine
import Foundation
import Sketches

/// Looking at blocks and having them run.
enum BlockTools {
  private static let block = AgentTool.Argument.required(
    "block", .string, "the id of a block, as list_blocks has it")

  static let all = [
    AgentTool(
      name: "list_blocks",
      about: "The blocks of the dashboard: id, name, state, what it says, version.",
      scope: .read, perform: list),
    AgentTool(
      name: "read_block",
      about:
        "A block's three files, what is wrong with it, the rules for its data, and the shape of its last data.",
      scope: .read, arguments: [block], perform: read),
    AgentTool(
      name: "snapshot", about: "What the dashboard shows now: every card as text, with its state.",
      scope: .read, perform: snapshot),
    AgentTool(
      name: "history", about: "The newest points of a series that a block keeps with store.append.",
      scope: .read,
      arguments: [
        block, .required("series", .string, "the name that the script gave the series"),
        .optional("last", .integer, "how many points, 1 to 1000; 100 when absent"),
      ], perform: history),
    AgentTool(
      name: "run",
      about: "Runs a block now, as its schedule would, and tells the outcome and the card.",
      scope: .run, arguments: [block], perform: run),
  ]

  private static func list(_ call: ToolCall) async throws -> ToolAnswer {
    let cards = await call.services.engine.cards()
    return ToolAnswer([
      "blocks": .array(
        cards.map { card in
          [
            "id": .string(card.id.text), "name": .string(card.name),
            "state": .string(card.state.rawValue), "says": .string(card.sentence),
            "version": .integer(Int64(card.version.value)),
            "schedule": .string(card.manifest.schedule.description),
          ]
        })
    ])
  }

  private static func read(_ call: ToolCall) async throws -> ToolAnswer {
    let engine = call.services.engine
    let id = try call.block()
    let card = try await engine.card(id)
    let texts = try await engine.texts(of: id, version: card.version)
    let problems = await engine.check(texts).problems
    let rules = try await engine.contract(of: id).map(\.sentence)
    var parts = texts.named.map { "--- \($0.name)\n\($0.text)" }
    parts.append("--- state: \(card.state.rawValue). \(card.sentence)")
    if !problems.isEmpty {
      parts.append("--- problems\n" + problems.map(\.description).joined(separator: "\n"))
    }
    if !rules.isEmpty {
      parts.append("--- what must hold of its data\n" + rules.joined(separator: "\n"))
    }
    if let data = card.data {
      parts.append(
        "--- the shape of its last data\n" + Untrusted.quoted(Sketch(of: data).text))
    }
    if let problem = card.editProblem { parts.append("--- an edit that was refused\n\(problem)") }
    return ToolAnswer(
      parts.joined(separator: "\n"),
      [
        "id": .string(id.text), "version": .integer(Int64(card.version.value)),
        "state": .string(card.state.rawValue), "manifest": .string(texts.manifest),
        "script": .string(texts.script), "spec": .string(texts.spec),
        "problems": .array(problems.map(\.json)), "rules": .array(rules.map { .string($0) }),
      ])
  }

  private static func snapshot(_ call: ToolCall) async throws -> ToolAnswer {
    let cards = await call.services.engine.cards()
    let text = cards.map { card in
      let body = card.text.map { Untrusted.quoted($0) } ?? "(nothing to show yet)"
      return "## \(card.name) (\(card.id))\n\(card.state.rawValue): \(card.sentence)\n\(body)"
    }
    return ToolAnswer(
      text.isEmpty ? "The dashboard has no blocks." : text.joined(separator: "\n\n"),
      [
        "blocks": .array(
          cards.map { card in
            [
              "id": .string(card.id.text), "state": .string(card.state.rawValue),
              "says": .string(card.sentence), "text": card.text.map { .string($0) } ?? .null,
              "data_at": card.dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
            ]
          })
      ])
  }

  private static func history(_ call: ToolCall) async throws -> ToolAnswer {
    let series = call.arguments["series"] ?? ""
    let points = try await call.services.engine.points(
      of: series, in: try call.block(),
      last: call.arguments.integer("last", in: 1...1000, default: 100))
    return ToolAnswer([
      "series": .string(series),
      "points": .array(
        points.map { ["at": .string($0.time.formatted(.iso8601)), "value": $0.value] }),
    ])
  }

  private static func run(_ call: ToolCall) async throws -> ToolAnswer {
    let id = try call.block()
    let outcome = try await call.services.engine.refresh(id)
    let card = try await call.services.engine.card(id)
    return ToolAnswer(
      OutcomeText.text(outcome, card: card.text ?? ""), ["outcome": outcome.json])
  }
}

extension Card {
  /// The card as text; `nil` without data.
  var text: String? {
    guard let compiled, let data else { return nil }
    return compiled.renderText(
      RenderContext(
        data: data, params: params, block: id, blockName: name, surroundings: manifest.surroundings)
    ).trimming(\.isNewline)
  }
}

/// What a run came to, for an agent.
enum OutcomeText {
  static func text(_ outcome: RunOutcome, card: String) -> String {
    var parts: [String] = []
    if let failure = outcome.failure {
      let place = failure.place.map { " (\($0))" } ?? ""
      parts.append("failed: \(failure.kind.rawValue)\(place)\n" + Untrusted.quoted(failure.message))
    } else {
      parts.append("ok, \(outcome.duration.wholeMilliseconds) ms")
    }
    if !outcome.specProblems.isEmpty {
      parts.append(
        "the card and the data do not fit:\n" + outcome.specProblems.joined(separator: "\n"))
    }
    let log = outcome.log.prefix(40).map { "[\($0.level.rawValue)] \($0.text)" }
    if !log.isEmpty { parts.append("log:\n" + Untrusted.quoted(log.joined(separator: "\n"))) }
    let http = outcome.http.prefix(40).map { one in
      "\(one.method) \(one.url) → \(one.status.map { "\($0)" } ?? one.error ?? "no answer"), \(one.bytes) bytes"
    }
    if !http.isEmpty {
      parts.append("requests:\n" + Untrusted.quoted(http.joined(separator: "\n")))
    }
    if !card.isEmpty { parts.append("the card as text:\n" + Untrusted.quoted(card)) }
    return parts.joined(separator: "\n\n")
  }
}
