import ArgumentParser
import BlockModel
import BlockStore
import BlockUI
import DashboardEngine
import Foundation

/// What a block showed.
struct Past: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a block showed at a moment, or when it showed something new.",
    discussion: """
      A moment is written like 2026-11-25T08:00, 2026-11-25 (its end), with a zone or without. Results older than a \
      day are kept one an hour, and older than a week one a day.
      """)

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "A moment; without one, those at which it showed something new are listed.")
  var moment: String?
  @Option(help: "How many are listed, 1…10000.") var limit = 50
  @Flag(help: "Print the data, or the list, as JSON.") var json = false
  @OptionGroup var data: DataOption

  func validate() throws {
    guard (1...10_000).contains(limit) else {
      throw ValidationError("--limit takes 1…10000, got \(limit).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      try await data.withEngine { engine in
        if let moment { try await show(id, moment, engine) } else { try await list(id, engine) }
      }
    }
  }

  private func list(_ id: BlockID, _ engine: DashboardEngine) async throws {
    let results = try await engine.results(of: id, limit: limit)
    if results.isEmpty {
      _ = try await engine.card(id)
      Output.note("Nothing that '\(id)' showed is kept.")
    }
    guard !json else {
      return Output.print(
        JSONValue.array(
          results.map { result in
            [
              "at": .string(result.at.formatted(.iso8601)),
              "version": .integer(Int64(result.version.value)), "run": .integer(result.run),
            ]
          }
        ).json(.pretty))
    }
    for result in results {
      Output.print(
        "\(result.at.formatted(.iso8601))  version \(result.version), run \(result.run), \(result.bytes) bytes"
      )
    }
  }

  private func show(_ id: BlockID, _ text: String, _ engine: DashboardEngine) async throws {
    guard let asked = PastMoment.date(text) else {
      throw CommandFailure(.host, "'\(text)' is not a moment; write it like 2026-11-25T08:00.")
    }
    // What is still to come nobody has seen.
    let date = min(asked, Date())
    guard let past = try await engine.card(id, at: date), let data = past.card.data else {
      throw CommandFailure(
        .host, "Nothing that '\(id)' showed then is kept; `dash past \(id)` lists what is.")
    }
    guard !json else { return Output.print(data.json(.pretty)) }
    Output.note(past.card.sentence)
    guard let compiled = past.card.compiled else {
      return Output.print(data.json(.pretty))
    }
    Output.print(
      compiled.renderText(
        RenderContext(
          data: data, params: past.card.params, block: id, blockName: past.card.name, now: date,
          surroundings: past.card.manifest.surroundings)
      ).trimmingCharacters(in: .newlines))
  }
}
