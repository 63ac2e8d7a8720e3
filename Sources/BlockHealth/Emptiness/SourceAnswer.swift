/// What a source answered to one request of a run.
public struct SourceAnswer: Hashable, Sendable {
  public var method: String
  public var url: String
  public var status: Int
  /// Lower case, without parameters; empty when the source did not say.
  public var mediaType: String
  public var body: [UInt8]

  public init(
    method: String = "GET", url: String, status: Int = 200, mediaType: String = "", body: [UInt8]
  ) {
    self.method = method
    self.url = url
    self.status = status
    self.mediaType = mediaType
    self.body = body
  }

  /// What is read of a body.
  static let maximumBytes = 1 << 20

  var text: String { String(decoding: body.prefix(Self.maximumBytes), as: UTF8.self) }

  /// What a body is by what it begins with; what its source calls it may be wrong.
  enum Form: Hashable { case json, markup, calendar, table, text, nothing }

  var form: Form {
    guard let first = body.first(where: { $0 > 32 && ![0xEF, 0xBB, 0xBF].contains($0) }) else {
      return .nothing
    }
    if first == UInt8(ascii: "<") { return .markup }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
    let start = String(decoding: body.prefix(64), as: UTF8.self)
    if start.uppercased().contains("BEGIN:VCALENDAR") { return .calendar }
    return mediaType.contains("csv") || mediaType.contains("tab-separated") ? .table : .text
  }

  /// The address without what changes from day to day: its query, and digits.
  var place: String {
    method + " " + url.prefix { $0 != "?" && $0 != "#" }.filter { !$0.isNumber }
  }

  /// Answers of two runs to the same questions.
  static func pairs(_ old: [SourceAnswer], _ new: [SourceAnswer]) -> [(SourceAnswer, SourceAnswer)]
  {
    old.enumerated().compactMap { number, one in
      let other =
        new.first { $0.method == one.method && $0.url == one.url }
        ?? new.first { $0.place == one.place }
        ?? (old.count == new.count ? new[number] : nil)
      return other.map { (one, $0) }
    }
  }
}
