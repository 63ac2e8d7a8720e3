import BlockModel

/// What a script names of its source: keys, columns, and what it selects by.
struct ScriptNames {
  /// All names and texts of the script: a key that is among them may be read.
  let words: Set<String>
  /// Classes, ids and attributes of its selectors: `.story`, `#main`, `@data-id`.
  let marks: Set<String>
  /// Marks that stand in one selector with other ones: `.open` of `.incident.open`.
  private let beside: [String: Set<String>]

  init(_ script: String) {
    let tokens = LuaTokens(script).tokens
    var (words, marks) = (Set(tokens.map(\.text)), Set<String>())
    var beside: [String: Set<String>] = [:]
    for token in tokens where token.kind == .string && !token.text.contains("://") {
      words.formUnion(
        token.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.map(String.init)
      )
      for compound in token.text.split(whereSeparator: { " >+~,".contains($0) }) {
        let found = Set(
          compound.matches(of: #/([.#])([A-Za-z_][\w-]*)/#).map { "\($0.1)\($0.2)" }
            + compound.matches(of: #/\[([A-Za-z][\w-]*)/#).map { "@\($0.1)" })
        marks.formUnion(found)
        for mark in found { beside[mark, default: []].formUnion(found.subtracting([mark])) }
      }
    }
    self.words = words
    self.marks = marks
    self.beside = beside
  }

  /// Does the script select by both on one element?
  func joins(_ mark: String, with other: String) -> Bool { beside[mark]?.contains(other) ?? false }
}

/// What a block showed of its source, to be looked for in an answer of now.
struct ShownValues {
  /// Without what chance repeats.
  private let values: [String]

  private static let maximumValues = 60
  private static let shortest = 4
  /// The share of them that has to be found.
  private static let enough = 0.5

  init(_ rows: [JSONValue]) {
    var values: [String] = []
    func collect(_ value: JSONValue) {
      guard values.count < Self.maximumValues else { return }
      if let text = value.string {
        let text = Self.folded(text)
        if text.count >= Self.shortest, !text.contains("://"), !values.contains(text) {
          values.append(text)
        }
      } else if let number = value.number, value.json().count(where: \.isNumber) >= Self.shortest {
        values.append(JSONValue.number(number).json())
      }
      for element in value.array ?? [] { collect(element) }
      for member in (value.object ?? [:]).values { collect(member) }
    }
    for row in rows { collect(row) }
    self.values = values
  }

  static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  func isMostly(in texts: Set<String>) -> Bool {
    !values.isEmpty
      && Double(values.count { texts.contains($0) }) >= Self.enough * Double(values.count)
  }

  func holdsOne(of others: [JSONValue]) -> Bool {
    others.contains { value in
      Self.text(of: value).map(values.contains) ?? false
    }
  }

  /// A text or a number, as it is looked for.
  private static func text(of value: JSONValue) -> String? {
    value.string.map(folded) ?? value.number.map { JSONValue.number($0).json() }
  }

  /// What was shown stands where the script does not read; `nil` when it stands nowhere, or where the script reads.
  func unreadPlace(in json: JSONValue, _ names: ScriptNames) -> String? {
    var (unread, read): ([String: String], Set<String>) = ([:], [])
    func walk(_ value: JSONValue, _ stranger: String?, _ depth: Int) {
      guard depth < 12 else { return }
      if let text = Self.text(of: value) {
        if let stranger { unread[text] = stranger } else { read.insert(text) }
      }
      for element in value.array ?? [] { walk(element, stranger, depth + 1) }
      let isMap = value.isMap
      for (name, member) in value.object ?? [:] {
        let isRead = isMap || names.words.contains(name)
        walk(member, stranger ?? (isRead ? nil : name), depth + 1)
      }
    }
    walk(json, nil, 0)
    guard !isMostly(in: read), isMostly(in: Set(unread.keys)) else { return nil }
    let name = values.lazy.compactMap { unread[$0] }.first ?? ""
    return "what was shown is in '\(name)', which the script does not read"
  }
}
