import BlockModel

/// The places where a script reads a value of its source: `hit.points`, `row["title"]`,
/// `page:first(".price"):text()`.
struct ScriptReads {
  struct Read: Hashable {
    /// The key, or the classes and ids of the selector.
    var names: [String]
    /// The bytes of the whole expression.
    var range: Range<Int>
    /// What is read is a text of a page.
    var isText: Bool
  }

  /// `price = …`: a value that the script gives a name.
  struct Assignment: Hashable {
    var name: String
    /// The bytes behind the sign.
    var range: Range<Int>
  }

  private(set) var reads: [Read] = []
  private(set) var assignments: [Assignment] = []

  private let tokens: [LuaTokens.Token]

  init(_ script: String) {
    tokens = LuaTokens(script).tokens
    for place in tokens.indices {
      if let read = key(at: place) ?? element(at: place) { reads.append(read) }
      if let assignment = assignment(at: place) { assignments.append(assignment) }
    }
  }

  private func isAt(_ place: Int, _ symbol: String) -> Bool {
    tokens.indices.contains(place) && tokens[place].is(symbol)
  }

  // MARK: Reads

  /// `.name` or `["name"]` behind a value, unless something is assigned to it or called by it.
  private func key(at place: Int) -> Read? {
    let (name, last): (String, Int)
    if isAt(place, "."), place + 1 < tokens.count, tokens[place + 1].kind == .name {
      (name, last) = (tokens[place + 1].text, place + 1)
    } else if isAt(place, "["), isAt(place + 2, "]"), tokens[place + 1].kind == .string {
      (name, last) = (tokens[place + 1].text, place + 2)
    } else {
      return nil
    }
    guard place > 0, let start = start(ofValueEndingAt: place - 1), !isAt(last + 1, "="),
      !isAt(last + 1, "(")
    else { return nil }
    return Read(
      names: [name], range: tokens[start].range.lowerBound..<tokens[last].range.upperBound,
      isText: false)
  }

  /// `:text()`, `:attr("href")` or `:text_of("name")`, behind something that selects.
  private func element(at place: Int) -> Read? {
    guard isAt(place, ":"), place > 0, isAt(place + 2, "("),
      ["text", "attr", "text_of"].contains(tokens[place + 1].text),
      let last = close(of: place + 2), let start = start(ofValueEndingAt: place - 1)
    else { return nil }
    let texts = tokens[start...last].filter { $0.kind == .string }
    guard let selector = tokens[place + 1].text == "text_of" ? texts.last : texts.first else {
      return nil
    }
    var names = selector.text.matches(of: #/[.#]([A-Za-z_][\w-]*)/#).map { String($0.1) }
    if names.isEmpty { names = [String(selector.text.split(separator: " ").last ?? "")] }
    return Read(
      names: names, range: tokens[start].range.lowerBound..<tokens[last].range.upperBound,
      isText: true)
  }

  // MARK: Assignments

  private func assignment(at place: Int) -> Assignment? {
    guard tokens[place].kind == .name, isAt(place + 1, "="), place + 2 < tokens.count, place > 0
    else { return nil }
    let before = tokens[place - 1]
    let isField = before.is("{") || before.is(",") || before.is(";")
    guard isField || before.is("local") || before.is(".") else { return nil }
    var depth = 0
    var end = place + 2
    while end < tokens.count {
      let token = tokens[end]
      if depth == 0 {
        if token.is(",") || token.is(";") || token.is("}") { break }
        if !isField, token.line > tokens[end - 1].line, end > place + 2 { break }
      }
      if token.is("(") || token.is("{") || token.is("[") { depth += 1 }
      if token.is(")") || token.is("}") || token.is("]") { depth -= 1 }
      if depth < 0 || token.is("function") { return nil }
      end += 1
    }
    guard end > place + 2 else { return nil }
    return Assignment(
      name: tokens[place].text,
      range: tokens[place + 2].range.lowerBound..<tokens[end - 1].range.upperBound)
  }

  // MARK: Values

  private static let keywords: Set = [
    "and", "do", "else", "elseif", "if", "in", "local", "not", "or", "return", "then", "until",
    "while",
  ]

  /// The first token of the value that ends at a token: a name with all that is done to it.
  private func start(ofValueEndingAt last: Int) -> Int? {
    var place = last
    while true {
      let token = tokens[place]
      if token.is(")") || token.is("]") {
        guard let open = open(of: place) else { return nil }
        guard open > 0, isValueEnd(open - 1) else { return token.is(")") ? open : nil }
        place = open - 1
      } else if token.kind == .name, !Self.keywords.contains(token.text) {
        guard place >= 2, isAt(place - 1, ".") || isAt(place - 1, ":") else { return place }
        place -= 2
      } else {
        return nil
      }
    }
  }

  private func isValueEnd(_ place: Int) -> Bool {
    let token = tokens[place]
    return token.is(")") || token.is("]")
      || token.kind == .name && !Self.keywords.contains(token.text)
  }

  private func open(of last: Int) -> Int? {
    var depth = 0
    for place in (0...last).reversed() {
      if isAt(place, ")") || isAt(place, "]") || isAt(place, "}") { depth += 1 }
      if isAt(place, "(") || isAt(place, "[") || isAt(place, "{") { depth -= 1 }
      if depth == 0 { return place }
    }
    return nil
  }

  private func close(of first: Int) -> Int? {
    var depth = 0
    for place in first..<tokens.count {
      if isAt(place, "(") || isAt(place, "[") || isAt(place, "{") { depth += 1 }
      if isAt(place, ")") || isAt(place, "]") || isAt(place, "}") { depth -= 1 }
      if depth == 0 { return place }
    }
    return nil
  }
}
