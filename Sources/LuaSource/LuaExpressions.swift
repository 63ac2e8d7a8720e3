import BlockModel

/// Expressions, by precedence (reference manual, section 3.4.8).
extension LuaParser {
  /// Operator → how strongly it binds what is left and right of it; right-binding ones bind the right less.
  private static let binary: [String: (left: Int, right: Int)] = [
    "or": (1, 1), "and": (2, 2), "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3),
    "==": (3, 3), "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8),
    "+": (10, 10), "-": (10, 10), "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11),
    "^": (14, 13),
  ]
  private static let unaryStrength = 12

  mutating func expressions() throws(LuaSyntaxProblem) -> [LuaExpression] {
    var all = [try expression()]
    while take(",") { all.append(try expression()) }
    return all
  }

  mutating func expression(above limit: Int = 0) throws(LuaSyntaxProblem) -> LuaExpression {
    try deeper { (parser: inout LuaParser) throws(LuaSyntaxProblem) in
      var left = try parser.operand()
      while let token = parser.next, token.kind != .string,
        let strength = Self.binary[token.text], strength.left > limit
      {
        parser.place += 1
        let right = try parser.expression(above: strength.right)
        left = LuaExpression(
          kind: .binary(left, token.text, right),
          range: left.range.lowerBound..<right.range.upperBound)
      }
      return left
    }
  }

  private mutating func operand() throws(LuaSyntaxProblem) -> LuaExpression {
    guard let token = next else { throw missing("a value") }
    let start = token.range.lowerBound
    if ["not", "-", "#", "~"].contains(where: token.is) {
      place += 1
      let inner = try expression(above: Self.unaryStrength)
      return LuaExpression(
        kind: .unary(token.text, inner), range: start..<inner.range.upperBound)
    }
    func whole(_ kind: LuaExpression.Kind) -> LuaExpression {
      LuaExpression(kind: kind, range: token.range)
    }
    switch token.kind {
    case .number:
      place += 1
      return whole(.number(token.text))
    case .string:
      place += 1
      return whole(.string(token.text))
    case .name, .symbol: break
    }
    switch token.text {
    case "nil", "true", "false":
      place += 1
      return whole(.constant(token.text))
    case "...":
      place += 1
      return whole(.varargs)
    case "{": return try table()
    case "function":
      place += 1
      let function = try functionBody(from: start)
      return LuaExpression(kind: .function(function), range: function.range)
    default: return try suffixed()
    }
  }

  /// A name or something in parentheses, with all members, indices and calls behind it.
  mutating func suffixed() throws(LuaSyntaxProblem) -> LuaExpression {
    let start = start
    var value: LuaExpression
    if take("(") {
      let inner = try expression()
      try expect(")")
      value = LuaExpression(kind: .parentheses(inner), range: start..<stop)
    } else if let token = next, token.kind != .name || LuaText.keywords.contains(token.text) {
      throw unexpected(token)
    } else {
      let name = try name()
      value = LuaExpression(kind: .name(name), range: name.range)
    }
    while let kind = try suffix(of: value) {
      value = LuaExpression(kind: kind, range: start..<stop)
    }
    return value
  }

  private mutating func suffix(
    of value: LuaExpression
  ) throws(LuaSyntaxProblem) -> LuaExpression.Kind? {
    guard let token = next else { return nil }
    if token.kind == .string { return .call(value, try arguments()) }
    switch token.text {
    case ".":
      place += 1
      return .member(value, try name())
    case "[":
      place += 1
      let key = try expression()
      try expect("]")
      if case .string(let text) = key.kind {
        return .member(value, LuaName(text: text, range: key.range))
      }
      return .index(value, key)
    case ":":
      place += 1
      let method = try name()
      return .method(value, method, try arguments())
    case "(", "{": return .call(value, try arguments())
    default: return nil
    }
  }

  private mutating func arguments() throws(LuaSyntaxProblem) -> [LuaExpression] {
    if let token = next, token.kind == .string {
      place += 1
      return [LuaExpression(kind: .string(token.text), range: token.range)]
    }
    if sees("{") { return [try table()] }
    try expect("(", "'(' or an argument")
    if take(")") { return [] }
    let values = try expressions()
    try expect(")", "')' or ','")
    return values
  }

  private mutating func table() throws(LuaSyntaxProblem) -> LuaExpression {
    try deeper { (parser: inout LuaParser) throws(LuaSyntaxProblem) in
      let start = parser.start
      try parser.expect("{")
      var fields: [LuaField] = []
      while !parser.sees("}") {
        fields.append(try parser.field())
        guard parser.take(",") || parser.take(";") else { break }
      }
      try parser.expect("}", "',' or '}'")
      return LuaExpression(kind: .table(fields), range: start..<parser.stop)
    }
  }

  private mutating func field() throws(LuaSyntaxProblem) -> LuaField {
    if take("[") {
      let key = try expression()
      try expect("]")
      try expect("=")
      if case .string(let text) = key.kind {
        return .named(LuaName(text: text, range: key.range), try expression())
      }
      return .keyed(key, try expression())
    }
    if let token = next, token.kind == .name, !LuaText.keywords.contains(token.text),
      place + 1 < tokens.count, tokens[place + 1].is("=")
    {
      place += 2
      return .named(LuaName(text: token.text, range: token.range), try expression())
    }
    return .item(try expression())
  }
}
