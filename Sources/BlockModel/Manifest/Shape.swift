/// What a value in `block.json` may be.
///
/// One tree of shapes (``ManifestTable``) is the reader, the JSON Schema and the reference.
indirect enum Shape: Sendable {
  /// Any JSON, kept as written.
  case any
  case flag
  case number
  case integer(ClosedRange<Int>)
  /// A text of so many characters.
  case text(ClosedRange<Int>)
  /// A text with a form of its own, like `10m`.
  case form(TextForm)
  case word([String])
  /// - Parameter key: the member that no two elements may have in common.
  case list(Shape, count: ClosedRange<Int>, key: String? = nil)
  case object(ObjectShape)
  /// The first whose kind of JSON the value has.
  case either([Shape])

  /// "a whole number 1…300", "a list"
  var words: String {
    switch self {
    case .any: "a value"
    case .flag: "true or false"
    case .number: "a number"
    case .integer(let range): "a whole number \(range.lowerBound)…\(range.upperBound)"
    case .text(let range): "a text of \(range.lowerBound)…\(range.upperBound) characters"
    case .form(let form): form.words
    case .word(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .list(let element, _, _): "a list of \(element.plural)"
    case .object(let object): object.example.map { "an object like \($0)" } ?? "an object"
    case .either(let shapes): shapes.map(\.words).joined(separator: " or ")
    }
  }

  private var plural: String {
    switch self {
    case .text, .word: "texts"
    case .form(let form): form.plural
    case .number, .integer: "numbers"
    case .object(let object): object.example.map { "objects like \($0)" } ?? "objects"
    case .either(let shapes): shapes.map(\.plural).joined(separator: " or ")
    case .any, .flag, .list: "values"
    }
  }

  /// The word of JSON for it, as ``JSONValue/kindName``.
  var kindName: String? {
    switch self {
    case .any, .either: nil
    case .flag: "boolean"
    case .number, .integer: "number"
    case .text, .form, .word: "string"
    case .list: "list"
    case .object: "object"
    }
  }
}

/// The members of an object and the rules between them.
struct ObjectShape: Sendable {
  var members: [Member]
  /// A short object that is right, for messages.
  var example: String?
  /// Passed over as a whole when any part of it is not understood, because the rest would then say
  /// something else.
  var isWhole = false
  /// Any other member is right, too.
  var isOpen = false
  /// What members must be to each other.
  var rules: @Sendable (inout ObjectReading) -> Void = { _ in }
}

/// One member of an object in `block.json`.
struct Member: Sendable {
  var name: String
  var shape: Shape
  /// One sentence for the reference and the schema.
  var summary: String
  var isRequired = false
  /// Without it the object means nothing: a wrong value drops the object.
  var isEssential = false
  /// What an absent member means.
  var standard: JSONValue?

  init(
    _ name: String, _ shape: Shape, _ summary: String, isRequired: Bool = false,
    isEssential: Bool = false, standard: JSONValue? = nil
  ) {
    self.name = name
    self.shape = shape
    self.summary = summary
    self.isRequired = isRequired
    self.isEssential = isEssential || isRequired
    self.standard = standard
  }
}
