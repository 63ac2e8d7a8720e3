public import BlockModel

/// Where a block stands with what a person is told of it: its alerts, and what is wrong and was told.
public struct NoticeState: Hashable, Sendable {
  /// What is wrong with a block and told once, until it is over.
  public enum Incident: String, Hashable, Sendable, CaseIterable {
    case broken
    case needsKey = "needs_key"
  }

  /// By the names of the alerts.
  public var alerts: [String: AlertMemory] = [:]
  /// What was told and is not over.
  public var open: Set<Incident> = []
  /// Grows with everything that is told: with it an incident has a name that no other has.
  public private(set) var serial = 0

  public init() {}

  /// The number of the next thing that is told.
  public mutating func next() -> Int {
    serial = serial.adding(clamping: 1)
    return serial
  }

  public var stored: JSONValue {
    [
      "serial": .integer(Int64(serial)),
      "open": .array(open.map(\.rawValue).sorted().map { .string($0) }),
      "alerts": .object(
        JSONObject(
          uniqueKeysWithValues: alerts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.stored) })
      ),
    ]
  }

  /// What cannot be read begins anew.
  public init(stored: JSONValue?) {
    guard let stored else { return }
    serial = stored["serial"]?.count() ?? 0
    open = Set((stored["open"]?.array ?? []).compactMap { $0.string.flatMap(Incident.init) })
    for (name, value) in stored["alerts"]?.object ?? [:] {
      alerts[name] = AlertMemory(stored: value)
    }
  }
}
