import BlockModel
import Drafting
import Egress

/// What an answer is, judged by its first bytes, its content type and its address, in this order:
/// servers lie about types more often than bodies do.
enum ContentKind: Equatable {
  case empty
  case json
  case markup(Probe.Kind)

  /// - Returns: `nil` for pictures, archives and other bytes.
  init?(_ response: EgressResponse) {
    let type = response.mediaType
    let path = response.url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    self.init(body: response.body, type: type, path: String(path))
  }

  init?(body: [UInt8], type: String, path: String) {
    // Enough for the root element behind a declaration and comments; odd encodings lose only zeros.
    let start = String(decoding: body.prefix(4096).filter { $0 != 0 }, as: UTF8.self)
      .trimming { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{FFFD}" }
    if body.isEmpty || start.isEmpty {
      self = .empty
      return
    }
    let head = start.lowercased()
    let isXMLType = type.contains("xml") || type.contains("rss") || type.contains("atom")
    if head.hasPrefix("begin:vcalendar") || type == "text/calendar" {
      self = .markup(.ical)
    } else if head.hasPrefix("{") || head.hasPrefix("[") {
      self = .json
    } else if head.hasPrefix("<") {
      let isFeed =
        ["<rss", "<feed", "<rdf:rdf"].contains { head.contains($0) }
        && !head.hasPrefix("<!doctype html") && !head.hasPrefix("<html")
      let isPage = head.hasPrefix("<!doctype html") || head.hasPrefix("<html")
      // XML that is no feed is read as what it is.
      let isXML = isXMLType || head.hasPrefix("<?xml") || head.hasPrefix("<opml")
      self = .markup(
        isFeed
          || (isXML && !isPage && !head.contains("<html")
            && (!type.contains("html") || !isXMLType && head.contains("<opml")))
          ? .feed : .html)
    } else if type.hasSuffix("json") {
      self = .json
    } else if isXMLType, !type.contains("html") {
      self = .markup(.feed)
    } else if type.contains("csv") || type.contains("tab-separated") || path.hasSuffix(".csv")
      || path.hasSuffix(".tsv") || Self.isDelimited(start)
    {
      self = .markup(.csv)
    } else if type.hasPrefix("text/") || type.isEmpty || type == "application/octet-stream" {
      // Servers that do not know a file's ending send text as bytes.
      guard body.prefix(512).filter({ $0 < 9 }).count < 4 else { return nil }
      self = .markup(.html)
    } else {
      return nil
    }
  }

  /// Do the first lines hold the same number of a delimiter?
  private static func isDelimited(_ text: String) -> Bool {
    let lines = text.split(whereSeparator: \.isNewline).prefix(6).dropLast(
      text.count > 3000 ? 1 : 0)
    guard lines.count >= 2 else { return false }
    return [",", "\t", ";", "|"].contains { (delimiter: Character) in
      let counts = Set(lines.map { line in line.filter { $0 == delimiter }.count })
      return counts.count == 1 && (counts.first ?? 0) >= 1
    }
  }
}
