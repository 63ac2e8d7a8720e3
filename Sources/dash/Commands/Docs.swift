import ArgumentParser
import Authoring
import BlockModel

/// Prints what scripts can call.
struct Docs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the stdlib of the scripts, or one module of it.")

  @Argument(help: "A module, such as http or html.") var module: String?

  func run() async throws {
    try await CommandFailure.reporting {
      let docs = try StdlibDocs(folder: try Places().stdlib)
      guard let module else { return Output.print(docs.overview) }
      guard let text = docs.text(module) else {
        let names = docs.modules.map(\.name).joined(separator: ", ")
        throw CommandFailure(.host, "There is no module '\(module)'; there are \(names).")
      }
      Output.print(text)
    }
  }
}
