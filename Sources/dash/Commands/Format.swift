import ArgumentParser
import BlockModel
import Foundation
import LuaSource

/// Lays out the files of blocks, so that a difference between two of them is one of meaning.
struct Format: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Indent scripts and lay out the JSON of blocks.",
    discussion: """
      Takes folders, files (.lua, .json) and ids of blocks, whose working copies are laid out. Only white \
      space changes: comments, texts, numbers and the order of everything stay. The changed files are listed.
      Exit codes: 0 done, 1 with --check when a file would change, 20 a script and 23 a JSON file that \
      cannot be read as such, 30 a file that cannot be read or written at all.
      """)

  @Argument(help: "Folders, files, or ids of blocks.") var paths: [String]
  @OptionGroup var data: DataOption
  @Flag(help: "Change nothing, and only list what would change.") var check = false
  @Flag(help: "Print JSON.") var json = false

  /// A file to be laid out.
  private struct File {
    var url: URL
    /// As the person names it.
    var name: String
  }

  private enum Outcome {
    case same, changed
    case failed(CommandFailure)
  }

  func run() async throws {
    try await CommandFailure.reporting {
      var all: [(name: String, outcome: Outcome)] = []
      for path in paths {
        do throws(CommandFailure) {
          for file in try files(of: path) { all.append((file.name, laidOut(file))) }
        } catch {
          all.append((path, .failed(error)))
        }
      }
      if json { showJSON(all) } else { show(all) }
      for case (_, .failed(let failure)) in all { throw ExitCode(failure.kind.exitCode) }
      let changes = all.contains { if case .changed = $0.outcome { true } else { false } }
      if check, changes { throw ExitCode.failure }
    }
  }

  private func files(of path: String) throws(CommandFailure) -> [File] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      guard path.hasSuffix(".lua") || path.hasSuffix(".json") else {
        throw CommandFailure(
          .host, "\(path) is neither .lua nor .json; `dash fmt` lays out scripts and JSON.")
      }
      return [File(url: URL(filePath: path), name: path)]
    }
    let folder = try BlockFolder(path, data: data.folder)
    let names = [
      BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName, BlockTest.fileName,
    ]
    let files = names.map {
      File(url: folder.url.appending(path: $0), name: folder.path(of: $0))
    }.filter { FileManager.default.fileExists(atPath: $0.url.path) }
    guard !files.isEmpty else {
      throw CommandFailure(
        .host, "\(path) has no file of a block; `dash new` makes a folder that has them.")
    }
    return files
  }

  private func laidOut(_ file: File) -> Outcome {
    do throws(CommandFailure) {
      let old = try text(of: file)
      let new = try laidOut(old, file)
      guard new != old else { return .same }
      if !check { try FileReplacement.write(new, over: file.url, named: file.name) }
      return .changed
    } catch {
      return .failed(error)
    }
  }

  private func laidOut(_ text: String, _ file: File) throws(CommandFailure) -> String {
    guard file.url.pathExtension == "lua" else {
      if let laid = JSONLayout.applied(to: text) { return laid }
      throw CommandFailure(
        .specError, "\(file.name) is not valid JSON; `dash check` says where, and what to write.")
    }
    do throws(LuaSyntaxProblem) { return try LuaIndentation.applied(to: text) } catch {
      let before = text.utf8.prefix(error.offset)
      let column = before.reversed().prefix { $0 != 10 }.count + 1
      throw CommandFailure(
        .scriptError,
        "\(file.name):\(before.count { $0 == 10 } + 1):\(column): \(error.message); nothing in it was changed."
      )
    }
  }

  private func text(of file: File) throws(CommandFailure) -> String {
    // A pipe or a device would never end.
    let target = file.url.resolvingSymlinksInPath()
    let facts = try? target.resourceValues(forKeys: [.isRegularFileKey])
    guard facts?.isRegularFile == true, let bytes = try? Data(contentsOf: target) else {
      throw CommandFailure(.host, "\(file.name) cannot be read; check its path and permissions.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(.host, "\(file.name) is not a text in UTF-8; save it as one.")
    }
    return text
  }

  // MARK: Telling

  private func show(_ all: [(name: String, outcome: Outcome)]) {
    var changed = 0
    for (name, outcome) in all {
      switch outcome {
      case .same: break
      case .changed:
        changed += 1
        Output.print(name)
      case .failed(let failure): Output.problem(failure.description)
      }
    }
    let files = "\(changed) of \(all.count) \(all.count == 1 ? "file" : "files")"
    Output.note(check ? "\(files) would change" : "\(files) changed")
  }

  private func showJSON(_ all: [(name: String, outcome: Outcome)]) {
    let list = all.map { name, outcome -> JSONValue in
      switch outcome {
      case .same: ["path": .string(name), "changed": false]
      case .changed: ["path": .string(name), "changed": true]
      case .failed(let failure):
        ["path": .string(name), "changed": false, "message": .string(failure.description)]
      }
    }
    Output.print(JSONValue.array(list).json(.pretty))
  }
}
