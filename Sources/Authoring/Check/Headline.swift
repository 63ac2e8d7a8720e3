import BlockModel
import BlockUI
import Foundation

/// What a card puts first, held against what the sentence asks for: a price is a number, the next
/// event lies ahead, and the weather of now is not that of the last hour of the forecast.
struct Headline {
  /// A forecast begins so many seconds before now at most, and goes so far beyond it at least.
  private static let hour = 3_600.0

  private let values: [ShownValue]
  /// With those that stand under a condition.
  private let possible: [ShownValue]
  private let data: JSONValue
  private let now: Double
  private let words: Set<String>

  init(
    values: [ShownValue], possible: [ShownValue], _ context: RenderContext, _ sentence: String
  ) {
    self.values = values
    self.possible = possible
    data = context.data
    now = context.now.timeIntervalSince1970
    words = Set(sentence.lowercased().split { !$0.isLetter }.map(String.init))
  }

  var findings: [CandidateFinding] {
    [priceWithoutNumber, pastNextEvent, lastHourOfForecast].compactMap(\.self)
  }

  // MARK: Prices

  private static let priceWords: Set<String> = [
    "price", "prices", "cost", "costs", "preis", "preise", "kostet", "prix", "coûte", "precio",
    "precios", "cuesta", "preço", "preços", "custa", "prezzo", "prezzi", "prijs", "prijzen",
  ]

  /// Of the values that are called a price, or of the big number when there is only one.
  private var priceWithoutNumber: CandidateFinding? {
    guard !words.isDisjoint(with: Self.priceWords) else { return nil }
    func isPrice(_ shown: ShownValue) -> Bool {
      let name = Set(
        (shown.name + " " + (shown.field.path.lastName ?? "")).lowercased()
          .split { !$0.isLetter }.map(String.init))
      return !name.isDisjoint(with: Self.priceWords)
    }
    let stats = values.filter { $0.component == .stat && $0.field.at.hasSuffix("/value") }
    let prices = values.filter(isPrice)
    let shown = prices.isEmpty && stats.count == 1 ? stats : prices
    let present = shown.flatMap(\.values).filter { !$0.isMissing }
    guard let first = present.first,
      !present.contains(where: {
        $0.number != nil || $0.string?.contains(where: \.isNumber) == true
      })
    else { return nil }
    return CardLook.odd(
      "The sentence asks for a price, and what is shown as one has no number: \(first.json().prefix(60)).",
      "the price that is shown is not a number")
  }

  // MARK: Events

  static let nextWords: Set<String> = [
    "next", "upcoming", "nächste", "nächsten", "nächster", "nächstes", "kommende", "prochain",
    "prochaine", "prochains", "próximo", "próxima", "próximos", "próximas", "prossimo", "prossima",
    "prossimi", "volgende",
  ]

  /// The moments that the card shows all lie behind us, those it counts down to among them.
  private var pastNextEvent: CandidateFinding? {
    guard !words.isDisjoint(with: Self.nextWords) else { return nil }
    let moments = possible.filter { $0.isMoment }.map { ($0, $0.values.compactMap(Self.moment)) }
      .filter { !$0.1.isEmpty }
    guard let (shown, times) = moments.first, times.count * 2 > shown.values.count,
      moments.allSatisfy({ $0.1.allSatisfy { $0 < now - 24 * Self.hour } }), let last = times.max()
    else { return nil }
    let day = Date(timeIntervalSince1970: last).formatted(.iso8601.year().month().day())
    return CardLook.odd(
      "The sentence asks for what comes next, and every time in '\(shown.name)' is in the past; the latest is \(day).",
      "what is shown as next is in the past")
  }

  // MARK: Forecasts

  /// A number that stands alone and is that of the last of rows whose times go on far beyond now.
  private var lastHourOfForecast: CandidateFinding? {
    let stats = values.filter { !$0.isOfRows && $0.field.at.contains("/value") }
      .filter { $0.values.count == 1 && $0.values[0].number != nil }
    for (list, rows) in data.lists where rows.count >= 6 {
      guard let last = rows.last?.object,
        let (time, end) = last.lazy.compactMap({ name, value in
          Self.moment(value).map { (name, $0) }
        }).first(where: { $0.1 > now + 6 * Self.hour }),
        let nearest = rows.min(by: { distance($0[time]) < distance($1[time]) }),
        distance(nearest[time]) < 2 * Self.hour, end > now
      else { continue }
      for stat in stats {
        guard let (name, _) = last.first(where: { $0.value == stat.values[0] && $0.key != time }),
          nearest[name] != stat.values[0]
        else { continue }
        return CardLook.odd(
          "'\(stat.name)' is taken from the last row of '\(list)', hours or days from now; now is \(nearest[name]?.json() ?? "another value").",
          "“\(stat.name)” comes from the end of the forecast")
      }
    }
    return nil
  }

  private func distance(_ value: JSONValue?) -> Double {
    value.flatMap(Self.moment).map { abs($0 - now) } ?? .infinity
  }

  /// Unix seconds of a value that is plainly a moment; a day counts until its end.
  static func moment(_ value: JSONValue) -> Double? {
    if let number = value.number {
      if (1e9...4.1e9).contains(number) { return number }
      return (1e12...4.1e12).contains(number) ? number / 1000 : nil
    }
    guard let text = value.string, text.count >= 10, text.first?.isNumber == true else {
      return nil
    }
    if let date = try? Date(text, strategy: .iso8601) { return date.timeIntervalSince1970 }
    let zoned = text.count == 16 ? text + ":00Z" : text + "Z"
    if let date = try? Date(zoned, strategy: .iso8601) { return date.timeIntervalSince1970 }
    return (try? Date(text, strategy: .iso8601.year().month().day()))?.timeIntervalSince1970
  }
}

extension ShownValue {
  /// It is shown as a time, or called one.
  fileprivate var isMoment: Bool {
    switch field.format?.name {
    case .date, .time, .datetime, .relative: true
    default:
      component == .calendar || component == .timeline || component == .time
        || field.at.hasSuffix("/time")
    }
  }
}
