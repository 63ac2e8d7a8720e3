import ArgumentParser
import Authoring
import BlockModel

/// Prints what scripts can call.
struct Docs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the stdlib of the scripts, one module of it, or one function.")

  @Argument(help: "A module or a function, such as html or http.get; script is what has no module.")
  var name: String?

  func run() async throws {
    try await CommandFailure.reporting {
      let docs = try StdlibDocs(folder: try Places().stdlib)
      guard let name else { return Output.print(docs.overview) }
      guard let text = docs.text(name) else {
        let names = docs.names(near: name).joined(separator: ", ")
        throw CommandFailure(.host, "There is no '\(name)' in the stdlib; there are \(names).")
      }
      Output.print(text)
    }
  }
}
