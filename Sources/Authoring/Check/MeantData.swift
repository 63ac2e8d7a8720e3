import BlockModel

/// What the data mean: are they the source's, and as many and in the order the sentence asks for?
struct MeantData {
  let data: JSONValue
  let script: String
  let outcome: RunOutcome
  let expectation: Candidate.Expectation

  /// What looks as if it stood in another order than the sentence asks for: texts that were compared as
  /// texts.
  var oddOrder: CandidateFinding? {
    guard let violation = expectation.order?.violation(in: data), !violation.isSure else {
      return nil
    }
    if let chosen = violation.chosen {
      return CardLook.odd(
        "By '\(violation.field)', '\(chosen)' is not the first of '\(violation.list)' in the order of the sentence. Compare numbers and dates, not their texts.",
        "what is shown may not be the one you asked for")
    }
    return CardLook.odd(
      "'\(violation.list)' is not in the order of the sentence by '\(violation.field)'. Compare numbers and dates, not their texts, and mind the direction.",
      "the rows may not be in the order you asked for")
  }

  /// The first thing that is not as it was asked for.
  func finding(answers: () -> [String]) -> CandidateFinding? {
    let violation = expectation.order?.violation(in: data)
    if let violation, violation.isSure {
      return Self.wrong(
        .wrongOrder,
        "The wish asks for an order, but '\(violation.list)' is not sorted by '\(violation.field)'.",
        [
          "Sort '\(violation.list)' by '\(violation.field)' in the script, before rows are cut off."
        ],
        person: "the rows are not in the order you asked for")
    }
    guard expectation.needsSource else { return tooManyRows }
    if outcome.http.isEmpty {
      if showsAddresses { return tooManyRows }
      return Self.wrong(
        .noSource,
        "The script asks no source: its data are constants. Fetch them with http.get.",
        person: "its data are made up, not fetched")
    }
    if let refusal = ErrorText.only(in: data) {
      return Self.wrong(
        .errorText, "The data are an error message, “\(refusal.prefix(60))”.",
        ["Check the status of the answer and ask the right address; an error is not data."],
        person: "the source answers only “\(refusal.prefix(60))”")
    }
    if let text = Provenance(script: script, asked: outcome.http.map(\.url)).invention(
      in: data, answers: answers)
    {
      return Self.wrong(
        .invention,
        "Most rows do not come from the source, for example “\(text.prefix(60))”. Return what the source says, not constants.",
        person: "its data are made up, for example “\(text.prefix(60))”")
    }
    return tooManyRows
  }

  /// The addresses of the sentence are what is shown (bookmarks), and nothing stands beside them.
  private var showsAddresses: Bool {
    let texts = data.texts
    let rows = data.lists.reduce(0) { $0 + $1.rows.count }
    return !expectation.addresses.isEmpty && rows <= expectation.addresses.count
      && expectation.addresses.allSatisfy(texts.contains)
  }

  /// Only told: "top 5" may be said of each of several lists.
  private var tooManyRows: CandidateFinding? {
    let lists = data.lists
    guard let count = expectation.count, !lists.isEmpty,
      lists.allSatisfy({ $0.rows.count > count })
    else { return nil }
    let found = lists[0].rows.count
    return Self.wrong(
      .wrongCount, "The sentence asks for \(count), and '\(lists[0].name)' has \(found) rows.",
      person: "it shows \(found) rows instead of \(count)")
  }

  private static func wrong(
    _ kind: CandidateFinding.Kind, _ summary: String, _ issues: [String] = [], person: String
  ) -> CandidateFinding {
    CandidateFinding(
      kind, summary: summary, issues: issues, person: person, failure: .contractViolation)
  }
}
