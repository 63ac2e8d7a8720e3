import BlockHealth
import BlockModel
import BlockUI
public import Foundation

/// What an alert would have told of the results that are kept.
public struct AlertReplay: Hashable, Sendable {
  public struct Firing: Hashable, Sendable {
    public var at: Date
    public var text: String
  }

  /// Results that were looked at.
  public private(set) var results = 0
  public private(set) var firings: [Firing] = []
  /// What its condition holds of now, in the words of the alert.
  public private(set) var holding: [String] = []
  private var first: Date?
  private var last: Date?
  private var memory: AlertMemory?

  /// Firings that are told one by one, the newest.
  private static let told = 5
  /// Older results are thinned.
  private static let wholeAge: TimeInterval = 86_400

  init() {}

  /// Goes on with the next result.
  mutating func take(_ hits: [CompiledAlert.Hit], at date: Date, _ alert: Alert) {
    results += 1
    first = first ?? date
    last = date
    holding = hits.map(\.text)
    guard var memory else {
      memory = AlertMemory(meaning: "", holding: hits.map(\.key))
      return
    }
    let fresh = Set(memory.judge(hits.map(\.key), at: date, pause: alert.againAfter))
    self.memory = memory
    firings += hits.filter { fresh.contains($0.key) }.map { Firing(at: date, text: $0.text) }
  }

  /// `On 214 kept results of 30 days this would have fired 3 times: …`
  public var words: String {
    guard let first, let last, results > 0 else {
      return "No results of this block are kept yet, so the alert cannot be tried on the past."
    }
    let told =
      switch firings.count {
      case 0: "would not have fired"
      case 1: "would have fired once"
      case 2: "would have fired twice"
      default: "would have fired \(firings.count) times"
      }
    var words =
      "On \(results) kept result\(results == 1 ? "" : "s") of \(Self.span(last.timeIntervalSince(first))) this \(told)"
    let shown = firings.suffix(Self.told).map { "\(Self.date($0.at)) “\($0.text)”" }
    if !shown.isEmpty {
      words += ": " + shown.joined(separator: ", ")
      if firings.count > shown.count { words += ", and \(firings.count - shown.count) before" }
    }
    words += "."
    if last.timeIntervalSince(first) > 2 * Self.wholeAge {
      words +=
        " Results older than a day are kept one an hour, and older than a week one a day: what held for less is not counted."
    }
    return words
  }

  /// What holds already is not told: only what begins to hold is.
  public var presentWords: String? {
    guard let one = holding.first else { return nil }
    let more = holding.count - 1
    return
      "It holds now (“\(one)”\(more > 0 ? " and \(more) more" : "")); you will be told the next time it begins to hold."
  }

  private static func span(_ seconds: TimeInterval) -> String {
    let (days, hours) = (Int(clamping: seconds / 86_400), Int(clamping: seconds / 3_600))
    let minutes = max(1, Int(clamping: seconds / 60))
    return switch (days, hours, minutes) {
    case (2..., _, _): "\(days) days"
    case (_, 2..., _): "\(hours) hours"
    case (_, _, 2...): "\(minutes) minutes"
    default: "a minute"
    }
  }

  private static func date(_ date: Date) -> String {
    date.formatted(
      Surroundings.current.english.day().month(.abbreviated).hour()
        .minute())
  }
}
