import BlockModel

/// How one parameter of a subject is read from a sentence.
public struct SubjectParam: Sendable {
  enum Kind: String, Sendable {
    /// Words behind a preposition, or beside the name: "papers about tiny models", "bitcoin news".
    case text
    /// The name of a place: not "my living room".
    case place
    /// A country, by its name or its two letters, which are the value.
    case country
    /// All that stands behind a colon or a word for it: "note: buy milk".
    case rest
    /// A day, and what it is for.
    case date
    /// "above 4.5", "200 points".
    case number
    /// Words of a table stand for values; or what a pattern fits.
    case choice
    /// Cities with a time zone.
    case clocks
  }

  public var name: String
  var kind: Kind
  /// Words for values, the longest first.
  var table: [(words: [String], value: String)]
  /// What counts as a value by itself, typed without a space.
  var pattern: String?
  /// Several values are joined with commas.
  var isList: Bool
  /// A value alone means the subject: "bitcoin".
  var isName: Bool
  /// A text may stand beside the name, without a preposition.
  var isBeside: Bool
  /// Countries are named as in English, whatever the language of the sentence.
  var isEnglish: Bool
  /// Words that may introduce a text; any preposition when there are none.
  var after: [[String]]
  /// What a number measures, in any language: "points".
  var units: Set<String>
  /// A number of days: "for 3 days".
  var isDays: Bool
  /// "more than 200" of whole numbers begins at 201.
  var isWhole: Bool
  /// The parameter that takes what a day is for.
  var label: String?
  /// Without it there is no block.
  var isNeeded: Bool
  /// What to say when it is missing.
  var ask: String?

  init(_ name: String, _ json: JSONValue) throws(SubjectProblem) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init) else {
      throw SubjectProblem("the reader of '\(name)' has no known kind")
    }
    self.name = name
    self.kind = kind
    table = (json["table"]?.object ?? [:]).compactMap { words, value in
      value.string.map { (Piece.words(words), $0) }
    }.filter { !$0.0.isEmpty }.sorted { ($0.0.count, $0.1) > ($1.0.count, $1.1) }
    pattern = json["pattern"]?.string
    isList = json["list"]?.bool ?? false
    isName = json["names"]?.bool ?? false
    isBeside = json["beside"]?.bool ?? (kind == .place)
    isEnglish = json["english"]?.bool ?? false
    after = (json["after"]?.array ?? []).compactMap { $0.string.map { Piece.words($0) } }
    units = Set((json["units"]?.array ?? []).compactMap(\.string).flatMap { Piece.words($0) })
    isDays = json["days"]?.bool ?? false
    isWhole = json["whole"]?.bool ?? false
    label = json["label"]?.string
    isNeeded = json["needed"]?.bool ?? false
    ask = json["ask"]?.string
    let known: Set = [
      "kind", "table", "pattern", "list", "names", "beside", "english", "after", "units", "days",
      "whole",
      "label", "needed", "ask",
    ]
    if let unknown = json.object?.keys.first(where: { !known.contains($0) }) {
      throw SubjectProblem("the reader of '\(name)' has no member '\(unknown)'")
    }
  }
}
