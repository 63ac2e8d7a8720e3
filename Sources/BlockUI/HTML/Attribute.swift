/// An attribute of an element, escaped.
public struct Attribute: Sendable, Hashable {
  /// In UTF-8, with the space before it.
  let markup: [UInt8]

  /// `name="value"`. Not for addresses (``url(_:_:)``); `on…` and `style` are never written.
  public init(_ name: StaticString, _ value: String) {
    precondition(Self.takesText(name), "this attribute takes no plain text")
    self.init(name, value: value)
  }

  private init(_ name: StaticString, value: String) {
    var markup: [UInt8] = []
    markup.reserveCapacity(name.utf8CodeUnitCount + value.utf8.count + 4)
    markup.append(UInt8(ascii: " "))
    markup.append(name)
    markup.append("=\"")
    HTML.escape(value, into: &markup)
    markup.append(UInt8(ascii: "\""))
    self.markup = markup
  }

  private init(markup: [UInt8]) { self.markup = markup }

  private static func takesText(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { name in
      switch name.first.map({ Unicode.Scalar($0) }) {
      case "o": !name.starts(with: "on".utf8)
      case "h", "s", "a":
        !["href", "src", "action", "style"].contains { $0.utf8.elementsEqual(name) }
      default: true
      }
    }
  }

  /// An attribute that is there or not, such as `hidden`.
  public static func flag(_ name: StaticString) -> Attribute {
    var markup = [UInt8(ascii: " ")]
    markup.append(name)
    return Attribute(markup: markup)
  }

  /// `href`, `src` or `action` with an address that was checked.
  public static func url(_ name: StaticString, _ url: PageURL) -> Attribute {
    Attribute(name, value: url.text)
  }

  public static func `class`(_ names: String...) -> Attribute {
    var markup: [UInt8] = []
    markup.append(" class=\"")
    var isFirst = true
    for name in names where !name.isEmpty {
      if !isFirst { markup.append(UInt8(ascii: " ")) }
      isFirst = false
      HTML.escape(name, into: &markup)
    }
    markup.append(UInt8(ascii: "\""))
    return Attribute(markup: markup)
  }

  public static func id(_ id: String) -> Attribute { Attribute("id", id) }

  /// Read aloud in place of the content.
  public static func label(_ text: String) -> Attribute { Attribute("aria-label", text) }

  /// Decoration that is not read aloud.
  public static let decorative = Attribute("aria-hidden", "true")
}

/// An address that may stand in `href`, `src` or `action`.
public struct PageURL: Sendable, Hashable {
  public let text: String

  /// A place on our own server: a path beginning with one slash, or a fragment.
  ///
  /// - Returns: `nil` for anything a browser would read as another server.
  public init?(own path: String) {
    let bytes = Array(path.utf8)
    let isFragment = bytes.first == UInt8(ascii: "#")
    let isPath =
      bytes.first == UInt8(ascii: "/")
      && (bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")))
    guard isFragment || isPath, !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      return nil
    }
    text = path
  }

  init(checked text: String) { self.text = text }
}
