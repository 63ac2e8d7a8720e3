/// When a block refreshes by itself.
public enum Schedule: Hashable, Sendable {
  /// At a fixed distance, 10 seconds…31 days.
  case every(Duration)
  /// At the times of a cron expression of five fields, in an IANA time zone (`nil`: the host's).
  case cron(String, timeZone: String?)
  /// Only when asked.
  case manual

  /// The shortest and longest distance of two runs, in seconds.
  public static let allowedSeconds: ClosedRange<Int64> = 10...(31 * 86400)
}

extension Schedule: CustomStringConvertible {
  /// As the manifest writes it: `every 10m`, `cron 0 7 * * *`, `manual`.
  public var description: String {
    switch self {
    case .every(let distance): "every \(Self.text(of: distance))"
    case .cron(let expression, let zone): "cron \(expression)" + (zone.map { " (\($0))" } ?? "")
    case .manual: "manual"
    }
  }

  /// Reads `30s`, `10m`, `2h`, `1d`.
  public static func distance(_ text: String) -> Duration? {
    seconds(text).flatMap { allowedSeconds.contains($0) ? .seconds($0) : nil }
  }

  /// Reads the same of any length, in seconds; `nil` when it is not such a text or nothing at all.
  static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let unit = text.last.flatMap({ units[$0] }), text.first?.isNumber == true,
      let count = Int64(text.dropLast()), count > 0
    else { return nil }
    return count.multiplied(clamping: unit)
  }

  /// The shortest text that ``distance(_:)`` reads back.
  public static func text(of distance: Duration) -> String {
    let seconds = distance.components.seconds
    for (unit, name) in [(86400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)]
    where seconds >= unit && seconds % unit == 0 { return "\(seconds / unit)\(name)" }
    return "\(seconds)s"
  }
}
