import BlockModel
import Foundation

/// Do the rows of a result come from what the sources answered?
///
/// A row is invented when everything in it stands as a constant in the script, and a text of it in no
/// answer. Whatever a script computes, rounds or formats is no constant, and a label beside a value
/// of the source is no invention, so honest blocks pass.
struct Provenance {
  /// Share of the rows that must hold something of the source.
  static let minimumShare = 0.6
  /// Fewer invented rows, or texts of a result without rows, are labels.
  static let minimumRows = 2
  static let minimumTexts = 3
  /// Characters of the answers that are searched.
  private static let maximumCharacters = 4_000_000

  private let constants: [String]
  private let numbers: Set<String>
  /// Addresses that were asked: a row that names one tells of it.
  private let asked: Set<String>
  /// The script looks whether its requests were answered.
  private let readsStates: Bool

  init(script: String, asked: [String] = []) {
    self.asked = Set(asked)
    let tokens = LuaTokens(script).tokens
    readsStates = zip(tokens, tokens.dropFirst()).contains { before, token in
      token.kind == .name
        && (before.is(".") && ["ok", "status", "error"].contains(token.text)
          || token.text == "pcall")
    }
    constants = tokens.filter { $0.kind == .string }.map { Self.plain($0.text) }
    numbers = Set(
      tokens.filter { $0.kind == .number }.map(\.text)
        + constants.flatMap { $0.split(separator: " ").map(String.init) })
  }

  /// An invented text when too many rows are; `nil` when the result is honest.
  ///
  /// - Parameter answers: addresses and bodies of everything that was fetched; asked for only when
  ///   there is a suspicion, because they are long.
  func invention(in data: JSONValue, answers: () -> [String]) -> String? {
    let lists = Self.lists(in: data)
    let rows = lists.isEmpty ? [data] : lists.flatMap(\.self)
    let suspects = rows.enumerated().compactMap { constantTexts(of: $0.element, at: $0.offset + 1) }
    guard isTooMuch(suspects, of: rows.count, hasRows: !lists.isEmpty) else { return nil }
    let source = Self.plain(
      String(answers().joined(separator: " ").prefix(Self.maximumCharacters)))
    let invented = suspects.filter { texts in
      !texts.contains { source.contains(Self.plain($0)) }
    }
    guard isTooMuch(invented, of: rows.count, hasRows: !lists.isEmpty) else { return nil }
    return invented.first?.first
  }

  private func isTooMuch(_ invented: [[String]], of count: Int, hasRows: Bool) -> Bool {
    guard hasRows else { return (invented.first?.count ?? 0) >= Self.minimumTexts }
    return invented.count >= Self.minimumRows
      && Double(count - invented.count) < Self.minimumShare * Double(count)
  }

  /// The texts of a row in which everything is constant and at least one text says something.
  private func constantTexts(of row: JSONValue, at position: Int) -> [String]? {
    var texts: [String] = []
    for value in Self.scalars(of: row) {
      switch value {
      case .string(let text):
        let plain = Self.plain(text)
        if asked.contains(text) || readsStates && Self.isState(plain) { return nil }
        guard isConstant(plain) else { return nil }
        if plain.count > 3, plain.contains(where: \.isLetter), !text.contains("://") {
          texts.append(text)
        }
      case .integer(let number) where number == position: continue
      case .integer, .number:
        guard numbers.contains(value.json().trimming { $0 == "-" }) else { return nil }
      case .null, .bool, .array, .object: continue
      }
    }
    return texts.isEmpty ? nil : texts
  }

  private static let states: Set<String> = [
    "up", "down", "ok", "works", "working", "fails", "failed", "online", "offline", "reachable",
    "unreachable", "not reachable", "available", "unavailable", "not available", "healthy",
    "answers",
    "no answer", "does not answer", "error", "läuft", "erreichbar", "nicht erreichbar", "gestört",
    "en ligne", "hors ligne", "en línea", "caído", "caída", "no disponible", "disponible",
    "indisponible", "disponível", "indisponível", "raggiungibile", "irraggiungibile", "bereikbaar",
    "onbereikbaar",
  ]

  /// What a script says of an address that it asked: `HTTP 200`, `up`.
  private static func isState(_ plain: String) -> Bool {
    states.contains(plain) || plain.wholeMatch(of: #/(?:http )?[1-5]\d\d(?: [a-z ]+)?/#) != nil
  }

  /// Does the text, or each word of it, stand in the script?
  private func isConstant(_ plain: String) -> Bool {
    if constants.contains(where: { $0.contains(plain) }) { return true }
    let words = plain.split(separator: " ").filter { $0.contains(where: \.isLetter) }
    return words.allSatisfy { word in constants.contains { $0.contains(word) } }
  }

  private static func lists(in data: JSONValue) -> [[JSONValue]] {
    switch data {
    case .array(let rows): rows.isEmpty ? [] : [rows]
    case .object(let members): members.values.flatMap { lists(in: $0) }
    case .null, .bool, .integer, .number, .string: []
    }
  }

  private static func scalars(of value: JSONValue) -> [JSONValue] {
    switch value {
    case .array(let elements): elements.flatMap { scalars(of: $0) }
    case .object(let members): members.values.flatMap { scalars(of: $0) }
    case .null, .bool, .integer, .number, .string: [value]
    }
  }

  /// Lower case letters and digits with single spaces; escapes of JSON, HTML and Lua and all markup
  /// are gone.
  private static func plain(_ text: String) -> String {
    var words = ""
    var isApart = true
    for character in PlainText.of(text).lowercased() {
      if character.isLetter || character.isNumber {
        words.append(character)
        isApart = false
      } else if !isApart, character != "'", character != "’" {
        words.append(" ")
        isApart = true
      }
    }
    return words.trimmingEnd { $0 == " " }
  }
}
