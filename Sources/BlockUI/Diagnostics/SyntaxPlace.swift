import BlockModel

/// Ties issues to lines and columns of the text.
enum SyntaxPlace {
  /// A text that is not JSON, with the place and an excerpt.
  static func issue(in text: String, _ error: JSONParseError?) -> SpecIssue {
    let map = SourceMap(text, records: false)
    var issue = SpecIssue(.json, at: "", error?.description ?? "not valid JSON")
    if let failure = map.failure {
      let place = map.place(of: failure)
      issue.line = place.line
      issue.column = place.column
      if let explanation = map.explanation { issue.message = explanation }
      issue.message += " (near: \(map.excerpt(around: failure)))"
    }
    return issue
  }

  static func duplicateKeys(in text: String) -> [SpecIssue] {
    let map = SourceMap(text, records: false)
    guard !map.duplicates.isEmpty else { return [] }
    return SourceMap(text, records: true).duplicates.map { duplicate in
      let place = map.place(of: duplicate.offset)
      var issue = SpecIssue(
        .json, at: duplicate.pointer,
        "the key '\(JSONPointer.parts(duplicate.pointer).last ?? "")' is there twice in one object")
      issue.line = place.line
      issue.column = place.column
      return issue
    }
  }

  /// The issues with line and column, in document order.
  static func located(_ issues: [SpecIssue], in text: String) -> [SpecIssue] {
    let map = SourceMap(text, records: true)
    let located = issues.map { issue -> (offset: Int, issue: SpecIssue) in
      let offset = map.offset(of: issue.at)
      var issue = issue
      if let offset, issue.line == nil {
        let place = map.place(of: offset)
        issue.line = place.line
        issue.column = place.column
      }
      return (offset ?? .max, issue)
    }
    return located.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element.issue)
  }
}
