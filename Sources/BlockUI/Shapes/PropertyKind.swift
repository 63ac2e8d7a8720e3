/// What a property may hold. Checker, schema, prompt sheet and docs all read this one description.
indirect enum PropertyKind: Sendable {
  /// A text with `${}`.
  case text(TextRule)
  /// A literal or exactly one binding.
  case value
  /// Exactly one binding, to a list.
  case binding
  case url
  case condition
  case format
  /// A path inside one row, without `${}`.
  case field
  case tone
  case toneName
  case words([String])
  case flag
  /// A boolean or one of some words (`stack`).
  case flagOr([String])
  case integer(ClosedRange<Int>)
  case number
  case name(NameRule)
  /// A plain string or another JSON scalar, never shown with bindings.
  case plain([PlainKind], maximum: Int)
  case object(ObjectShape)
  case list(PropertyKind, ClosedRange<Int>)
  case nodes
  /// At most one kind of each JSON type.
  case either([PropertyKind], TypeName)
  /// Arguments of an action: an object of values.
  case arguments
  /// `"ui": 1`.
  case version

  enum PlainKind: String, Sendable {
    case string, number, boolean, null
  }
}

/// The shared types that have a name in schema and prompt sheet.
enum TypeName: String, Sendable {
  case emptyState, channel, channels, texts, columns, option
}

/// The kinds of text: they differ in length and in what they are for.
enum TextRule: String, CaseIterable, Sendable {
  case template, label, alt, unit, longText, icon, emptyText

  /// In characters (Unicode scalars, as JSON Schema counts them).
  var length: ClosedRange<Int> {
    switch self {
    case .template: 1...4000
    case .label: 1...200
    case .alt: 0...500
    case .unit: 1...40
    case .longText: 1...20_000
    case .icon: 1...100
    case .emptyText: 1...300
    }
  }

  var note: String {
    switch self {
    case .template:
      "Plain text with ${path} or ${path | format} inside. A string that is exactly one ${path} "
        + "keeps the value's type. $${ writes a literal ${."
    case .label: "Short template."
    case .alt: "Template; may be empty."
    case .unit: "Template shown after the value: °C, km/h, ${unit}."
    case .longText: "Template, Markdown."
    case .icon: "One emoji, or ${path} to one."
    case .emptyText: "Template shown when there is nothing."
    }
  }
}

/// The kinds of names, each a pattern.
enum NameRule: String, CaseIterable, Sendable {
  case id, identifier, rowName, action

  var pattern: String {
    switch self {
    case .id: "^[a-z][a-z0-9-]{0,39}$"
    case .identifier: "^[A-Za-z_][A-Za-z0-9_]{0,39}$"
    case .rowName: "^(?!(?:item|index|params|block|now)$)[A-Za-z_][A-Za-z0-9_]{0,39}$"
    case .action: "^[A-Za-z_][A-Za-z0-9_.-]{0,39}$"
    }
  }

  func accepts(_ text: String) -> Bool {
    guard (1...40).contains(text.utf8.count), let first = text.utf8.first else { return false }
    let lowercase = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
    func isWord(_ byte: UInt8) -> Bool { byte < 0x80 && PathParser.isNameByte(byte) }
    let starts = first < 0x80 && PathParser.isNameStart(first)
    return switch self {
    case .id:
      lowercase
        && text.utf8.allSatisfy {
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || PathParser.isDigit($0)
            || $0 == UInt8(ascii: "-")
        }
    case .identifier: starts && text.utf8.allSatisfy(isWord)
    case .rowName:
      starts && text.utf8.allSatisfy(isWord) && !Scope.reservedNames.contains(text)
    case .action:
      starts
        && text.utf8.allSatisfy {
          isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
    }
  }
}

/// The properties of one kind of object.
struct ObjectShape: Sendable {
  let name: String
  let properties: [PropertyRule]
  /// One of these must hold; empty = no such rule.
  var alternatives: [Alternative] = []

  enum Alternative: Sendable {
    case has([PropertyName])
    case word(PropertyName, String)
  }

  func rule(for name: String) -> PropertyRule? {
    properties.first { $0.name.rawValue == name }
  }
}

/// One property of an object.
struct PropertyRule: Sendable {
  let name: PropertyName
  let kind: PropertyKind
  var isRequired = false
  /// Evaluated once per element of the component's `data`: `item` stands for the element.
  var isPerRow = false
}
