import LuaSource

/// The fields of the table that a script returns, as far as they stand in it.
struct ReturnedFields {
  /// Field → where it is written first.
  private(set) var places: [String: Range<Int>] = [:]
  /// There are no others: every table that is returned is written out.
  private(set) var isWhole = true

  /// Functions that call each other are followed so far.
  private static let maximumSteps = 8
  private let script: ScriptReading

  /// - Returns: `nil` when the function that runs is not at hand.
  init?(_ script: ScriptReading) {
    guard let run = script.entry.run else { return nil }
    self.script = script
    read(run, step: 0)
    // What on_action returns is shown, too.
    if let handler = script.entry.onAction { read(handler, step: 0) }
  }

  private mutating func read(_ function: LuaFunction, step: Int) {
    guard step < Self.maximumSteps else { return isWhole = false }
    for (_, values) in function.body.returns {
      guard let value = values.first else { continue }
      read(value, in: function, step: step)
    }
  }

  private mutating func read(_ value: LuaExpression, in function: LuaFunction, step: Int) {
    switch value.kind {
    case .table(let fields): read(fields)
    case .parentheses(let inner): read(inner, in: function, step: step)
    case .constant("nil"): break
    case .name:
      guard let variable = script.names.variable(value), variable.role == .local,
        variable.writes.isEmpty, case .table(let fields) = variable.value?.kind
      else { return isWhole = false }
      read(fields)
      readMembers(of: variable)
    case .call(let callee, _):
      guard case .function(let called) = script.settled(callee).kind else {
        return isWhole = false
      }
      read(called, step: step + 1)
    case .constant, .member, .index, .method, .function, .string, .number, .varargs, .unary,
      .binary:
      isWhole = false
    }
  }

  private mutating func read(_ fields: [LuaField]) {
    for field in fields {
      if case .named(let name, _) = field {
        add(name)
      } else {
        isWhole = false
      }
    }
  }

  /// What is put into a local table after its declaration. Whoever else gets hold of the table may put more
  /// into it.
  private mutating func readMembers(of variable: LuaNames.Variable) {
    let reads = Set(variable.reads.map(\.lowerBound))
    var members: Set<Int> = []
    var added: [LuaName] = []
    script.chunk.expressions { expression in
      guard case .member(let holder, let name) = expression.kind,
        case .name(let table) = holder.kind,
        reads.contains(table.range.lowerBound)
      else { return }
      members.insert(table.range.lowerBound)
      added.append(name)
    }
    func take(_ values: [LuaExpression]) {
      for value in values {
        if case .name(let name) = value.kind { members.insert(name.range.lowerBound) }
      }
    }
    func takeReturns(_ block: LuaBlock) { for (_, values) in block.returns { take(values) } }
    takeReturns(script.chunk)
    script.chunk.expressions { expression in
      if case .function(let function) = expression.kind { takeReturns(function.body) }
    }
    script.chunk.statements { statement in
      if case .localFunction(_, let function) = statement.kind { takeReturns(function.body) }
    }
    for name in added { add(name) }
    if !reads.isSubset(of: members) { isWhole = false }
  }

  private mutating func add(_ name: LuaName) {
    if places[name.text] == nil { places[name.text] = name.range }
  }
}
