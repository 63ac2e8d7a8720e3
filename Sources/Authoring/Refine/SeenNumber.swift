import BlockModel
import Sketches

/// A number that a person saw at the source and misses on the card: "that is wrong, the page says
/// 1 299".
struct SeenNumber {
  /// As it was typed.
  let text: String
  /// Its digits alone.
  let digits: String

  /// `nil` when the sentence does not hold a number against what is shown.
  init?(_ sentence: String) {
    let words = Set(sentence.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init))
    guard !words.isDisjoint(with: Self.cues),
      let found = sentence.matches(of: #/\d(?:[\d.,'’ \u{A0}\u{202F}]*\d)?/#).map({ String($0.0) })
        .max(by: { $0.count(where: \.isNumber) < $1.count(where: \.isNumber) }),
      found.count(where: \.isNumber) >= 2
    else { return nil }
    text = found
    digits = Self.digits(found)
  }

  private static let cues: Set<String> = [
    "wrong", "incorrect", "says", "said", "should", "actually", "really", "not", "falsch", "stimmt",
    "steht", "sagt", "sollte", "faux", "fausse", "dit", "devrait", "mal", "incorrecto", "dice",
    "debería", "errado", "errada", "diz", "devia", "deveria", "sbagliato", "dovrebbe", "klopt",
    "zegt", "hoort",
  ]

  static func digits(_ text: String) -> String { text.filter { $0.isASCII && $0.isNumber } }

  /// Where it stands in data: `$.items[2].price = 1299`, at most eight places.
  func places(in value: JSONValue) -> [String] {
    var places: [String] = []
    walk(value, DataPath(), &places)
    return places
  }

  private func walk(_ value: JSONValue, _ path: DataPath, _ places: inout [String]) {
    guard places.count < 8, path.steps.count < 12 else { return }
    switch value {
    case .object(let members):
      for (key, member) in members { walk(member, path.appending(.key(key)), &places) }
    case .array(let elements):
      for (index, element) in elements.prefix(5_000).enumerated() {
        walk(element, path.appending(.index(index)), &places)
      }
    case .integer, .number:
      let text = value.json()
      let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      if Self.digits(whole) == digits { places.append("\(path) = \(text) (places from 0)") }
    case .string(let text):
      guard text.count < 400, text.contains(where: \.isNumber) else { return }
      let numbers = text.matches(of: #/\d(?:[\d.,'’ \u{A0}\u{202F}]*\d)?/#).map { String($0.0) }
      if numbers.contains(where: { Self.digits($0) == digits }) {
        places.append("\(path) = \(JSONValue.string(String(text.prefix(80))).json())")
      }
    case .null, .bool: return
    }
  }
}
