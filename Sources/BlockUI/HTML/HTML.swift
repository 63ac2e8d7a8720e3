/// A piece of an HTML page in which everything is escaped for its place.
///
/// There is no way to append a plain `String`: texts go through ``init(_:)``, attribute values
/// through ``Attribute``, addresses through ``PageURL``, data through ``data(id:_:)``. Names of
/// elements and attributes are `StaticString`, so none can come from a spec or from data.
///
///     HTML("p", class: "note") { HTML(text) }
public struct HTML: Sendable, Hashable {
  /// The markup in UTF-8, ready to be sent.
  public private(set) var bytes: [UInt8]

  /// The markup as a text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public init() { bytes = [] }

  private init(markup: [UInt8]) { bytes = markup }

  /// A text: `& < > "` and characters that HTML does not allow are escaped or replaced.
  public init(_ text: String) {
    bytes = []
    Self.escape(text, into: &bytes)
  }

  /// An element. Elements that HTML calls void get no end tag and no content.
  public init(
    _ name: StaticString, _ attributes: [Attribute] = [],
    @HTMLBuilder _ content: () -> HTML = { HTML() }
  ) {
    bytes = Self.start(name)
    for attribute in attributes { bytes += attribute.markup }
    end(name, content)
  }

  /// An element with nothing but a class.
  public init(
    _ name: StaticString, class: StaticString, @HTMLBuilder _ content: () -> HTML = { HTML() }
  ) {
    bytes = Self.start(name)
    bytes.append(" class=\"")
    bytes.append(`class`)
    bytes.append(UInt8(ascii: "\""))
    end(name, content)
  }

  private static func start(_ name: StaticString) -> [UInt8] {
    var bytes: [UInt8] = []
    // Most elements are small; one piece of memory is enough for them.
    bytes.reserveCapacity(128)
    bytes.append(UInt8(ascii: "<"))
    bytes.append(name)
    return bytes
  }

  private mutating func end(_ name: StaticString, _ content: () -> HTML) {
    bytes.append(UInt8(ascii: ">"))
    guard !Self.isVoid(name) else { return }
    bytes += content().bytes
    bytes.append("</")
    bytes.append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Pieces one after the other.
  public init(_ pieces: some Sequence<HTML>) {
    bytes = []
    for piece in pieces { bytes += piece.bytes }
  }

  public static func + (a: HTML, b: HTML) -> HTML { HTML(markup: a.bytes + b.bytes) }

  public static func += (a: inout HTML, b: HTML) { a.bytes += b.bytes }

  public var isEmpty: Bool { bytes.isEmpty }

  /// The start of every page.
  public static let doctype = HTML(markup: Array("<!doctype html>\n".utf8))

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
    var bytes = Array("<script type=\"application/json\"".utf8)
    for attribute in attributes { bytes += attribute.markup }
    bytes.append(UInt8(ascii: ">"))
    bytes += safe.utf8
    bytes.append("</script>")
    return HTML(markup: bytes)
  }

  static func escape(_ text: String, into bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { utf8 in
      // Most texts hold nothing to escape.
      guard utf8.contains(where: isSpecial) else {
        bytes.append(contentsOf: utf8)
        return
      }
      bytes.reserveCapacity(bytes.count + utf8.count + 32)
      for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
        escape(scalar, into: &bytes)
      }
    }
  }

  private static func escape(_ scalar: Unicode.Scalar, into bytes: inout [UInt8]) {
    switch scalar {
    case "&": bytes.append("&amp;")
    case "<": bytes.append("&lt;")
    case ">": bytes.append("&gt;")
    case "\"": bytes.append("&quot;")
    case "'": bytes.append("&#39;")
    case "\t", "\n": bytes.append(UInt8(ascii: scalar))
    // Bidirectional controls would turn round what stands beside the text; elements isolate.
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": bytes += "\u{FFFD}".utf8
    default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
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
    name.withUTF8Buffer { name in
      // Only a few begin like a void element; the others are asked no further.
      switch name.first.map({ Unicode.Scalar($0) }) {
      case "b" where name.count != 2, "t" where name.count != 5, "s" where name.count != 6: false
      case "a", "b", "c", "e", "h", "i", "l", "m", "s", "t", "w":
        voidElements.contains { $0.utf8.elementsEqual(name) }
      default: false
      }
    }
  }

  private static let voidElements = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
}

extension [UInt8] {
  /// Appends markup that stands in the program.
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }
}

/// Puts pieces of HTML one after the other, with `if`, `switch` and `for`.
@resultBuilder
public enum HTMLBuilder {
  public static func buildExpression(_ piece: HTML) -> HTML { piece }
  public static func buildExpression(_ piece: HTML?) -> HTML { piece ?? HTML() }
  public static func buildBlock() -> HTML { HTML() }
  public static func buildPartialBlock(first piece: HTML) -> HTML { piece }
  public static func buildPartialBlock(accumulated: consuming HTML, next: HTML) -> HTML {
    accumulated += next
    return accumulated
  }
  public static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
  public static func buildEither(first piece: HTML) -> HTML { piece }
  public static func buildEither(second piece: HTML) -> HTML { piece }
  public static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
}
