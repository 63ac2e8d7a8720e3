import BlockModel
import Foundation

/// What a model may not do to make a block work again: each way of passing the gate without reading the source.
struct RepairLimits {
  let request: HealRequest

  /// The share of rows that a repair has to find again, list by list.
  private static let rowShare = 0.8

  /// What is wrong with a script before it runs; `nil` when nothing is.
  func problem(in script: String) -> String? {
    let old = LuaTokens(request.files.script).tokens
    let new = LuaTokens(script).tokens
    func count(_ word: String, _ tokens: [LuaTokens.Token]) -> Int {
      tokens.count { $0.text == word }
    }
    for word in ["pcall", "xpcall"] where count(word, new) > count(word, old) {
      return "it catches errors with \(word), so the next change would go unseen"
    }
    if count("or", new) > count("or", old) {
      return "it falls back from one reading to another, so the next change would go unseen"
    }
    if let host = addresses(new).subtracting(addresses(old)).sorted().first {
      return "it asks \(host), which the block does not ask now"
    }
    return constant(in: new, beside: Set(old.map(\.text)))
  }

  /// Rows that are not there any more although the block showed them a moment before.
  func problem(in data: JSONValue) -> String? {
    droppedRows(request.goodData, data, "")
  }

  private func droppedRows(_ old: JSONValue, _ new: JSONValue, _ path: String) -> String? {
    if let before = old.array, let after = new.array, before.count > 1,
      Double(after.count) < Self.rowShare * Double(before.count)
    {
      return
        "'\(path)' would have \(after.count) rows instead of \(before.count)"
    }
    guard let before = old.object, let after = new.object else { return nil }
    for (name, value) in before {
      guard let other = after[name] else { continue }
      let below = path.isEmpty ? name : path + "." + name
      if let problem = droppedRows(value, other, below) { return problem }
    }
    return nil
  }

  /// A value of the good data that the script writes down.
  private func constant(in tokens: [LuaTokens.Token], beside known: Set<String>) -> String? {
    var values: Set<String> = []
    func collect(_ value: JSONValue) {
      if let list = value.array {
        for element in list { collect(element) }
      } else if let object = value.object {
        for element in object.values { collect(element) }
      } else if let text = value.string {
        if text.count > 3 { values.insert(text) }
      } else if value.number != nil, value.json().count(where: \.isNumber) > 2 {
        values.insert(value.json())
      }
    }
    collect(request.goodData)
    let written = tokens.map(\.text).first { values.contains($0) && !known.contains($0) }
    return written.map { "it writes '\($0)' down instead of reading it" }
  }

  private func addresses(_ tokens: [LuaTokens.Token]) -> Set<String> {
    Set(
      tokens.filter { $0.kind == .string && $0.text.contains("://") }
        .compactMap { URLComponents(string: $0.text)?.host })
  }
}
