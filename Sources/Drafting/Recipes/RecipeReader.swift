import BlockModel
import Foundation

/// How one parameter of a recipe is read from a sentence; declared in `recipe.json`.
struct RecipeReader: Sendable {
  enum Kind: String, Sendable {
    /// The words behind "in", "of" … up to a word that begins something else.
    case text
    /// Like a text, but a name: not "my living room".
    case place
    /// All that stands behind a colon or "with".
    case rest
    /// "24 December", "3 May 2027", "2027-05-03", or a day with a name.
    case date
    /// "above 4.5", or the number in front of the unit.
    case number
    /// Words of a table stand for values.
    case ids
    /// Cities with a time zone, each a clock of the card.
    case clocks
  }

  var param: String
  var kind: Kind
  /// Words in front of a text, the best first.
  var after: [String]
  /// Values by the words for them.
  var table: [String: String]
  /// What counts as a value by itself.
  var pattern: String?
  /// Several values are joined with commas.
  var isList: Bool
  /// The noun behind a number: "days".
  var unit: String?
  /// The parameter that takes the words of a day, when nothing says what the day is for.
  var label: String?
  /// What to say when the sentence names something that cannot be read.
  var ask: String?

  init(_ param: String, _ json: JSONValue) throws(RecipeProblem) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init) else {
      throw RecipeProblem("the reader of '\(param)' has no known kind")
    }
    self.param = param
    self.kind = kind
    after = json["after"]?.array?.compactMap(\.string) ?? ["in", "for", "of", "to", "about"]
    table = (json["table"]?.object ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.string }
    pattern = json["pattern"]?.string
    isList = json["list"]?.bool ?? false
    unit = json["unit"]?.string
    label = json["label"]?.string
    ask = json["ask"]?.string
  }
}

/// What is wrong with a recipe's folder.
struct RecipeProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
