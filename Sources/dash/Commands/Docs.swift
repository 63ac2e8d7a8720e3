import ArgumentParser
import Authoring
import BlockModel
import Foundation

/// Prints what scripts can call and what the files of a block may say.
struct Docs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what scripts can call and what the files of a block may say.",
    discussion: """
      dash docs              modules and topics
      dash docs http.get     one function
      dash docs ui table     one component
      """)

  @Argument(
    help: "A module, a function such as http.get, or a topic; script is what has no module.")
  var name: String?
  @Argument(help: "For ui: a component.") var part: String?
  @Option(
    help: ArgumentHelp(
      "Write annotations for lua-language-server into this folder.", visibility: .hidden))
  var luals: String?

  func run() async throws {
    try await CommandFailure.reporting {
      let docs = try StdlibDocs(folder: try Places().stdlib)
      if let luals { return try Self.writeAnnotations(docs, to: luals) }
      guard let name else { return Output.print(Self.overview(docs)) }
      if let part { return Output.print(try Self.text(of: part, in: name)) }
      if let topic = DocTopics.all.first(where: { $0.name == name }) {
        return Output.print(topic.text())
      }
      guard let text = docs.text(name) else { throw Self.unknown(name, docs) }
      Output.print(text)
    }
  }

  private static func overview(_ docs: StdlibDocs) -> String {
    let width = DocTopics.all.map(\.name.count).max() ?? 0
    let topics = DocTopics.all.map {
      $0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.summary
    }
    return docs.overview + "\n" + topics.joined(separator: "\n") + "\n"
  }

  private static func text(of part: String, in topic: String) throws(CommandFailure) -> String {
    guard topic == "ui" else {
      throw CommandFailure(.host, "Only ui has parts; `dash docs \(topic)` is all there is.")
    }
    if let text = DocTopics.component(part) { return text }
    let near = NearName.best(for: part, among: DocTopics.componentNames)
    throw CommandFailure(
      .host,
      "There is no component '\(part)'"
        + (near.map { ". Did you mean '\($0)'?" }
          ?? "; there are \(DocTopics.componentNames.joined(separator: ", ")).")
    )
  }

  private static func unknown(_ name: String, _ docs: StdlibDocs) -> CommandFailure {
    let names = docs.names(near: name)
    let topics = DocTopics.all.map(\.name)
    let all = names + topics + docs.modules.flatMap { $0.functions.map(\.name) }
    if let near = NearName.best(for: name, among: all) {
      return CommandFailure(.host, "There is no '\(name)'. Did you mean '\(near)'?")
    }
    return CommandFailure(
      .host,
      "There is no '\(name)' in the stdlib; there are \((names + (names.contains("script") ? topics : [])).joined(separator: ", "))."
    )
  }

  private static func writeAnnotations(_ docs: StdlibDocs, to path: String) throws {
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in LanguageServerText(docs).files {
      try Data(file.text.utf8).write(to: folder.appending(path: file.name), options: .atomic)
    }
  }
}
