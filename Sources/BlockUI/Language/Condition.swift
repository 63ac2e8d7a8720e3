import BlockModel

/// A condition of `when`: paths and literals joined by `== != < <= > >= && || ! ( )`.
public struct Condition: Hashable, Sendable {
  enum Comparison: String, Hashable, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  indirect enum Expression: Hashable, Sendable {
    case path(Path)
    case literal(JSONValue)
    case not(Expression)
    case compare(Expression, Comparison, Expression)
    case and([Expression])
    case or([Expression])
  }

  let expression: Expression
  /// As it was written.
  public let text: String

  init(_ expression: Expression, text: String) {
    self.expression = expression
    self.text = text
  }

  /// Whether the condition holds. It always ends and never fails: what is missing is false, and
  /// comparing different kinds with `<` is false.
  public func evaluate(in scope: Scope) -> Bool {
    Self.value(of: expression, in: scope).isTruthy
  }

  /// Every path in it, left to right.
  public var paths: [Path] { Self.paths(in: expression) }

  private static func paths(in expression: Expression) -> [Path] {
    switch expression {
    case .path(let path): [path]
    case .literal: []
    case .not(let inner): paths(in: inner)
    case .compare(let left, _, let right): paths(in: left) + paths(in: right)
    case .and(let parts), .or(let parts): parts.flatMap(paths(in:))
    }
  }

  private static func value(of expression: Expression, in scope: Scope) -> JSONValue {
    switch expression {
    case .path(let path): scope.value(at: path) ?? .null
    case .literal(let value): value
    case .not(let inner): .bool(!value(of: inner, in: scope).isTruthy)
    case .and(let parts): .bool(parts.allSatisfy { value(of: $0, in: scope).isTruthy })
    case .or(let parts): .bool(parts.contains { value(of: $0, in: scope).isTruthy })
    case .compare(let left, let comparison, let right):
      .bool(compare(value(of: left, in: scope), comparison, value(of: right, in: scope)))
    }
  }

  private static func compare(
    _ left: JSONValue, _ comparison: Comparison, _ right: JSONValue
  ) -> Bool {
    switch comparison {
    case .equal: return equal(left, right)
    case .unequal: return !equal(left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    if let left = left.numeric, let right = right.numeric {
      return ordered(left, comparison, right)
    }
    if case .string(let left) = left, case .string(let right) = right {
      return ordered(left, comparison, right)
    }
    return false
  }

  private static func ordered<T: Comparable>(_ left: T, _ comparison: Comparison, _ right: T)
    -> Bool
  {
    switch comparison {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  /// Equality without conversion, except that a number equals its text.
  private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if left.number != nil || right.number != nil,
      let left = left.numeric, let right = right.numeric
    {
      return left == right
    }
    return left == right
  }
}
