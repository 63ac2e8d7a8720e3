import ArgumentParser
import Authoring
import BlockModel
import Drafting
import Foundation

/// Begins a block by hand.
struct New: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a folder with a block that already runs.",
    discussion: """
      Next: `dash dev NAME` shows the card while you edit, `dash test NAME` runs its tests. \
      .luarc.json tells lua-language-server (VS Code, Neovim) what scripts can call.
      """)

  @Argument(help: "The folder to make; its last part names the block.") var name: String
  @Option(help: "Begin with a recipe that comes with Dash; 'list' lists them.") var recipe: String?

  func validate() throws {
    guard !name.isEmpty else { throw ValidationError("NAME is the folder to make, got ''.") }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let places = try Places()
      let catalogue = RecipeCatalogue(folder: places.recipes)
      if recipe == "list" { return Self.list(catalogue) }
      let folder = URL(filePath: name, directoryHint: .isDirectory).standardizedFileURL
      let new = try newBlock(catalogue, folder.lastPathComponent)
      try Self.make(folder, named: name)
      for file in new.files { try Self.write(file.text, to: folder.appending(path: file.name)) }
      if let cassette = new.cassette {
        try FileManager.default.copyItem(at: cassette, to: folder.appending(path: "cassette"))
      }
      try writeEditorFiles(in: folder, places)
      Output.note("Made \(name). Next: \(CalledName.name) dev \(Self.typed(name))")
      Output.print(name)
    }
  }

  /// A word as a shell takes it.
  private static func typed(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "._-/~+:@%".contains($0) }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }

  private func newBlock(_ catalogue: RecipeCatalogue, _ title: String) throws -> NewBlock {
    guard let recipe else { return NewBlock(named: title) }
    guard let known = catalogue.recipes.first(where: { $0.name == recipe }) else {
      let names = catalogue.recipes.map(\.name)
      let near = NearName.best(for: recipe, among: names).map { " Did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        .host, "There is no recipe '\(recipe)'; `dash new NAME --recipe list` lists them.\(near)")
    }
    return NewBlock(known)
  }

  private static func list(_ catalogue: RecipeCatalogue) {
    let width = catalogue.recipes.map(\.name.count).max() ?? 0
    for recipe in catalogue.recipes {
      let name = recipe.name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
      Output.print(name + recipe.summary.onOneLine.prefix(Terminal.width - width - 2))
    }
  }

  /// A folder that has something in it is somebody's.
  private static func make(_ folder: URL, named name: String) throws(CommandFailure) {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      let isEmpty =
        isFolder.boolValue && (try? files.contentsOfDirectory(atPath: folder.path))?.isEmpty == true
      guard isEmpty else {
        throw CommandFailure(.host, "'\(name)' exists already; choose another name.")
      }
      return
    }
    do { try files.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw CommandFailure(.host, "'\(name)' cannot be made: \(error.reason).")
    }
  }

  private static func write(_ text: String, to file: URL) throws(CommandFailure) {
    do { try Data(text.utf8).write(to: file, options: .withoutOverwriting) } catch {
      throw CommandFailure(
        .host, "\(file.path) cannot be written: \(error.reason).")
    }
  }

  /// An installed Dash has the annotations in its share folder; a checkout writes them beside the block.
  private func writeEditorFiles(in folder: URL, _ places: Places) throws {
    let installed = places.share.appending(path: "luals", directoryHint: .isDirectory)
    var library = installed.path
    if !FileManager.default.fileExists(atPath: installed.path) {
      library = ".luals"
      let own = folder.appending(path: library, directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      for file in LanguageServerText(try StdlibDocs(folder: places.stdlib)).files {
        try Self.write(file.text, to: own.appending(path: file.name))
      }
    }
    try Self.write(
      NewBlock.languageServer(library: library), to: folder.appending(path: ".luarc.json"))
  }
}
