import BlockModel
import Egress
import Foundation

/// Something that sources do to their readers, done to a recorded answer.
struct SourceMutation {
  /// What happened, as a clause: `'title' is renamed`.
  var name: String
  var status = 200
  var mediaType: String?
  var body: [UInt8]

  /// Keys, classes and columns that are changed, at most.
  private static let maximumNames = 4
  private static let challenge = """
    <html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>
    """
  private static let login = "<html><body><form>Sign in to continue</form></body></html>"

  /// Everything that may happen to an answer that a script reads.
  static func all(of answer: RecordedAnswer, script: String) -> [SourceMutation] {
    changed(answer, script) + [
      SourceMutation(
        name: "a sign-in page is in its place", mediaType: "text/html",
        body: Array(login.utf8)),
      SourceMutation(
        name: "a page that keeps bots out", status: 403, mediaType: "text/html",
        body: Array(challenge.utf8)),
      SourceMutation(name: "the source is asked too often", status: 429, body: []),
      SourceMutation(name: "the source is broken", status: 503, body: []),
      SourceMutation(name: "the address is gone", status: 404, body: []),
      SourceMutation(
        name: "the answer breaks off", body: Array(answer.body.prefix(answer.body.count / 2))),
    ]
  }

  private static func changed(_ answer: RecordedAnswer, _ script: String) -> [SourceMutation] {
    let tokens = LuaTokens(script).tokens
    if let json = try? JSONValue(parsing: answer.body), json.array != nil || json.object != nil {
      let names = Set(tokens.map(\.text))
      return of(json, names)
    }
    let text = String(decoding: answer.body, as: UTF8.self)
    if answer.mediaType.contains("csv") { return columns(text, Set(tokens.map(\.text))) }
    return marks(text, tokens.filter { $0.kind == .string }.map(\.text))
  }

  // MARK: JSON

  private static func of(_ json: JSONValue, _ names: Set<String>) -> [SourceMutation] {
    var keys: [String] = []
    collect(json, names, &keys)
    var mutations: [SourceMutation] = []
    func add(_ name: String, _ changed: JSONValue) {
      guard changed != json else { return }
      mutations.append(SourceMutation(name: name, body: Array(changed.json().utf8)))
    }
    for key in keys.prefix(maximumNames) {
      add("'\(key)' is renamed", json.mapped(key) { ("\(key)_v2", $0) })
      add("'\(key)' is inside an object", json.mapped(key) { (key, ["value": $0]) })
      add("'\(key)' is null", json.mapped(key) { (key, $0.array == nil ? .null : $0) })
      add(
        "'\(key)' is a text with a unit",
        json.mapped(key) { (key, $0.number == nil ? $0 : .string($0.json() + " EUR")) })
      add(
        "'\(key)' is given in hundredths",
        json.mapped(key) { key, value in
          guard let number = value.number, abs(number) < 1e9 else { return (key, value) }
          return (key, .number((number * 100).rounded()))
        })
    }
    add("everything is wrapped in an object", ["data": json])
    add("only half of the rows are left", json.withRows { Array($0.prefix(($0.count + 1) / 2)) })
    add("no rows are left", json.withRows { _ in [] })
    return mutations
  }

  /// Keys that the script names, in the order of the answer.
  private static func collect(_ json: JSONValue, _ names: Set<String>, _ keys: inout [String]) {
    if let first = json.array?.first { return collect(first, names, &keys) }
    for (key, value) in json.object ?? [:] {
      if names.contains(key), !keys.contains(key) { keys.append(key) }
      collect(value, names, &keys)
    }
  }

  // MARK: Tables and pages

  private static func columns(_ text: String, _ names: Set<String>) -> [SourceMutation] {
    let end = text.firstIndex(where: \.isNewline) ?? text.endIndex
    let header = text[..<end]
    let columns = header.split { ",;\t|".contains($0) }
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}")) }
      .filter(names.contains)
    return columns.prefix(maximumNames).map { column in
      SourceMutation(
        name: "the column '\(column)' is renamed",
        body: Array((header.replacing(column, with: column + "_v2") + text[end...]).utf8))
    } + [SourceMutation(name: "no rows are left", body: Array((header + "\n").utf8))]
  }

  private static func marks(_ text: String, _ selectors: [String]) -> [SourceMutation] {
    var names: [String] = []
    for selector in selectors {
      for match in selector.matches(of: #/[.#]([A-Za-z_][\w-]*)/#)
      where !names.contains(String(match.1)) {
        names.append(String(match.1))
      }
    }
    let known = names.filter { renamed([$0], in: text) != text }.prefix(maximumNames)
    var mutations = known.map { name in
      SourceMutation(
        name: "the class '\(name)' is renamed", body: Array(renamed([name], in: text).utf8))
    }
    if known.count > 1 {
      mutations.append(
        SourceMutation(
          name: "all its classes are renamed", body: Array(renamed(Array(known), in: text).utf8)))
    }
    return mutations
  }

  /// A page with other classes and ids, and with the same words.
  private static func renamed(_ names: [String], in text: String) -> String {
    let names = names.map(NSRegularExpression.escapedPattern).joined(separator: "|")
    return text.replacing(#/(\s(?:class|id)\s*=\s*)("[^"<>]*"|'[^'<>]*')/#) { match in
      match.1
        + match.2.replacingOccurrences(
          of: "(?<![\\w-])(?:\(names))(?![\\w-])", with: "x-$0", options: .regularExpression)
    }
  }
}

extension JSONValue {
  /// Every member of a name replaced, wherever it stands.
  fileprivate func mapped(
    _ key: String, _ change: (JSONValue) -> (String, JSONValue)
  ) -> JSONValue {
    mapped(key) { _, value in change(value) }
  }

  fileprivate func mapped(
    _ key: String, _ change: (String, JSONValue) -> (String, JSONValue)
  ) -> JSONValue {
    if let list = array { return .array(list.map { $0.mapped(key, change) }) }
    guard let object else { return self }
    var changed: JSONObject = [:]
    for (name, value) in object {
      let (new, other) = name == key ? change(name, value) : (name, value.mapped(key, change))
      changed[new] = other
    }
    return .object(changed)
  }

  /// Its lists of objects, changed.
  fileprivate func withRows(_ change: ([JSONValue]) -> [JSONValue]) -> JSONValue {
    if let list = array {
      return .array(list.first?.object == nil ? list : change(list))
    }
    guard let object else { return self }
    return .object(object.mapValues { $0.withRows(change) })
  }
}
