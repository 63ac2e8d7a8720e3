/// Which name means which variable, by the scopes of Lua (reference manual, section 3.5): exactly the
/// globals that the compiled code reads and writes.
public struct LuaNames: Sendable {
  public enum Role: Sendable, Hashable { case local, function, parameter, loop }

  /// A local name, from its declaration to the end of its block.
  public struct Variable: Sendable {
    public var name: LuaName
    public var role: Role
    /// What it was declared with; `nil` without a value, or with one of a list from a call.
    public var value: LuaExpression?
    /// The statement that declares it.
    public var statement: Range<Int>
    /// An enclosing variable of the same name, as an index in ``LuaNames/variables``.
    public var shadowed: Int?
    public var reads: [Range<Int>] = []
    public var writes: [Range<Int>] = []
  }

  public struct Global: Sendable {
    public var name: LuaName
    public var isWrite: Bool
    /// The innermost block it stands in.
    public var block: Range<Int>
    /// The statement, when that is the assignment of this name alone.
    public var assignment: Range<Int>?
  }

  /// In the order of their declarations.
  public private(set) var variables: [Variable] = []
  /// In the order of the text.
  public private(set) var globals: [Global] = []
  /// The byte where a name begins → its index in ``variables``.
  private var bound: [Int: Int] = [:]
  private var scopes: [[String: Int]] = [[:]]
  private var blocks: [Range<Int>] = []

  public init(_ chunk: LuaBlock) {
    visit(chunk)
    globals.sort { $0.name.range.lowerBound < $1.name.range.lowerBound }
  }

  /// The variable that a name at its place means; `nil` for globals and members.
  public func variable(_ name: LuaName) -> Variable? {
    bound[name.range.lowerBound].map { variables[$0] }
  }

  /// The variable that an expression names, and nothing more.
  public func variable(_ expression: LuaExpression) -> Variable? {
    guard case .name(let name) = expression.kind else { return nil }
    return variable(name)
  }

  // MARK: Scopes

  private func lookup(_ name: String) -> Int? {
    for scope in scopes.reversed() { if let index = scope[name] { return index } }
    return nil
  }

  private mutating func declare(
    _ name: LuaName, _ role: Role, _ statement: Range<Int>, value: LuaExpression? = nil
  ) {
    let variable = Variable(
      name: name, role: role, value: value, statement: statement, shadowed: lookup(name.text))
    scopes[scopes.count - 1][name.text] = variables.count
    bound[name.range.lowerBound] = variables.count
    variables.append(variable)
  }

  private mutating func use(_ name: LuaName, isWrite: Bool, assignment: Range<Int>? = nil) {
    guard let index = lookup(name.text) else {
      globals.append(
        Global(name: name, isWrite: isWrite, block: blocks.last ?? 0..<0, assignment: assignment))
      return
    }
    bound[name.range.lowerBound] = index
    if isWrite {
      variables[index].writes.append(name.range)
    } else {
      variables[index].reads.append(name.range)
    }
  }

  private mutating func inScope(_ visit: (inout LuaNames) -> Void) {
    scopes.append([:])
    visit(&self)
    scopes.removeLast()
  }

  // MARK: The walk

  private mutating func visit(_ block: LuaBlock, then more: ((inout LuaNames) -> Void)? = nil) {
    blocks.append(block.range)
    inScope { names in
      for statement in block.statements { names.visit(statement) }
      more?(&names)
    }
    blocks.removeLast()
  }

  private mutating func visit(_ statement: LuaStatement) {
    switch statement.kind {
    case .local(let declared, let values):
      for value in values { visit(value) }
      for (index, name) in declared.enumerated() {
        declare(
          name, .local, statement.range, value: index < values.count ? values[index] : nil)
      }
    case .localFunction(let name, let function):
      // It may call itself.
      declare(
        name, .function, statement.range,
        value: LuaExpression(kind: .function(function), range: function.range))
      visit(function)
    case .assignment(let targets, let values):
      for value in values { visit(value) }
      for target in targets {
        if case .name(let name) = target.kind {
          use(name, isWrite: true, assignment: targets.count == 1 ? statement.range : nil)
        } else {
          visit(target)
        }
      }
    case .call(let call): visit(call)
    case .block(let block): visit(block)
    case .loop(let condition, let block):
      visit(condition)
      visit(block)
    case .repetition(let block, let condition): visit(block) { $0.visit(condition) }
    case .choice(let cases):
      for (condition, block) in cases {
        if let condition { visit(condition) }
        visit(block)
      }
    case .numericFor(let name, let bounds, let block):
      for bound in bounds { visit(bound) }
      loop([name], statement.range, block)
    case .genericFor(let names, let values, let block):
      for value in values { visit(value) }
      loop(names, statement.range, block)
    case .returning(let values): for value in values { visit(value) }
    case .jump: break
    }
  }

  private mutating func loop(_ names: [LuaName], _ statement: Range<Int>, _ block: LuaBlock) {
    inScope { scope in
      for name in names { scope.declare(name, .loop, statement) }
      scope.visit(block)
    }
  }

  private mutating func visit(_ function: LuaFunction) {
    inScope { scope in
      if function.isMethod {
        let start = function.range.lowerBound
        scope.declare(LuaName(text: "self", range: start..<start), .parameter, function.range)
      }
      for name in function.parameters { scope.declare(name, .parameter, function.range) }
      scope.visit(function.body)
    }
  }

  private mutating func visit(_ expression: LuaExpression) {
    switch expression.kind {
    case .name(let name): use(name, isWrite: false)
    case .member(let value, _): visit(value)
    case .function(let function): visit(function)
    case .index, .call, .method, .table, .unary, .binary, .parentheses, .string, .number,
      .constant, .varargs:
      for part in expression.parts { visit(part) }
    }
  }
}
