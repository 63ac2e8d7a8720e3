public import BlockModel

/// What a block that brings its own source answers to: the names of what it shows, and what a sentence
/// may say about it.
public struct Subject: Sendable {
  public var name: String
  /// What sentences call it, in any language.
  var names: [Name]
  /// Words that ask for nothing else than its card shows anyway: "today" of the weather.
  var soft: [[String]]
  /// What its rows are called, in English: "story".
  var rows: Set<String>
  public var params: [SubjectParam]
  /// The parameter that takes the address of the sentence.
  public var addressParam: String?
  /// How many rows it may show.
  var counts: ClosedRange<Int>?
  /// The order in which rows come: the newest, or what leads; `nil`: neither may be asked for.
  var isNewest: Bool
  /// A word too many, and something else is meant: "my tasks from Jira".
  var isStrict: Bool

  /// A name in one language.
  struct Name: Sendable {
    var words: [String]
    /// `en`
    var language: String
    /// Means it only together with a value, and with nothing left over: "time" in "time in Tokyo".
    var isWeak: Bool
  }

  /// Reads `subject` of a recipe.
  ///
  /// - Parameter counts: what its parameter `count` takes.
  /// - Throws: ``SubjectProblem`` with the member that is wrong.
  public init(
    _ name: String, _ json: JSONValue, addressParam: String? = nil, counts: ClosedRange<Int>? = nil
  ) throws(SubjectProblem) {
    self.name = name
    self.addressParam = addressParam
    self.counts = counts
    func phrases(_ member: String) -> [(language: String, words: [String])] {
      (json[member]?.object ?? [:]).flatMap { language, list in
        (list.array ?? []).compactMap(\.string).map { (language, Piece.words($0)) }
      }.filter { !$0.1.isEmpty }
    }
    names =
      phrases("names").map { Name(words: $0.words, language: $0.language, isWeak: false) }
      + phrases("weak").map { Name(words: $0.words, language: $0.language, isWeak: true) }
    soft = phrases("soft").map(\.words).sorted { $0.count > $1.count }
    rows = Set((json["rows"]?.array ?? []).compactMap(\.string))
    isStrict = json["strict"]?.bool ?? false
    isNewest = json["newest"]?.bool ?? false
    var params: [SubjectParam] = []
    for (param, reader) in json["readers"]?.object ?? [:] {
      params.append(try SubjectParam(param, reader))
    }
    self.params = params
    let known: Set = ["names", "weak", "soft", "rows", "strict", "newest", "readers"]
    if let unknown = json.object?.keys.first(where: { !known.contains($0) }) {
      throw SubjectProblem("the subject of \(name) has no member '\(unknown)'")
    }
  }
}

/// What is wrong with the description of a subject.
public struct SubjectProblem: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
