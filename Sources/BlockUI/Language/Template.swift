public import BlockModel

/// One `${path | format | format}`.
public struct Binding: Hashable, Sendable {
  public let path: Path
  public let formats: [FormatCall]

  public init(path: Path, formats: [FormatCall] = []) {
    self.path = path
    self.formats = formats
  }

  public var text: String {
    "${" + ([path.text] + formats.map(\.text)).joined(separator: " | ") + "}"
  }
}

/// A text with bindings, or a literal number or boolean: everything a spec can show.
public struct Template: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    case text(String)
    case binding(Binding)
  }

  /// A part after its lookup.
  public enum Segment: Hashable, Sendable {
    case text(String)
    /// A value of the data and the formats still to be applied, in order.
    case value(JSONValue, formats: [FormatCall])
    /// Absent or null.
    case missing
  }

  public let parts: [Part]
  public let bindings: [Binding]
  /// The value of a template without bindings: a text, a number or a boolean.
  public let literal: JSONValue?

  public init(parts: [Part]) {
    self.parts = parts
    bindings = parts.compactMap { if case .binding(let binding) = $0 { binding } else { nil } }
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else {
        literal = nil
        return
      }
      text += piece
    }
    literal = .string(text)
  }

  public init(literal: JSONValue) {
    self.literal = literal
    bindings = []
    parts = [.text(literal.plainText ?? literal.json())]
  }

  /// The binding of a template that is exactly one `${…}`: its value keeps its type.
  public var soleBinding: Binding? {
    if parts.count == 1, case .binding(let binding) = parts[0] { binding } else { nil }
  }

  /// The parts with their values, in order.
  public func segments(in scope: Scope) -> [Segment] {
    parts.map { part in
      switch part {
      case .text(let text): return .text(text)
      case .binding(let binding):
        guard let value = scope.value(at: binding.path) else { return .missing }
        return .value(value, formats: binding.formats)
      }
    }
  }

  /// The value with its type: of a literal, of a sole binding (formats not applied), or of mixed
  /// text through `format`. `nil` when a sole binding is absent or null.
  public func value(in scope: Scope, format: ValueFormatter) -> JSONValue? {
    if let literal { return literal }
    if let binding = soleBinding { return scope.value(at: binding.path) }
    return string(in: scope, format: format).map(JSONValue.string)
  }

  /// The text; "–" stands for what is missing inside mixed text, `nil` is a sole missing binding.
  public func string(in scope: Scope, format: ValueFormatter) -> String? {
    if parts.count == 1 {
      switch parts[0] {
      case .text(let text): return text
      case .binding(let binding):
        return scope.value(at: binding.path).map { format.text($0, binding.formats) }
      }
    }
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .binding(let binding):
        text += scope.value(at: binding.path).map { format.text($0, binding.formats) } ?? "–"
      }
    }
    return text
  }
}

/// How values become text; the renderer supplies it, so that the language knows no locale.
public struct ValueFormatter: Sendable {
  /// The value as text after all formats, in order.
  public let text: @Sendable (JSONValue, [FormatCall]) -> String

  public init(text: @escaping @Sendable (JSONValue, [FormatCall]) -> String) {
    self.text = text
  }
}
