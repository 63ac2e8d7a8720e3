/// A tokenizer that accepts only what the typed builder may write. Anything a browser could read
/// as more than text is a fault.
struct StrictHTML {
  private(set) var faults: [String] = []
  /// All texts and attribute values, unescaped.
  private(set) var words = ""

  private static let elements: Set<String> = [
    "a", "blockquote", "br", "button", "canvas", "caption", "circle", "code", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "form", "h3", "h4", "h5", "hr",
    "img", "input", "label", "li", "ol", "option", "p", "polygon", "polyline", "pre", "progress",
    "rect", "script", "section", "select", "small", "span", "strong", "summary", "svg", "table",
    "tbody", "td", "text", "textarea", "th", "thead", "time", "tr", "ul",
  ]
  private static let void: Set<String> = ["br", "hr", "img", "input"]
  private static let addresses: Set<String> = ["href", "src", "action"]
  private static let schemes = ["https://", "http://", "mailto:", "/", "#"]

  init(_ html: String) {
    var open: [String] = []
    var rest = Array(html.utf8)[...]
    while let first = rest.first {
      guard first == UInt8(ascii: "<") else {
        let text = rest.prefix { $0 != UInt8(ascii: "<") }
        if open.last == "script" { data(text) } else { plain(text, "text") }
        rest = rest.dropFirst(text.count)
        continue
      }
      guard let end = Self.tagEnd(rest) else {
        fault("a tag that does not end")
        break
      }
      let tag = rest[(rest.startIndex + 1)..<end]
      rest = rest[(end + 1)...]
      if tag.first == UInt8(ascii: "/") {
        if open.popLast() != Self.string(tag.dropFirst()) { fault("a wrong end tag") }
      } else if let name = element(tag), !Self.void.contains(name) {
        open.append(name)
      }
    }
    if !open.isEmpty { fault("left open: \(open)") }
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// The `>` outside quotes.
  private static func tagEnd(_ text: ArraySlice<UInt8>) -> Int? {
    var inValue = false
    for index in text.indices {
      if text[index] == UInt8(ascii: "\"") { inValue.toggle() }
      if text[index] == UInt8(ascii: ">"), !inValue { return index }
    }
    return nil
  }

  private mutating func fault(_ words: String) { faults.append(words) }

  /// Reads `name attribute="value" flag`, with exactly one space before each attribute.
  private mutating func element(_ tag: ArraySlice<UInt8>) -> String? {
    let name = Self.string(tag.prefix { $0 != UInt8(ascii: " ") })
    guard Self.elements.contains(name) else {
      fault("element <\(name.prefix(40))>")
      return nil
    }
    var rest = tag.dropFirst(name.utf8.count)
    var isData = false
    while !rest.isEmpty {
      let key = rest.dropFirst().prefix(while: Self.isNameByte)
      guard rest.first == UInt8(ascii: " "), !key.isEmpty else {
        fault("<\(name)> has \(Self.string(rest).prefix(60))")
        return name
      }
      rest = rest[key.endIndex...]
      var value = rest.prefix(0)
      if rest.starts(with: "=\"".utf8) {
        value = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "\"") }
        rest = rest[value.endIndex...].dropFirst()
      }
      attribute(Self.string(key), value, of: name)
      if Self.string(key) == "type", value.elementsEqual("application/json".utf8) { isData = true }
    }
    if name == "script", !isData { fault("a script") }
    return name
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private mutating func attribute(_ name: String, _ value: ArraySlice<UInt8>, of element: String) {
    if name.hasPrefix("on") || ["style", "srcdoc", "srcset", "formaction"].contains(name) {
      fault("<\(element) \(name)>")
    }
    plain(value, name)
    guard Self.addresses.contains(name) else { return }
    let value = Self.string(value)
    let isSafe =
      Self.schemes.contains { value.hasPrefix($0) } && !value.hasPrefix("//")
      || element == "img" && value.hasPrefix("data:image/png;base64,")
    if !isSafe { fault("\(name)=\(value.prefix(60))") }
  }

  private static let references = ["amp;", "lt;", "gt;", "quot;", "#39;"].map { Array($0.utf8) }

  private mutating func plain(_ bytes: ArraySlice<UInt8>, _ place: String) {
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case UInt8(ascii: "&"):
        let after = bytes[(index + 1)...]
        if !Self.references.contains(where: { after.starts(with: $0) }) { fault("& in \(place)") }
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
        fault("unescaped in \(place): \(Self.string(bytes).prefix(80))")
      case 0x09, 0x0A: break
      case 0..<0x20, 0x7F: fault("a control character in \(place)")
      // UTF-8 of U+202A…202E and U+2066…2069.
      case 0xE2:
        let next = bytes[(index + 1)...].prefix(2)
        if [[0x80, 0xAA], [0x80, 0xAE], [0x81, 0xA6], [0x81, 0xA9]].contains(Array(next)) {
          fault("a bidirectional control in \(place)")
        }
      default: break
      }
    }
    words += " " + Self.string(bytes)
  }

  private mutating func data(_ bytes: ArraySlice<UInt8>) {
    let text = Self.string(bytes)
    if text.unicodeScalars.contains(where: { "<>&\u{2028}\u{2029}".unicodeScalars.contains($0) }) {
      fault("JSON breaks out: \(text.prefix(80))")
    }
    words += " " + text
  }
}
