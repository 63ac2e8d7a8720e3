public import BlockModel

/// How a tone is chosen.
public enum Tone: Hashable, Sendable {
  case named(ToneName)
  /// Positive is success, negative danger; `inverse` the other way round.
  case sign(inverse: Bool)
  /// A binding to a tone name in the data.
  case bound(Template)
  /// By value, compared as text.
  case map(of: Template?, [String: ToneName], otherwise: ToneName?)
  /// By number: the last step whose `from` is not above the value.
  case steps(of: Template?, [Step], otherwise: ToneName?)

  public struct Step: Hashable, Sendable {
    public let from: Double
    public let tone: ToneName
  }

  /// What a tone came to for one value.
  public enum Outcome: Hashable, Sendable {
    case tone(ToneName)
    /// The data named a tone that does not exist: shown as neutral, with a warning.
    case unknown(String)
  }

  /// Whether the tone needs a value and names none of its own.
  public var needsValue: Bool {
    switch self {
    case .named, .bound: false
    case .sign: true
    case .map(let of, _, _), .steps(let of, _, _): of == nil
    }
  }

  /// The tone of one component.
  ///
  /// - Parameter own: the component's own value, used where the spec gives no `of`.
  public func evaluate(
    own: JSONValue?, in scope: Scope, format: ValueFormatter
  ) -> Outcome {
    switch self {
    case .named(let name): return .tone(name)
    case .sign(let inverse):
      guard let number = own?.numeric, number != 0 else { return .tone(.neutral) }
      return .tone((number > 0) != inverse ? .success : .danger)
    case .bound(let template):
      guard let name = template.value(in: scope, format: format)?.plainText else {
        return .tone(.neutral)
      }
      return ToneName(rawValue: name).map(Outcome.tone) ?? .unknown(name)
    case .map(let of, let names, let otherwise):
      let value = of.map { $0.value(in: scope, format: format) } ?? own
      return .tone(value?.plainText.flatMap { names[$0] } ?? otherwise ?? .neutral)
    case .steps(let of, let steps, let otherwise):
      let value = of.map { $0.value(in: scope, format: format) } ?? own
      guard let number = value?.numeric else { return .tone(otherwise ?? .neutral) }
      let step = steps.filter { $0.from <= number }.max { $0.from < $1.from }
      return .tone(step?.tone ?? otherwise ?? .neutral)
    }
  }
}
