public import BlockModel
public import Foundation

/// Where an alert stands between two runs: of what its condition held the last time, and what was told.
///
/// Only what begins to hold is told. What an alert finds when it is judged for the first time held before, and is
/// not told; neither is what was told less than its pause ago.
public struct AlertMemory: Hashable, Sendable {
  /// The condition it was judged by; another one begins anew.
  public private(set) var meaning: String
  /// Keys of what it holds of.
  public private(set) var holding: Set<String>
  /// When each key was told the last time.
  public private(set) var told: [String: Date] = [:]

  /// Keys that are remembered as told.
  private static let longestMemory = 1_000

  public init(meaning: String, holding: some Sequence<String>) {
    self.meaning = meaning
    self.holding = Set(holding)
  }

  /// Judges another run.
  /// - Parameter keys: what the condition holds of now.
  /// - Returns: those that are to be told, in their order.
  public mutating func judge(_ keys: [String], at now: Date, pause: Duration) -> [String] {
    let seconds = pause / .seconds(1)
    told = told.filter { now.timeIntervalSince($0.value) < seconds }
    let fresh = keys.filter { !holding.contains($0) && told[$0] == nil }
    holding = Set(keys)
    for key in fresh { told[key] = now }
    if told.count > Self.longestMemory {
      let kept = told.sorted { $0.value > $1.value }.prefix(Self.longestMemory)
      told = Dictionary(kept.map { ($0.key, $0.value) }) { first, _ in first }
    }
    return fresh
  }

  // MARK: Stored

  public var stored: JSONValue {
    [
      "meaning": .string(meaning),
      "holding": .array(holding.sorted().map { .string($0) }),
      "told": .object(
        JSONObject(
          uniqueKeysWithValues: told.sorted { $0.key < $1.key }.map {
            ($0.key, .number($0.value.timeIntervalSince1970))
          })),
    ]
  }

  /// - Returns: `nil` when it cannot be read: then it begins anew.
  public init?(stored: JSONValue) {
    guard let meaning = stored["meaning"]?.string, let holding = stored["holding"]?.array else {
      return nil
    }
    self.init(meaning: meaning, holding: holding.compactMap(\.string))
    for (key, date) in stored["told"]?.object ?? [:] {
      told[key] = date.number.map { Date(clampingUnix: $0) }
    }
  }
}
