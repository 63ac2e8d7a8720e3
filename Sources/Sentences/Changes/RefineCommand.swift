public import BlockModel

/// What can be done to a block without a model.
public enum RefineCommand: Sendable, Hashable {
  case rename(String)
  case limit(Int)
  case sort(field: String, isDescending: Bool)
  case sortByTime(isNewestFirst: Bool)
  case group(String)
  case filter(field: String, Comparison, value: String)
  /// "only USD": a value of one column, or the only columns to stay.
  case only(String)
  case columns([String])
  case show([String])
  case hide([String])
  /// A kind of ``chartKinds``; `nil`: the one that fits.
  case chart(String?)
  case table
  case list
  case schedule(Schedule)
  case resize(isBigger: Bool)
  case set(param: String, value: String)
  /// "use Lisbon": the only text parameter takes it.
  case use(String)
  case refresh
  case delete
  case restore(Int?)

  public enum Comparison: String, Sendable, Hashable {
    case equal = "is"
    case notEqual = "is not"
    case contains
    case above
    case atLeast = "at least"
    case below
    case atMost = "at most"
  }

  public static let chartKinds = ["line", "area", "bar", "pie", "donut", "scatter"]

  /// Does something else than change what the block shows, so it stands alone?
  public var isAlone: Bool {
    switch self {
    case .refresh, .delete, .restore, .resize: true
    case .rename, .limit, .sort, .sortByTime, .group, .filter, .only, .columns, .show, .hide,
      .chart, .table, .list, .schedule, .set, .use:
      false
    }
  }

  /// The commands of a sentence, in order: all that it says, or `nil`.
  ///
  /// Also reads the end of a wish for a new block: "sorted by price descending, only 5".
  public static func parse(_ sentence: String) -> [RefineCommand]? {
    RefineSentence(sentence).commands
  }
}

/// A sentence taken apart at "and", "then" and commas, where each part is a command.
public struct RefineSentence: Sendable {
  /// `nil` when a part of the sentence is not understood.
  public let commands: [RefineCommand]?
  /// The first part that is not understood, when others are.
  public let unknown: String?

  public init(_ sentence: String) {
    let text = sentence.trimming { $0.isWhitespace || ".!;".contains($0) }
    let parts = Self.parts(text)
    let found = Self.read(text, parts[...])
    commands = found.flatMap { $0.count > 1 && $0.contains(where: \.isAlone) ? nil : $0 }
    let strange = parts.filter { RefineGrammar.commands(String(text[$0])) == nil }
    unknown =
      found == nil && strange.count < parts.count ? strange.first.map { String(text[$0]) } : nil
  }

  /// The places between the separators; what stands in quotes is one.
  private static func parts(_ text: String) -> [Range<String.Index>] {
    var parts: [Range<String.Index>] = []
    var start = text.startIndex
    for found in text.matches(of: #/(?i)(?:,|;|\.)?\s+(?:(?:and then|and|then)\s+)|[,;.]\s+/#) {
      let quotes = text[..<found.range.lowerBound].count { "\"“”".contains($0) }
      guard quotes.isMultiple(of: 2), start < found.range.lowerBound else { continue }
      parts.append(start..<found.range.lowerBound)
      start = found.range.upperBound
    }
    return parts + [start..<text.endIndex]
  }

  /// As many commands as the parts make. Neighbours are one command together when they are none
  /// each ("columns: name, price"), unless one says what to do.
  private static func read(
    _ text: String, _ parts: ArraySlice<Range<String.Index>>
  ) -> [RefineCommand]? {
    guard let first = parts.first else { return [] }
    for end in parts.indices {
      let isJoined = end > parts.startIndex
      if isJoined, RefineGrammar.isOrder(text[parts[end]]) { return nil }
      let whole = String(text[first.lowerBound..<parts[end].upperBound])
      guard let commands = RefineGrammar.commands(whole) else { continue }
      if let rest = read(text, parts[(end + 1)...]) { return commands + rest }
    }
    return nil
  }
}
