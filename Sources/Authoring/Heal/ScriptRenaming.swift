import BlockModel
import Foundation

/// A script in which names of the source were replaced, and nothing else.
struct RenamedScript {
  var text: String
  /// Lines that are different now, from 1.
  var lines: [Int] = []

  /// - Returns: `nil` when the script does not use one of the names.
  init?(_ script: String, _ renamings: [SourceRenaming]) {
    text = script
    for renaming in renamings {
      guard let changed = Self.apply(renaming, to: text), changed != text else { return nil }
      text = changed
    }
    lines = ScriptRepair.lines(script, text)
    if lines.isEmpty, text != script { return nil }
  }

  private static func apply(_ renaming: SourceRenaming, to script: String) -> String? {
    switch renaming.kind {
    case .key(let old, let new):
      renamed(old, to: new, in: script).flatMap { text in
        guard let reading = renaming.reading, let name = new.last else { return text }
        return text == script ? nil : RereadScript(text, key: name, reading)?.text
      }
    case .value(let name):
      renaming.reading.flatMap { RereadScript(script, key: name, $0)?.text }
    case .chain(let old, let new): moved(old, to: new, in: script)
    case .selector(let old, let new): selected(old, by: new, in: script)
    case .element(let old, let new): replaced(old, by: new, in: script)
    case .wrapper(let names): wrapped(in: names, script)
    case .mark(let old, let new): marked(old, to: new, in: script)
    }
  }

  /// `.price` and `["price"]` where they are read; a text that is nothing but the name where the new one is a
  /// single key.
  private static func renamed(_ old: String, to new: [String], in script: String) -> String? {
    guard new.allSatisfy(isPlain) else { return nil }
    let name = NSRegularExpression.escapedPattern(for: old)
    // What is assigned belongs to the script.
    let isRead = #"(?!\s*=[^=])"#
    var text = script
    if isIdentifier(old) {
      text = replace(
        #"(?<=[\w\])])\."# + name + #"\b"# + isRead, in: text, with: access(new))
    }
    text = replace(#"\[\s*(["'])"# + name + #"\1\s*\]"# + isRead, in: text, with: access(new))
    if new.count == 1 {
      text = replace(#"(?<![\w\[])(["'])"# + name + #"\1"#, in: text, with: "\"\(new[0])\"")
    }
    return text
  }

  /// `.meta.headline`, read in one go.
  private static func moved(_ old: [String], to new: [String], in script: String) -> String? {
    guard new.allSatisfy(isPlain) else { return nil }
    let steps = old.map { step in
      let name = NSRegularExpression.escapedPattern(for: step)
      return isIdentifier(step)
        ? #"(?:\."# + name + #"\b|\[\s*["']"# + name + #"["']\s*\])"#
        : #"\[\s*["']"# + name + #"["']\s*\]"#
    }
    return replace(
      #"(?<=[\w\])])"# + steps.joined() + #"(?!\s*=[^=])"#, in: script, with: access(new))
  }

  /// The first thing that is done with an answer is to step into the wrapper.
  private static func wrapped(in names: [String], _ script: String) -> String? {
    guard names.allSatisfy(isPlain) else { return nil }
    return replace(#":json\(\)"#, in: script, with: ":json()" + access(names))
  }

  private static func marked(_ old: String, to new: String, in script: String) -> String? {
    guard !new.isEmpty, new.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    else { return nil }
    let name = NSRegularExpression.escapedPattern(for: old)
    return replace(#"(?<=[.#])"# + name + #"(?![\w-])(?=[^"'\n]*["'])"#, in: script, with: new)
  }

  /// A part of a selector or of a path, where it stands alone in a text.
  private static func selected(_ old: String, by new: String, in script: String) -> String? {
    guard !new.isEmpty, new.allSatisfy({ $0.isLetter || $0.isNumber || "-_.#:".contains($0) })
    else { return nil }
    let tokens = LuaTokens(script).tokens.filter { $0.kind == .string }
    var bytes = Array(script.utf8)
    let name = NSRegularExpression.escapedPattern(for: old)
    for token in tokens.reversed() {
      let text = String(decoding: bytes[token.range], as: UTF8.self)
      let changed = replace("(?<![\\w.#-])" + name + "(?![\\w-])", in: text, with: new)
      if changed != text { bytes.replaceSubrange(token.range, with: Array(changed.utf8)) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A text that is nothing but the old selector.
  private static func replaced(_ old: String, by new: String, in script: String) -> String? {
    guard isPlain(new.replacing(">", with: "").replacing("#", with: "")) else { return nil }
    var bytes = Array(script.utf8)
    for token in LuaTokens(script).tokens.reversed()
    where token.kind == .string && token.text == old {
      bytes.replaceSubrange(token.range, with: Array(LuaText.quoted(new).utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func access(_ names: [String]) -> String {
    names.map { isIdentifier($0) ? "." + $0 : "[\"\($0)\"]" }.joined()
  }

  private static func replace(_ pattern: String, in text: String, with new: String) -> String {
    text.replacingOccurrences(
      of: pattern, with: NSRegularExpression.escapedTemplate(for: new), options: .regularExpression)
  }

  /// What a source calls things must not become code.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.count <= 80
      && name.allSatisfy { $0.isLetter || $0.isNumber || "_- .:@$/()%°".contains($0) }
  }

  private static let keywords: Set = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  private static func isIdentifier(_ name: String) -> Bool {
    name.first.map { $0 == "_" || ($0.isASCII && $0.isLetter) } == true && !keywords.contains(name)
      && name.allSatisfy { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
  }
}
