/// Finds the encoding of a body and turns it into UTF-8.
enum BodyText {
  enum Format { case html, xml, plain }

  /// In the order of the HTML standard: byte order mark, `Content-Type`, the document's own word;
  /// without one, UTF-8 when it is valid, else windows-1252. Who says ASCII of a text with other
  /// letters has said nothing.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, format: Format, contentType: String?
  ) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return utf8(UnsafeRawBufferPointer(rebasing: bytes[3...]))
    }
    if bytes.starts(with: [0xFF, 0xFE]) {
      return Charsets.loaded.decode(UnsafeRawBufferPointer(rebasing: bytes[2...]), "UTF-16LE")
    }
    if bytes.starts(with: [0xFE, 0xFF]) {
      return Charsets.loaded.decode(UnsafeRawBufferPointer(rebasing: bytes[2...]), "UTF-16BE")
    }
    if bytes.starts(with: [0x3C, 0x00]) { return Charsets.loaded.decode(bytes, "UTF-16LE") }
    if bytes.starts(with: [0x00, 0x3C]) { return Charsets.loaded.decode(bytes, "UTF-16BE") }
    let name = contentType.flatMap(parameter) ?? declared(bytes, format)
    if let name, name != Charsets.ascii {
      // A wrong declaration of UTF-8 is far more often windows-1252 than a broken letter.
      if name != "UTF-8" { return Charsets.loaded.decode(bytes, name) }
    } else if String(validating: bytes, as: UTF8.self) == nil {
      return Charsets.loaded.decode(bytes, "WINDOWS-1252")
    }
    return utf8(bytes)
  }

  /// The same text; what is no UTF-8 in it becomes U+FFFD.
  static func utf8(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    if String(validating: bytes, as: UTF8.self) != nil { return Array(bytes) }
    return Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  /// `text/html; charset="iso-8859-1"` → its encoding.
  static func parameter(_ contentType: String) -> String? {
    guard let label = label(after: "charset", in: Array(contentType.utf8)[...]) else { return nil }
    return Charsets.name(label)
  }

  private static func declared(_ bytes: UnsafeRawBufferPointer, _ format: Format) -> String? {
    let head = Array(bytes.prefix(format == .html ? 4096 : 256))
    let word: String
    switch format {
    case .plain: return nil
    case .xml:
      guard MarkupText.find(Array("<?xml".utf8), in: head[...]) else { return nil }
      word = "encoding"
    case .html: word = "charset"
    }
    guard let label = label(after: word, in: head[...]), let name = Charsets.name(label) else {
      return nil
    }
    // The declaration was read as ASCII, so the text cannot be UTF-16.
    return name.hasPrefix("UTF-16") ? "UTF-8" : name
  }

  /// The value after `word=` or `word =`, with or without quotes.
  private static func label(after word: String, in bytes: ArraySlice<UInt8>) -> String? {
    let lower = bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
    let word = Array(word.utf8)
    var start = 0
    while start + word.count < lower.count {
      guard lower[start] == word[0], lower[start...].starts(with: word) else {
        start += 1
        continue
      }
      var at = start + word.count
      while at < lower.count, MarkupText.isSpace(lower[at]) { at += 1 }
      if at < lower.count, lower[at] == UInt8(ascii: "=") {
        at += 1
        while at < lower.count, MarkupText.isSpace(lower[at]) || lower[at] == 34 || lower[at] == 39
        {
          at += 1
        }
        let value = lower[at...].prefix {
          $0 > 32 && $0 != 34 && $0 != 39 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ">")
            && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: ",")
        }
        if !value.isEmpty { return String(decoding: value, as: UTF8.self) }
      }
      start += 1
    }
    return nil
  }
}
