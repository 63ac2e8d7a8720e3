/// The way to a value inside of decoded data.
struct DataPath: Hashable, Sendable, CustomStringConvertible {
  enum Step: Hashable, Sendable {
    case key(String)
    /// One element of a list, from 0.
    case index(Int)
    /// Every element of a list.
    case each
    /// Every member of an object that is used as a map.
    case member
  }

  var steps: [Step]

  init(_ steps: [Step] = []) { self.steps = steps }

  func appending(_ step: Step) -> DataPath { DataPath(steps + [step]) }

  /// The keys on the way, without places in lists.
  var keys: [String] {
    steps.compactMap { if case .key(let key) = $0 { key } else { nil } }
  }

  var lastKey: String { keys.last ?? "" }

  /// `$.hits[].title`
  var description: String { "$" + suffix }

  var suffix: String {
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
