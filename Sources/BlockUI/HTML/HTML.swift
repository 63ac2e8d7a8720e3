/// A piece of an HTML page in which everything is escaped for its place.
///
/// There is no way to append a plain `String`: texts go through ``init(_:)``, attribute values
/// through ``Attribute``, addresses through ``PageURL``, data through ``data(id:_:)``. Names of
/// elements and attributes are `StaticString`, so none can come from a spec or from data.
///
///     HTML("p", [.class("note")]) { HTML(text) }
public struct HTML: Sendable, Hashable {
  /// The markup, ready to be sent.
  public private(set) var text: String

  public init() { text = "" }

  private init(markup: String) { text = markup }

  /// A text: `& < > "` and characters that HTML does not allow are escaped or replaced.
  public init(_ text: String) { self.init(markup: Self.escape(text)) }

  /// An element. Elements that HTML calls void get no end tag and no content.
  public init(
    _ name: StaticString, _ attributes: [Attribute] = [],
    @HTMLBuilder _ content: () -> HTML = { HTML() }
  ) {
    text = "<\(name)"
    for attribute in attributes { text += attribute.markup }
    text += ">"
    guard !Self.isVoid(name) else { return }
    text += content().text
    text += "</\(name)>"
  }

  /// Pieces one after the other.
  public init(_ pieces: some Sequence<HTML>) {
    text = ""
    for piece in pieces { text += piece.text }
  }

  public static func + (a: HTML, b: HTML) -> HTML { HTML(markup: a.text + b.text) }

  public static func += (a: inout HTML, b: HTML) { a.text += b.text }

  public var isEmpty: Bool { text.isEmpty }

  /// The start of every page.
  public static let doctype = HTML(markup: "<!doctype html>\n")

  /// JSON for a script of the page to read: `<script type="application/json">`. What could end the
  /// element or a JavaScript line is written as `\u….`
  ///
  /// - Parameter json: a whole JSON text.
  public static func data(_ attributes: [Attribute] = [], json: String) -> HTML {
    var safe = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: safe.unicodeScalars.append(scalar)
      }
    }
    var html = HTML(markup: "<script type=\"application/json\"")
    for attribute in attributes { html.text += attribute.markup }
    html.text += ">" + safe + "</script>"
    return html
  }

  static func escape(_ text: String) -> String {
    var safe = ""
    safe.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\t", "\n": safe.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": safe.unicodeScalars.append("\u{FFFD}")
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// HTML Standard, "Void elements".
  private static func isVoid(_ name: StaticString) -> Bool {
    switch "\(name)" {
    case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
      "track", "wbr":
      true
    default: false
    }
  }
}

/// Puts pieces of HTML one after the other, with `if`, `switch` and `for`.
@resultBuilder
public enum HTMLBuilder {
  public static func buildExpression(_ piece: HTML) -> HTML { piece }
  public static func buildExpression(_ piece: HTML?) -> HTML { piece ?? HTML() }
  public static func buildBlock(_ pieces: HTML...) -> HTML { HTML(pieces) }
  public static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
  public static func buildEither(first piece: HTML) -> HTML { piece }
  public static func buildEither(second piece: HTML) -> HTML { piece }
  public static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
}
