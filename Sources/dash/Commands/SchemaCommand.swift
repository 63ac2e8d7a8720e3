import ArgumentParser
import BlockUI

/// Prints what editors and other programs need.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of block.ui.json.")

  enum Subject: String, ExpressibleByArgument, CaseIterable { case ui }

  @Argument(help: "What to describe: ui.") var subject: Subject = .ui

  func run() async throws {
    Output.print(Catalogue.jsonSchema().json(.pretty))
  }
}
