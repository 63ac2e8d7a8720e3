import BlockModel
import BlockStore
import Foundation

/// A folder with the three files of a block: one that somebody wrote, or the working copy of a block.
struct BlockFolder {
  let url: URL
  /// As the person named it.
  let name: String
  /// The block whose working copy it is; `nil` for a folder.
  let block: BlockID?

  /// - Parameters:
  ///   - name: a folder, a file in one, or the id of a block.
  ///   - data: the data folder, where working copies are.
  init(_ name: String, data: URL) throws(CommandFailure) {
    if let folder = Self.written(name) {
      (url, self.name, block) = (folder, folder.relativePath, nil)
      return
    }
    guard let id = BlockID(name) else { throw Self.neither(name) }
    let copy = data.appending(path: "blocks/\(id)", directoryHint: .isDirectory)
    guard FileManager.default.fileExists(atPath: copy.path) else {
      throw CommandFailure(
        .host,
        "There is no folder and no block '\(name)'; `dash new \(name)` makes a folder, `dash list` shows the blocks."
      )
    }
    (url, self.name, block) = (copy, name, id)
  }

  /// The folder that a person names by its path, or by that of a file in it; `nil` when nothing is there.
  static func written(_ name: String) -> URL? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else { return nil }
    return isFolder.boolValue
      ? URL(filePath: name, directoryHint: .isDirectory)
      : URL(filePath: name).deletingLastPathComponent()
  }

  static func neither(_ name: String) -> CommandFailure {
    CommandFailure(
      .host, "'\(name)' is neither a folder nor a block id; `dash list` shows the blocks.")
  }

  /// The files as they are there now.
  func texts() throws(CommandFailure) -> BlockTexts {
    do throws(BlockFileProblem) { return try BlockTexts(folder: url) } catch {
      throw CommandFailure(error.kind, "\(path(of: error.name)): \(error.message).")
    }
  }

  /// A file of it as the person would name it.
  func path(of file: String) -> String {
    block == nil ? url.appending(path: file).relativePath : "\(name)/\(file)"
  }

  /// Writes what differs, each file whole or not at all.
  func write(_ texts: BlockTexts, over old: BlockTexts) throws(CommandFailure) {
    for (new, old) in zip(texts.named, old.named) where new.text != old.text {
      try FileReplacement.write(
        new.text, over: url.appending(path: new.name), named: path(of: new.name))
    }
  }
}

extension BlockFileProblem {
  /// A file that is there is its author's to mend.
  var kind: FailureKind {
    switch reason {
    case .missing, .noFile, .unreadable: .host
    case .tooLarge, .noText: name == BlockFiles.scriptName ? .scriptError : .specError
    }
  }
}
