import BlockModel

/// The way to a value inside of decoded data.
public struct DataPath: Hashable, Sendable, CustomStringConvertible {
  public enum Step: Hashable, Sendable {
    case key(String)
    /// One element of a list, from 0.
    case index(Int)
    /// Every element of a list.
    case each
    /// Every member of an object that is used as a map.
    case member
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public func appending(_ step: Step) -> DataPath { DataPath(steps + [step]) }

  /// The keys on the way, without places in lists.
  public var keys: [String] {
    steps.compactMap { if case .key(let key) = $0 { key } else { nil } }
  }

  public var lastKey: String { keys.last ?? "" }

  /// `$.hits[].title`
  public var description: String { "$" + suffix }

  public var suffix: String {
    steps.map { step in
      switch step {
      case .key(let key): LuaText.isName(key) ? ".\(key)" : "['\(key)']"
      case .index(let index): "[\(index)]"
      case .each: "[]"
      case .member: "{}"
      }
    }.joined()
  }
}
