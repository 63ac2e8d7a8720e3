/// The number of a section of the page. A new one gets a number that nothing kept speaks of.
public struct SectionID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 0 for ``top``, otherwise 1…1,000,000.
  public let number: Int

  /// What stands above all sections: it has no title, is always there and never folded.
  public static let top = SectionID(0)

  /// Values outside are brought inside.
  public init(_ number: Int) { self.number = min(max(number, 0), 1_000_000) }

  public static func < (a: SectionID, b: SectionID) -> Bool { a.number < b.number }

  public var description: String { String(number) }
}

/// A part of the page with a title, below ``SectionID/top``. Its cards have a grid of their own.
public struct PageSection: Hashable, Sendable, Identifiable {
  public let id: SectionID
  /// 1 to 80 characters on one line.
  public private(set) var title: String
  /// Only its title is shown.
  public var isFolded: Bool

  /// As many as a page may have.
  public static let most = 50
  /// Characters of a title.
  public static let longestTitle = 80

  /// - Returns: `nil` for ``SectionID/top``, and for a title that is empty or longer than ``longestTitle``.
  public init?(_ id: SectionID, title: String, isFolded: Bool = false) {
    guard id != .top, let title = Self.title(title) else { return nil }
    self.id = id
    self.title = title
    self.isFolded = isFolded
  }

  /// Reads `{"id": 3, "title": "News", "folded": false}`.
  public init?(_ json: JSONValue) {
    guard let number = json["id"]?.count(), let title = json["title"]?.string else { return nil }
    self.init(SectionID(number), title: title, isFolded: json["folded"]?.bool ?? false)
  }

  /// `{"id": 3, "title": "News", "folded": false}`
  public var json: JSONValue {
    [
      "id": .integer(Int64(id.number)), "title": .string(title), "folded": .bool(isFolded),
    ]
  }

  /// - Returns: whether the title was one.
  public mutating func rename(_ title: String) -> Bool {
    guard let title = Self.title(title) else { return false }
    self.title = title
    return true
  }

  private static func title(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").onOneLine
    return (1...longestTitle).contains(words.count) ? words : nil
  }
}
