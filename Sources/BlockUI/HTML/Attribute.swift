/// An attribute of an element, escaped.
public struct Attribute: Sendable, Hashable {
  let markup: String

  private init(markup: String) { self.markup = markup }

  /// `name="value"`. Not for addresses (``url(_:_:)``); `on…` and `style` are never written.
  public init(_ name: StaticString, _ value: String) {
    let name = name.description
    precondition(
      !["href", "src", "action", "style"].contains(name) && !name.hasPrefix("on"),
      "this attribute takes no plain text")
    markup = " " + name + "=\"" + HTML.escape(value) + "\""
  }

  /// An attribute that is there or not, such as `hidden`.
  public static func flag(_ name: StaticString) -> Attribute { Attribute(markup: " \(name)") }

  /// `href`, `src` or `action` with an address that was checked.
  public static func url(_ name: StaticString, _ url: PageURL) -> Attribute {
    Attribute(markup: " " + name.description + "=\"" + HTML.escape(url.text) + "\"")
  }

  public static func `class`(_ names: String...) -> Attribute {
    var markup = " class=\""
    var isFirst = true
    for name in names where !name.isEmpty {
      if !isFirst { markup += " " }
      isFirst = false
      markup += HTML.escape(name)
    }
    return Attribute(markup: markup + "\"")
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
