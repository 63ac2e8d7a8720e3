import ArgumentParser
import BlockModel
import BlockUI

/// Prints what editors and other programs need.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of block.json or block.ui.json.")

  enum Subject: String, ExpressibleByArgument, CaseIterable { case block, ui }

  @Argument(help: "What to describe: block (block.json) or ui (block.ui.json).") var subject:
    Subject = .ui

  func run() async throws {
    let schema =
      switch subject {
      case .block: Manifest.jsonSchema
      case .ui: Catalogue.jsonSchema()
      }
    Output.print(schema.json(.pretty))
  }
}
