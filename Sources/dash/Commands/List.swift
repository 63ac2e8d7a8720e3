import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// Lists the blocks.
struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the blocks.")

  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let house = try Household(
        data: data.folder, access: .existing, logger: Logs.logger(.error))
      let cards: [Card]
      var edited: [BlockID: [String]] = [:]
      do {
        try await house.engine.open()
        cards = await house.engine.cards()
        // What is wrong with a folder that cannot be read is told by its own commands.
        for card in cards { edited[card.id] = try? await house.engine.editedFiles(of: card.id) }
        await house.close()
      } catch {
        await house.close()
        throw error
      }
      if json {
        let list = cards.map { card -> JSONValue in
          [
            "id": .string(card.id.text), "name": .string(card.name),
            "version": .integer(Int64(card.version.value)), "state": .string(card.state.rawValue),
            "schedule": .string(card.manifest.schedule.description),
            "data_at": card.dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
            "edited_files": .array(edited[card.id]?.map { .string($0) } ?? []),
          ]
        }
        Output.print(JSONValue.array(list).json(.pretty))
      } else if cards.isEmpty {
        Output.note("No blocks yet. Make one: \(CalledName.name) add \"show … from https://…\"")
      } else {
        let width = cards.map(\.id.text.count).max() ?? 0
        for card in cards {
          let id = card.id.text.padding(toLength: width, withPad: " ", startingAt: 0)
          let state = card.state.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0)
          Output.print("\(id)  \(state)  \(card.name.onOneLine)\(Self.remark(edited[card.id]))")
        }
      }
    }
  }

  private static func remark(_ files: [String]?) -> String {
    guard let files, !files.isEmpty else { return "" }
    return "  (\(files.joined(separator: ", ")) edited, not live: see \(CalledName.name) log)"
  }
}
