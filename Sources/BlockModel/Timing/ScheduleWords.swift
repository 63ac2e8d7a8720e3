extension Schedule {
  /// For people: `every 10 minutes`, `every Monday at 08:00`, `only when you ask`; a cron expression that no
  /// short words say is quoted.
  public var words: String {
    switch self {
    case .every(let distance):
      let seconds = distance.components.seconds
      let units: [(Int64, String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
      let (size, name) = units.first { seconds >= $0.0 && seconds % $0.0 == 0 } ?? (1, "second")
      return seconds == size ? "every \(name)" : "every \(seconds / size) \(name)s"
    case .cron(let expression, let zone):
      let place = zone.map { " in \($0)" } ?? ""
      return (Self.plain(expression) ?? "at the times of `\(expression)`") + place
    case .manual: return "only when you ask"
    }
  }

  /// One time of the day, on every day, on some days of the week or of the month.
  private static func plain(_ expression: String) -> String? {
    let parts = expression.split(separator: " ").map(String.init)
    guard parts.count == 5, let minute = Int(parts[0]), let hour = Int(parts[1]),
      (0...59).contains(minute), (0...23).contains(hour), parts[3] == "*"
    else { return nil }
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(padded(hour)):\(padded(minute))"
    switch (parts[2], parts[4]) {
    case ("*", "*"): return "every day at \(time)"
    case ("*", "1-5"): return "on weekdays at \(time)"
    case ("*", "0,6"), ("*", "6,0"): return "at weekends at \(time)"
    case ("*", let days):
      let names = days.split(separator: ",").map { Int($0).flatMap { weekday($0) } }
      guard !names.isEmpty, !names.contains(nil) else { return nil }
      return "every \(names.compactMap { $0 }.joined(separator: " and ")) at \(time)"
    case (let day, "*"):
      guard let number = Int(day) else { return nil }
      return "on day \(number) of every month at \(time)"
    default: return nil
    }
  }

  private static func weekday(_ number: Int) -> String? {
    let names = [
      "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    return names.indices.contains(number) ? names[number] : nil
  }
}
