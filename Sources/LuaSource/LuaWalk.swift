extension LuaExpression {
  /// The expressions that it is made of, in the order of the text; of functions nothing.
  public var parts: [LuaExpression] {
    switch kind {
    case .name, .string, .number, .constant, .varargs, .function: []
    case .member(let value, _), .unary(_, let value), .parentheses(let value): [value]
    case .index(let value, let key): [value, key]
    case .call(let value, let arguments), .method(let value, _, let arguments): [value] + arguments
    case .binary(let left, _, let right): [left, right]
    case .table(let fields):
      fields.flatMap { field in
        if case .keyed(let key, let value) = field { [key, value] } else { [field.value] }
      }
    }
  }

  /// The text of a constant string.
  public var string: String? {
    switch kind {
    case .string(let text): text
    case .parentheses(let inner): inner.string
    case .name, .member, .index, .call, .method, .function, .table, .number, .constant, .varargs,
      .unary, .binary:
      nil
    }
  }

  /// The module of `require "name"`.
  public var requiredModule: String? {
    guard case .call(let callee, let arguments) = kind, case .name(let name) = callee.kind,
      name.text == "require"
    else { return nil }
    return arguments.first?.string
  }
}

extension LuaBlock {
  /// Calls `visit` with every expression, outer ones first.
  /// - Parameter intoFunctions: whether the bodies of functions are walked, too.
  public func expressions(
    intoFunctions: Bool = true, _ visit: (LuaExpression) -> Void
  ) {
    func read(_ expression: LuaExpression) {
      visit(expression)
      if intoFunctions, case .function(let function) = expression.kind {
        function.body.expressions(visit)
      }
      for part in expression.parts { read(part) }
    }
    statements { statement in
      for expression in statement.ownExpressions { read(expression) }
      if intoFunctions, case .localFunction(_, let function) = statement.kind {
        function.body.expressions(visit)
      }
    }
  }

  /// Calls `visit` with every statement of this function, those of inner blocks too.
  public func statements(_ visit: (LuaStatement) -> Void) {
    for statement in statements {
      visit(statement)
      for block in statement.blocks { block.statements(visit) }
    }
  }

  /// What this function returns: the values of each of its `return`s.
  public var returns: [(statement: LuaStatement, values: [LuaExpression])] {
    var found: [(statement: LuaStatement, values: [LuaExpression])] = []
    statements { statement in
      if case .returning(let values) = statement.kind { found.append((statement, values)) }
    }
    return found
  }
}

extension LuaStatement {
  /// The blocks inside of it, not those of functions.
  public var blocks: [LuaBlock] {
    switch kind {
    case .block(let block), .loop(_, let block), .repetition(let block, _),
      .numericFor(_, _, let block), .genericFor(_, _, let block):
      [block]
    case .choice(let cases): cases.map(\.block)
    case .local, .localFunction, .assignment, .call, .returning, .jump: []
    }
  }

  /// The expressions of the statement itself.
  public var ownExpressions: [LuaExpression] {
    switch kind {
    case .local(_, let values), .returning(let values), .numericFor(_, let values, _),
      .genericFor(_, let values, _):
      values
    case .assignment(let targets, let values): targets + values
    case .call(let call): [call]
    case .loop(let condition, _), .repetition(_, let condition): [condition]
    case .choice(let cases): cases.compactMap(\.condition)
    case .localFunction, .block, .jump: []
    }
  }
}
