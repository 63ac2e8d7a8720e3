import BlockModel

/// Understands sentences over one offer: wholly, or it says what it did not understand.
public struct Linker: Sendable {
  public let index: OfferIndex
  /// The civil day that names of days without a year are read on.
  public let today: (year: Int, month: Int, day: Int)

  public init(
    _ index: OfferIndex, today: (year: Int, month: Int, day: Int)
  ) {
    self.index = index
    self.today = today
  }

  /// What came of a sentence.
  public enum Outcome: Hashable, Sendable {
    case answered(Reading)
    /// Not sure enough: the readings it may have, the likeliest first.
    case asked([Reading])
  }

  /// Words of a sentence that are read at most.
  public static let maximumPieces = 300
  /// How much may be guessed in an answer.
  private static let bound = 0.75
  /// The same where no question word helps.
  private static let statementBound = 0.5
  /// How far the best reading leads the next different one.
  private static let margin = 0.06
  /// What leads so far has no rival, and may be guessed more of.
  private static let clearLead = 0.3
  private static let clearBound = 0.62

  public func link(_ sentence: ReadSentence) -> Outcome {
    // A name that is a value of the source is that value: "the book titled Mira Lund".
    // "queens named II": so is a word of some of them that stands alone.
    let isValue =
      sentence.namePieces.map { name in
        index.isWhole(name.map(\.folded))
          || name.count == 1 && name[0].quote == nil && index.isPart(name[0].folded)
      } ?? false
    let pieces = isValue ? sentence.allPieces : sentence.pieces
    guard pieces.count <= Self.maximumPieces else {
      return .asked([
        Reading(query: RowQuery(), doubts: [.unknown("\(pieces.count) words")])
      ])
    }
    return link(pieces, sentence.lexicon)
  }

  /// Does a word of the sentence speak of a field of the source?
  public func namesField(_ sentence: ReadSentence) -> Bool {
    !ItemFinder(sentence.pieces, index: index, lexicon: sentence.lexicon, today: today)
      .fieldPieces.isEmpty
  }

  /// What some pieces of a sentence mean.
  func link(_ pieces: [Piece], _ lexicon: Lexicon) -> Outcome {
    let readings = readings(pieces, lexicon)
    guard let best = readings.first else { return .answered(Reading(query: RowQuery())) }
    let lead = rival(of: best, among: readings).map { $0.weight - best.weight } ?? .infinity
    // What selects and orders nothing has left something out, however far it leads.
    let isClear = lead >= Self.clearLead && best.query.isSelective
    let bound =
      best.isQuestion ? Self.bound : isClear ? Self.clearBound : Self.statementBound
    let isSure =
      best.doubts.isEmpty && best.cost <= bound && lead >= Self.margin
      && !readings.dropFirst().contains { isTwin($0, of: best) }
    return isSure ? .answered(best) : .asked(Array(readings.prefix(4)))
  }

  /// The likeliest reading that has other rows: which columns are shown is no reason to ask.
  private func rival(of best: Reading, among readings: [Reading]) -> Reading? {
    let rows = Self.rows(best)
    return readings.dropFirst().first { Self.rows($0) != rows }
  }

  /// A query by the rows that it leaves, so that two that leave the same are one.
  private static func rows(_ reading: Reading) -> RowQuery {
    var query = reading.query
    query.columns = nil
    query.hidden = []
    query.view = nil
    // The highest value, and the row that has it.
    if let aggregate = query.aggregate, let field = aggregate.field, query.group == nil,
      query.sort.isEmpty, aggregate.kind == .max || aggregate.kind == .min
    {
      query.aggregate = nil
      query.sort = [RowQuery.Order(field, isDescending: aggregate.kind == .max)]
      query.limit = 1
    }
    // The year of a moment, and the same year as a value of another field.
    for (place, filter) in query.filters.enumerated().reversed() {
      guard filter.comparison == .atLeast, case .moment(let from)? = filter.values.first,
        case .day(let year, 1, 1) = from.form,
        let end = query.filters.firstIndex(
          of: RowQuery.Filter(
            filter.field, .below, .moment(.day(year + 1, 1, 1))))
      else { continue }
      query.filters[place] = RowQuery.Filter("", .equal, .number(Double(year)))
      query.filters.remove(at: end)
      break
    }
    query.filters = query.filters.map { filter in
      guard filter.comparison == .equal, case .text(let text)? = filter.values.first,
        text.count == 4,
        let year = Int(text), (1500...2199).contains(year), filter.values.count == 1
      else { return filter }
      return RowQuery.Filter("", .equal, .number(Double(year)))
    }
    return query
  }

  /// "goals", where there are goals for and goals against: as likely, with other columns.
  private func isTwin(_ reading: Reading, of best: Reading) -> Bool {
    guard let columns = best.query.columns, let others = reading.query.columns, columns != others,
      columns.count == others.count, Set(columns) != Set(others)
    else { return false }
    return reading.weight - best.weight < 0.01
  }

  /// The different readings, the likeliest first.
  func readings(_ pieces: [Piece], _ lexicon: Lexicon) -> [Reading] {
    guard !pieces.isEmpty else { return [] }
    let finder = ItemFinder(pieces, index: index, lexicon: lexicon, today: today)
    var readings: [Reading] = []
    var places: [RowQuery: Int] = [:]
    for way in SpanChart(finder).ways(32) {
      for assembly in Self.assemblies(way, finder) {
        let reading = assembly.reading
        if let known = places[reading.query] {
          if reading.weight < readings[known].weight { readings[known] = reading }
        } else {
          places[reading.query] = readings.count
          readings.append(reading)
        }
      }
    }
    // Of two that are as likely, the one that shows more of what was named; else the first found.
    return readings.enumerated().sorted { one, other in
      let (first, second) = (one.element, other.element)
      let key = { (reading: Reading) in
        (
          (reading.weight * 1e6).rounded(), reading.query.filters.count,
          -(reading.query.columns?.count ?? 0)
        )
      }
      return key(first) == key(second) ? one.offset < other.offset : key(first) < key(second)
    }.map(\.element)
  }

  /// One for each way to choose the fields of what fits several.
  private static func assemblies(
    _ way: (items: [Item], cost: Double), _ finder: ItemFinder
  ) -> [Assembly] {
    let first = Assembly(way, finder: finder)
    guard let (place, fields) = first.open.min(by: { $0.key < $1.key }) else { return [first] }
    return fields.prefix(6).map { Assembly(way, finder: finder, chosen: [place: $0]) }
  }
}

extension RowQuery {
  /// Rows are picked, ordered or computed with.
  fileprivate var isSelective: Bool { !filters.isEmpty || !sort.isEmpty || aggregate != nil }
}

extension Reading {
  /// What readings are compared by.
  public var weight: Double { cost + 0.6 * Double(doubts.count) }
}
