import ArgumentParser
import BlockStore
import DashboardEngine
import Foundation

/// Writes a block into a file for another dashboard.
struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a block into a file that `dash add` takes elsewhere.",
    discussion: """
      The file holds block.json, block.lua, block.ui.json and what its sources answered, so that whoever \
      adds it can see that it works. Keys, values of settings and series stay here. The recordings of a \
      block with keys or places at home stay here, too, unless --recordings with asks for them.
      """)

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "The file to write, such as weather.dashblock.") var file: String
  @Option(help: "automatic, with, or without what its sources answered.", transform: Self.choice)
  var recordings = BlockExport.Choice.automatic
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let export = try await data.withEngine { engine in
        let export = try await engine.export(id, recordings: recordings)
        if !export.recordings.isEmpty { Output.note("What its sources answered:") }
        for recorded in export.recordings { Output.note("  \(recorded.line)") }
        try export.package.write(to: URL(filePath: file))
        await engine.noteExport(export, of: id)
        return export
      }
      let count = export.package.answers.count
      Output.note(
        "Wrote '\(export.name)' \(count == 0 ? "without recordings" : "with \(count) recording\(count == 1 ? "" : "s")"). Elsewhere: \(CalledName.name) add \(file)"
      )
    }
  }

  static func choice(_ text: String) throws -> BlockExport.Choice {
    guard let choice = BlockExport.Choice(rawValue: text) else {
      throw ValidationError("--recordings is automatic, with or without, got '\(text)'.")
    }
    return choice
  }
}
