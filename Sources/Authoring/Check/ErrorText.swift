import BlockModel

/// Texts of a result that are a server's refusal instead of data.
enum ErrorText {
  /// A refusal, when the rows hold texts and all of them are refusals.
  static func only(in data: JSONValue) -> String? {
    let lists = (data.object ?? [:]).values.compactMap(\.array).filter { !$0.isEmpty }
    var texts: Set<String> = []
    for value in lists.isEmpty ? [data] : lists.map(JSONValue.array) {
      texts.formUnion(value.texts)
    }
    texts = texts.filter { $0.contains(where: \.isLetter) && !$0.contains("://") }
    return texts.allSatisfy(isRefusal) ? texts.min() : nil
  }

  private static func isRefusal(_ text: String) -> Bool {
    guard text.count < 120 else { return false }
    return text.lowercased().wholeMatch(
      of:
        #/\W*(?:(?:http|error|status)? ?[45]\d\d\W+(?:bad|not|method|unauthori[sz]ed|forbidden|gone|too|internal|service|gateway)\b.*|(?:access denied|forbidden|unauthori[sz]ed|(?:page |file )?not found|rate limit exceeded|too many requests|service unavailable|bad gateway|gateway time-?out|internal server error|just a moment|request blocked|you have been blocked)\b.*)/#
    ) != nil
  }
}

extension JSONValue {
  /// All texts in it, at any depth.
  var texts: Set<String> {
    switch self {
    case .string(let text): [text]
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.texts) }
    case .object(let members): members.values.reduce(into: []) { $0.formUnion($1.texts) }
    case .null, .bool, .integer, .number: []
    }
  }
}
