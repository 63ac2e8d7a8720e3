import BlockModel

/// Reads Lua 5.4 (reference manual, section 9) into a tree. It is as strict as the grammar; what Lua
/// refuses besides, such as a `goto` without a label, it lets pass.
public struct LuaParser {
  /// How deep blocks and expressions may nest: what Lua itself allows (`LUAI_MAXCCALLS`), so that no
  /// source makes the reader run out of stack.
  static let maximumDepth = 190

  let tokens: [LuaTokens.Token]
  private let end: Int
  var place = 0
  private var depth = 0

  /// - Throws: where it stops being Lua.
  public static func parse(_ source: String) throws(LuaSyntaxProblem) -> LuaBlock {
    var parser = LuaParser(tokens: LuaTokens(source).tokens, end: source.utf8.count)
    let block = try parser.block()
    if let token = parser.next { throw parser.unexpected(token) }
    return block
  }

  private init(tokens: [LuaTokens.Token], end: Int) {
    self.tokens = tokens
    self.end = end
  }

  // MARK: Tokens

  var next: LuaTokens.Token? { place < tokens.count ? tokens[place] : nil }
  /// Where the next token begins.
  var start: Int { next?.range.lowerBound ?? end }
  /// Where the last token ended.
  var stop: Int { place > 0 ? tokens[place - 1].range.upperBound : 0 }

  func sees(_ symbol: String) -> Bool { next?.is(symbol) ?? false }

  mutating func take(_ symbol: String) -> Bool {
    guard sees(symbol) else { return false }
    place += 1
    return true
  }

  mutating func expect(_ symbol: String, _ what: String? = nil) throws(LuaSyntaxProblem) {
    guard take(symbol) else { throw missing(what ?? "'\(symbol)'") }
  }

  mutating func name() throws(LuaSyntaxProblem) -> LuaName {
    guard let token = next, token.kind == .name, !LuaText.keywords.contains(token.text) else {
      throw missing("a name")
    }
    place += 1
    return LuaName(text: token.text, range: token.range)
  }

  func missing(_ what: String) -> LuaSyntaxProblem {
    let near = next.map { "before '\($0.text.prefix(40))'" } ?? "at the end"
    return LuaSyntaxProblem(offset: start, message: "\(what) is missing \(near)")
  }

  func unexpected(_ token: LuaTokens.Token) -> LuaSyntaxProblem {
    LuaSyntaxProblem(
      offset: token.range.lowerBound, message: "'\(token.text.prefix(40))' does not belong here")
  }

  /// One level deeper for as long as something is read.
  mutating func deeper<Value>(
    _ read: (inout LuaParser) throws(LuaSyntaxProblem) -> Value
  ) throws(LuaSyntaxProblem) -> Value {
    guard depth < Self.maximumDepth else {
      throw LuaSyntaxProblem(offset: start, message: "this is nested too deeply")
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  // MARK: Statements

  mutating func block() throws(LuaSyntaxProblem) -> LuaBlock {
    try deeper { (parser: inout LuaParser) throws(LuaSyntaxProblem) in
      let start = parser.start
      var statements: [LuaStatement] = []
      while let token = parser.next, !["end", "else", "elseif", "until"].contains(where: token.is) {
        if parser.take(";") { continue }
        let isLast = token.is("return")
        statements.append(try parser.statement())
        if isLast { break }
      }
      return LuaBlock(statements: statements, range: start..<max(start, parser.stop))
    }
  }

  private mutating func body() throws(LuaSyntaxProblem) -> LuaBlock {
    let opening = next
    let block = try block()
    guard take("end") else {
      let line = opening.map { " of what begins before line \($0.line)" } ?? ""
      throw missing("'end'\(line)")
    }
    return block
  }

  private mutating func statement() throws(LuaSyntaxProblem) -> LuaStatement {
    let start = start
    let kind = try statementKind()
    return LuaStatement(kind: kind, range: start..<stop)
  }

  private mutating func statementKind() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    if take("local") { return try local() }
    if take("if") { return try choice() }
    if take("while") {
      let condition = try expression()
      try expect("do")
      return .loop(condition: condition, try body())
    }
    if take("do") { return .block(try body()) }
    if take("for") { return try loop() }
    if take("repeat") {
      let block = try block()
      try expect("until")
      return .repetition(block, until: try expression())
    }
    if sees("function") { return try function() }
    if take("return") { return .returning(try returned()) }
    if take("break") { return .jump }
    if take("goto") {
      _ = try name()
      return .jump
    }
    if take("::") {
      _ = try name()
      try expect("::")
      return .jump
    }
    return try assignmentOrCall()
  }

  private mutating func local() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    if sees("function") {
      let start = start
      place += 1
      let name = try name()
      return .localFunction(name, try functionBody(from: start))
    }
    var names = [try attributed()]
    while take(",") { names.append(try attributed()) }
    return .local(names, take("=") ? try expressions() : [])
  }

  /// A name, perhaps with `<const>` or `<close>`.
  private mutating func attributed() throws(LuaSyntaxProblem) -> LuaName {
    let name = try name()
    if take("<") {
      _ = try self.name()
      try expect(">")
    }
    return name
  }

  private mutating func choice() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    var cases: [(condition: LuaExpression?, block: LuaBlock)] = []
    repeat {
      let condition = try expression()
      try expect("then")
      cases.append((condition, try block()))
    } while take("elseif")
    if take("else") { cases.append((nil, try block())) }
    try expect("end")
    return .choice(cases)
  }

  private mutating func loop() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    var names = [try name()]
    if take("=") {
      let bounds = try expressions()
      guard (2...3).contains(bounds.count) else {
        throw missing("the end of the count, as in `for i = 1, 10`,")
      }
      try expect("do")
      return .numericFor(names[0], bounds, try body())
    }
    while take(",") { names.append(try name()) }
    try expect("in", "'in' or '='")
    let source = try expressions()
    try expect("do")
    return .genericFor(names, source, try body())
  }

  private mutating func function() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    let start = start
    place += 1
    let first = try name()
    var target = LuaExpression(kind: .name(first), range: first.range)
    var isMethod = false
    while !isMethod, sees(".") || sees(":") {
      isMethod = sees(":")
      place += 1
      let member = try name()
      target = LuaExpression(
        kind: .member(target, member), range: first.range.lowerBound..<member.range.upperBound)
    }
    let function = try functionBody(from: start, isMethod: isMethod)
    return .assignment(
      [target], [LuaExpression(kind: .function(function), range: function.range)])
  }

  private mutating func returned() throws(LuaSyntaxProblem) -> [LuaExpression] {
    guard let token = next, !["end", "else", "elseif", "until", ";"].contains(where: token.is)
    else {
      _ = take(";")
      return []
    }
    let values = try expressions()
    _ = take(";")
    return values
  }

  private mutating func assignmentOrCall() throws(LuaSyntaxProblem) -> LuaStatement.Kind {
    guard let token = next else { throw missing("a statement") }
    let first = try suffixed()
    guard sees("=") || sees(",") else {
      switch first.kind {
      case .call, .method: return .call(first)
      case .name, .member, .index, .function, .table, .string, .number, .constant, .varargs,
        .unary, .binary, .parentheses:
        throw LuaSyntaxProblem(
          offset: token.range.lowerBound,
          message: "a value alone does nothing; assign it, call it or leave it out")
      }
    }
    var targets = [first]
    while take(",") { targets.append(try suffixed()) }
    try expect("=")
    for target in targets where !target.isAssignable {
      throw LuaSyntaxProblem(
        offset: target.range.lowerBound, message: "this cannot be assigned to")
    }
    return .assignment(targets, try expressions())
  }

  // MARK: Functions

  /// From the parameters on.
  mutating func functionBody(
    from start: Int, isMethod: Bool = false
  ) throws(LuaSyntaxProblem) -> LuaFunction {
    try expect("(")
    var parameters: [LuaName] = []
    var isVariadic = false
    if !sees(")") {
      repeat {
        if take("...") {
          isVariadic = true
          break
        }
        parameters.append(try name())
      } while take(",")
    }
    try expect(")")
    let body = try body()
    return LuaFunction(
      parameters: parameters, isVariadic: isVariadic, isMethod: isMethod, body: body,
      range: start..<stop)
  }
}

extension LuaExpression {
  fileprivate var isAssignable: Bool {
    switch kind {
    case .name, .member, .index: true
    case .call, .method, .function, .table, .string, .number, .constant, .varargs, .unary, .binary,
      .parentheses:
      false
    }
  }
}
