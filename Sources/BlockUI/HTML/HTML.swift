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
    text = "<" + name.description
    for attribute in attributes { text += attribute.markup }
    text += ">"
    guard !Self.isVoid(name) else { return }
    text += content().text
    text += "</"
    text += name.description
    text += ">"
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
    // Most texts hold nothing to escape.
    guard text.utf8.contains(where: isSpecial) else { return text }
    var safe: [UInt8] = []
    safe.reserveCapacity(text.utf8.count + 32)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;".utf8
      case "<": safe += "&lt;".utf8
      case ">": safe += "&gt;".utf8
      case "\"": safe += "&quot;".utf8
      case "'": safe += "&#39;".utf8
      case "\t", "\n": safe.append(UInt8(ascii: scalar))
      // Bidirectional controls would turn round what stands beside the text; elements isolate.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": safe += "\u{FFFD}".utf8
      default: safe += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: safe, as: UTF8.self)
  }

  /// Is the byte, or may it begin, something that cannot stand as it is? 0xC2 begins U+0080…U+009F,
  /// 0xE2 the bidirectional controls.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), 0x7F, 0xC2, 0xE2:
      true
    case 0x09, 0x0A: false
    default: byte < 0x20
    }
  }

  /// HTML Standard, "Void elements".
  private static func isVoid(_ name: StaticString) -> Bool {
    // All void elements have short names; most elements are asked no further.
    guard name.utf8CodeUnitCount <= 6 else { return false }
    return switch name.description {
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
