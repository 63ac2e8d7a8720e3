import BlockModel

extension Template {
  /// As it is written in a spec: `${item.name} of ${total | number}`; a literal `${` is `$${`.
  ///
  /// What the language has no spelling for (`{{` in a text, `$` right before a value) is parted by
  /// an invisible word joiner, so that it is shown and not read.
  public var text: String {
    var text = ""
    var plain = ""
    for part in parts {
      switch part {
      case .text(let piece): plain += piece
      case .binding(let binding):
        text += Self.escaped(plain) + (plain.hasSuffix("$") ? Self.joiner : "") + binding.text
        plain = ""
      }
    }
    return text + Self.escaped(plain)
  }

  private static let joiner = "\u{2060}"

  private static func escaped(_ plain: String) -> String {
    guard plain.utf8.contains(UInt8(ascii: "{")) else { return plain }
    return plain.replacing("{{", with: "{\(joiner){").replacing("{{", with: "{\(joiner){")
      .replacing("{%", with: "{\(joiner)%").replacing("${", with: "$${")
  }

  /// Exactly one binding: the value keeps its type.
  public init(_ binding: Binding) { self.init(parts: [.binding(binding)]) }
}

/// A template as Swift writes it: `"\(.item("wins")) of \(total) games"`. The literal and every
/// interpolated text is plain text, whatever it holds; only a ``Binding`` reads the data.
extension Template: ExpressibleByStringInterpolation {
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { appendInterpolation(literal) }

    public mutating func appendInterpolation(_ text: String) {
      guard !text.isEmpty else { return }
      if case .text(let before) = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(.text(text))
      }
    }

    public mutating func appendInterpolation(_ binding: Binding) { parts.append(.binding(binding)) }

    public mutating func appendInterpolation(_ template: Template) {
      for part in template.parts {
        switch part {
        case .text(let text): appendInterpolation(text)
        case .binding(let binding): appendInterpolation(binding)
        }
      }
    }
  }

  public init(stringLiteral text: String) { self.init(literal: .string(text)) }

  public init(stringInterpolation: StringInterpolation) {
    let parts = stringInterpolation.parts
    if parts.isEmpty { self.init(literal: "") } else { self.init(parts: parts) }
  }
}

extension Binding {
  /// `${rows}`, `${rows[-1].price}`: a value of what the script returned.
  public static func data(_ segments: Path.Segment..., format: FormatCall? = nil) -> Binding {
    var origin = Path.Origin.scope
    if case .name(let first) = segments.first,
      Scope.reservedNames.contains(first) || !PathParser.isName(first)
    {
      origin = .root
    }
    return Binding(
      path: Path(origin: origin, segments: segments), formats: format.map { [$0] } ?? [])
  }

  /// `${rows}`: a member of what the script returned, whatever its name.
  public static func data(_ name: String, format: FormatCall? = nil) -> Binding {
    data(.name(name), format: format)
  }

  /// `${item.name}`: a value of the current row.
  public static func item(_ segments: Path.Segment..., format: FormatCall? = nil) -> Binding {
    Binding(
      path: Path(origin: .scope, segments: [.name("item")] + segments),
      formats: format.map { [$0] } ?? [])
  }

  /// `${item.name}`: a member of the current row, whatever its name.
  public static func item(_ name: String, format: FormatCall? = nil) -> Binding {
    item(.name(name), format: format)
  }
}

extension Path {
  /// A member of the current row, as `field` names it.
  public static func field(_ name: String) -> Path {
    Path(origin: .row, segments: [.name(name)])
  }
}

extension Path.Segment: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  public init(stringLiteral name: String) { self = .name(name) }
  public init(integerLiteral index: Int) { self = .index(index) }
}
