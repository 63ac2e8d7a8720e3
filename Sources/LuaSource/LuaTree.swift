/// A name where it stands.
public struct LuaName: Hashable, Sendable {
  public var text: String
  /// Bytes of the source.
  public var range: Range<Int>
}

/// An expression and the bytes it stands in.
public struct LuaExpression: Sendable {
  public indirect enum Kind: Sendable {
    /// A local, a parameter or a global.
    case name(LuaName)
    /// `a.b`, and `a["b"]` with a constant key.
    case member(LuaExpression, LuaName)
    case index(LuaExpression, LuaExpression)
    case call(LuaExpression, [LuaExpression])
    /// `a:b(…)`
    case method(LuaExpression, LuaName, [LuaExpression])
    case function(LuaFunction)
    case table([LuaField])
    /// Between its quotes, with its escapes as they are written.
    case string(String)
    case number(String)
    /// `nil`, `true`, `false`
    case constant(String)
    case varargs
    case unary(String, LuaExpression)
    case binary(LuaExpression, String, LuaExpression)
    case parentheses(LuaExpression)
  }

  public var kind: Kind
  public var range: Range<Int>
}

/// An entry of a table constructor.
public enum LuaField: Sendable {
  /// `name = value`, and `["name"] = value`.
  case named(LuaName, LuaExpression)
  case keyed(LuaExpression, LuaExpression)
  case item(LuaExpression)

  public var value: LuaExpression {
    switch self {
    case .named(_, let value), .keyed(_, let value), .item(let value): value
    }
  }
}

/// The parameters and the body of a function.
public struct LuaFunction: Sendable {
  public var parameters: [LuaName]
  public var isVariadic: Bool
  /// Declared with a colon: it has a `self`.
  public var isMethod: Bool
  public var body: LuaBlock
  /// From `function` to `end`.
  public var range: Range<Int>
}

public struct LuaBlock: Sendable {
  public var statements: [LuaStatement]
  public var range: Range<Int>
}

/// A statement and the bytes it stands in.
public struct LuaStatement: Sendable {
  public indirect enum Kind: Sendable {
    case local([LuaName], [LuaExpression])
    case localFunction(LuaName, LuaFunction)
    /// `function a.b.c() … end` as the assignment it is.
    case assignment([LuaExpression], [LuaExpression])
    case call(LuaExpression)
    case block(LuaBlock)
    case loop(condition: LuaExpression, LuaBlock)
    /// The condition sees the locals of the block.
    case repetition(LuaBlock, until: LuaExpression)
    /// Each with its condition; the last without one is `else`.
    case choice([(condition: LuaExpression?, block: LuaBlock)])
    case numericFor(LuaName, [LuaExpression], LuaBlock)
    case genericFor([LuaName], [LuaExpression], LuaBlock)
    case returning([LuaExpression])
    /// `break`, `goto` and labels.
    case jump
  }

  public var kind: Kind
  public var range: Range<Int>
}

/// Where a source stops being Lua.
public struct LuaSyntaxProblem: Error, Hashable, Sendable {
  /// The byte of the source that does not belong.
  public var offset: Int
  /// What is wrong there.
  public var message: String
}
