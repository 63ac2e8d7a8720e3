import Notation

/// What the elements of a page or an XML document can be selected by, and what stands in them: one walk over the
/// text, without a tree. What it takes wrongly in a broken page it takes wrongly in both pages that are compared.
struct PageScan {
  struct Place {
    var count = 0
    /// What its elements say, folded.
    var texts: Set<String> = []
    /// What its elements have besides, each of them.
    var beside: Set<String> = []
    /// The marks of the elements around it.
    var around: Set<String> = []
  }

  /// By `tag`, `.class`, `#id` and `@attribute`.
  private(set) var places: [String: Place] = [:]
  /// The tag around all.
  private(set) var root = ""
  /// It asks for a password.
  private(set) var hasPassword = false

  private static let maximumTexts = 300
  private static let maximumElements = 40_000
  private static let void: Set = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
  private static let (less, more, slash, quote, apostrophe) = (
    UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'")
  )

  init(_ text: String) {
    let bytes = Array(text.utf8)
    var open: [(tag: String, mark: String)] = []
    var (place, elements) = (0, 0)
    while place < bytes.count, elements < Self.maximumElements {
      guard let start = bytes[place...].firstIndex(of: Self.less), start + 1 < bytes.count else {
        return
      }
      if bytes[start...].starts(with: "<!--".utf8) {
        place = bytes[start...].firstRange(of: Array("-->".utf8))?.upperBound ?? bytes.count
        continue
      }
      let end = Self.end(of: bytes, from: start + 1)
      defer { place = max(place, end + 1) }
      guard end < bytes.count else { return }
      if bytes[start + 1] == Self.slash {
        let tag = String(decoding: bytes[(start + 2)..<end], as: UTF8.self).lowercased()
          .prefix { !$0.isWhitespace }
        if let last = open.lastIndex(where: { $0.tag == tag }) { open.removeSubrange(last...) }
        continue
      }
      guard bytes[start + 1] > 64 else { continue }
      elements += 1
      let (tag, attributes) = Self.element(bytes[(start + 1)..<end])
      if root.isEmpty { root = tag }
      let next = bytes[end...].firstIndex(of: Self.less) ?? bytes.count
      let content = ShownValues.folded(
        HTMLEntities.decoded(String(decoding: bytes[(end + 1)..<max(end + 1, next)], as: UTF8.self))
      )
      let mark = add(tag, attributes, content, around: open.last?.mark ?? "")
      let isClosed = bytes[end - 1] == Self.slash || Self.void.contains(tag)
      if tag == "script" || tag == "style" {
        let close = Array("</\(tag)".utf8)
        place = bytes[end...].firstRange(of: close)?.lowerBound ?? bytes.count
      } else if !isClosed, open.count < 200 {
        open.append((tag, mark))
      }
    }
  }

  /// The sign that ends a tag; one in a value does not.
  private static func end(of bytes: [UInt8], from start: Int) -> Int {
    var (place, sign) = (start, UInt8(0))
    while place < bytes.count {
      let byte = bytes[place]
      if sign != 0 {
        if byte == sign { sign = 0 }
      } else if byte == more {
        return place
      } else if byte == quote || byte == apostrophe, place > start,
        bytes[place - 1] == UInt8(ascii: "=")
      {
        sign = byte
      }
      place += 1
    }
    return bytes.count
  }

  private static func element(
    _ bytes: ArraySlice<UInt8>
  ) -> (tag: String, attributes: [(name: String, value: String)]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let tag = text.prefix { !$0.isWhitespace && $0 != "/" }
    var rest = text.dropFirst(tag.count)
    var attributes: [(String, String)] = []
    while attributes.count < 30 {
      rest = rest.drop { $0.isWhitespace || $0 == "/" }
      let name = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
      guard !name.isEmpty else { break }
      rest = rest.dropFirst(name.count).drop(while: \.isWhitespace)
      guard rest.first == "=" else {
        attributes.append((name.lowercased(), ""))
        continue
      }
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      if let sign = rest.first, sign == "\"" || sign == "'" {
        let value = rest.dropFirst().prefix { $0 != sign }
        rest = rest.dropFirst(value.count + 2)
        attributes.append((name.lowercased(), String(value)))
      } else {
        let value = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(value.count)
        attributes.append((name.lowercased(), String(value)))
      }
    }
    return (tag.lowercased(), attributes)
  }

  /// - Returns: what the element is known by to those in it.
  private mutating func add(
    _ tag: String, _ attributes: [(name: String, value: String)], _ text: String, around: String
  ) -> String {
    var marks = [tag]
    for (name, value) in attributes {
      switch name {
      case "class": marks += value.split(whereSeparator: \.isWhitespace).map { "." + $0 }
      case "id": marks.append("#" + value)
      default: marks.append("@" + name)
      }
      if tag == "input", name == "type", value.lowercased() == "password" { hasPassword = true }
    }
    for mark in marks {
      var place = places[mark] ?? Place()
      let others = Set(marks).subtracting([mark])
      place.beside = place.count == 0 ? others : place.beside.intersection(others)
      place.count += 1
      if !text.isEmpty, place.texts.count < Self.maximumTexts { place.texts.insert(text) }
      if !around.isEmpty { place.around.insert(around) }
      places[mark] = place
    }
    return marks.first { $0.hasPrefix("#") } ?? marks.first { $0.hasPrefix(".") } ?? tag
  }
}
