import BlockModel
import BlockUI

/// A `block.json` with the places of its members.
struct ManifestText {
  let file: FileText
  private let text: String
  private let map: SourceMap
  private let json: JSONValue

  init(_ text: String) {
    self.text = text
    file = FileText(BlockFiles.manifestName, text)
    map = SourceMap(text, records: true)
    json = (try? JSONValue(parsing: text)) ?? .null
  }

  /// Where a member stands, or the nearest thing around it.
  func place(_ pointer: String) -> (line: Int, column: Int)? {
    map.offset(of: pointer).map { map.place(of: $0) }
  }

  /// The elements of a list of texts, as they are written; empty when there is no such list.
  func texts(_ section: String, _ list: String) -> [String] {
    (json[section]?[list]?.array ?? []).map { $0.string ?? "" }
  }

  /// Takes an element out of a list.
  func leavingOut(_ pointer: String, _ what: String) -> FileFix? {
    JSONPatching.applied(["op": "remove", "path": .string(pointer)], to: text).flatMap {
      FileFix("leave \(what) out", in: file, rewritten: $0)
    }
  }
}
