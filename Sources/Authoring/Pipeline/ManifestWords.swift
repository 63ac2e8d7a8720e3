import BlockModel

/// What a model set in `block.json`, said to the person: it is always shown.
enum ManifestWords {
  /// "It refreshes every 10 minutes."
  static func schedule(_ schedule: Schedule) -> String { "It refreshes \(schedule.words)." }

  /// "It tells you under Notices: “Under 500”."; empty without alerts.
  static func alerts(_ alerts: [Alert]) -> String {
    let names = alerts.map { "“\($0.name)”" }.joined(separator: ", ")
    return names.isEmpty ? "" : "It tells you under Notices: \(names)."
  }

  /// What became different of name, schedule, settings, alerts and language, in sentences.
  static func changes(from old: Manifest, to new: Manifest) -> [String] {
    var changes: [String] = []
    if old.name != new.name { changes.append("It is now called “\(new.name)”.") }
    if old.schedule != new.schedule { changes.append(schedule(new.schedule)) }
    if old.params != new.params {
      let names = new.params.map { "“\($0.label)”" }.joined(separator: ", ")
      changes.append(names.isEmpty ? "It no longer has settings." : "Its settings: \(names).")
    }
    if old.alerts != new.alerts {
      let names = new.alerts.map { "“\($0.name)”" }.joined(separator: ", ")
      changes.append(names.isEmpty ? "It no longer has alerts." : "Its alerts: \(names).")
    }
    if old.locale != new.locale {
      changes.append("Its language: \(new.locale ?? "the one of your settings").")
    }
    return changes
  }
}
