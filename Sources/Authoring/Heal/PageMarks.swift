import BlockModel
import Egress
import Foundation
import Notation

/// What a page can be selected by: classes, ids, tags and attributes, with the texts that stand there.
struct PageMarks {
  struct Place {
    var count = 0
    /// What its elements say, without how they write it.
    var texts: Set<String> = []
    /// As they are written, in their order.
    var written: [String] = []
    /// The tags of its elements.
    var tags: Set<String> = []
  }

  /// By class or id.
  private(set) var marks: [String: Place] = [:]
  private(set) var tags: [String: Place] = [:]
  /// Values by attribute, of `data-…` and those of HTML.
  private(set) var attributes: [String: Set<String>] = [:]

  private static let maximumBytes = 512 << 10
  private static let maximumValues = 200

  /// - Returns: `nil` for a page that is too large to be compared.
  init?(_ answer: RecordedAnswer) {
    guard answer.body.count <= Self.maximumBytes else { return nil }
    let page = String(decoding: answer.body, as: UTF8.self)
    for match in page.matches(of: #/<([A-Za-z][\w:.-]*)([^<>]*)>([^<]*)/#) {
      add(
        tag: match.1.lowercased(), attributes: match.2,
        text: match.3.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  private mutating func add(tag: String, attributes text: Substring, text content: String) {
    tags[tag, default: Place()].add(content, tag)
    for match in text.matches(of: #/([A-Za-z][\w:.-]*)\s*=\s*["']([^"'<>]*)["']/#) {
      let name = match.1.lowercased()
      if name == "class" || name == "id" {
        for mark in match.2.split(whereSeparator: \.isWhitespace).map(String.init) {
          marks[mark, default: Place()].add(content, tag)
        }
      } else if attributes[name, default: []].count < Self.maximumValues {
        attributes[name, default: []].insert(String(match.2))
      }
    }
  }

  /// What a text says: its number, its day, or its words.
  fileprivate static func meaning(_ text: String) -> String {
    if text.contains(where: \.isNumber) {
      if let number = NumberText(text),
        let value = number.value(decimal: number.provenMark ?? .point)
      {
        return "\(value)"
      }
      if let moment = DateForm.read(.string(text), dayFirst: nil) { return "@\(moment)" }
    }
    return text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension PageMarks.Place {
  fileprivate mutating func add(_ text: String, _ tag: String) {
    count += 1
    tags.insert(tag)
    guard !text.isEmpty, written.count < 200 else { return }
    texts.insert(PageMarks.meaning(text))
    written.append(text)
  }

  /// The share of the texts that stand in another place, too.
  func share(in other: PageMarks.Place) -> Double {
    texts.isEmpty ? 0 : Double(texts.intersection(other.texts).count) / Double(texts.count)
  }
}
