import BlockModel

/// What a model wants in `block.json`, as far as that is its business: how the block is called, when
/// it runs, its settings, alerts and language. What the block may reach is never taken from here.
struct AnsweredManifest {
  /// The members that are read; all others are passed over.
  static let members = ["name", "schedule", "params", "alerts", "locale"]
  /// A block that a model made asks its source at most so often, unless the person said how often.
  static let shortestPace: Duration = .seconds(60)

  /// What an answer may set of a manifest, as JSON in one line.
  static func shown(_ manifest: Manifest) -> String {
    let all = manifest.json
    var shown: JSONObject = [:]
    for name in members { shown[name] = all[name] }
    return JSONValue.object(shown).json()
  }

  private let given: JSONObject
  private let read: Manifest

  /// - Throws: what is wrong with it, in the words of `block.json`.
  init(_ text: String) throws(CandidateFinding) {
    guard let object = (try? JSONValue(parsing: text))?.object else {
      throw Self.wrong(["block.json: it is not a JSON object."])
    }
    var given: JSONObject = [:]
    for name in Self.members { given[name] = object[name].flatMap { $0.isNull ? nil : $0 } }
    if let name = given["name"]?.string { given["name"] = .string(String(name.prefix(80))) }
    if let schedule = given["schedule"] { given["schedule"] = Self.bounded(schedule) }
    var whole = given
    if whole["name"]?.string?.isEmpty ?? true {
      given["name"] = nil
      whole["name"] = "Block"
    }
    do { read = try Manifest(json: .object(whole)) } catch {
      throw Self.wrong(error.problems.map(\.description))
    }
    self.given = given
  }

  /// The members that were given take the place of the old ones.
  ///
  /// - Parameter asked: when the sentence says the block runs, which is read without a model; without
  ///   it the block runs no more often than ``shortestPace``.
  func applied(to manifest: Manifest, asked: Schedule?) -> Manifest {
    var manifest = manifest
    if given["name"] != nil { manifest.name = read.name }
    if given["params"] != nil { manifest.params = read.params }
    if given["alerts"] != nil { manifest.alerts = read.alerts }
    if given["locale"] != nil { manifest.locale = read.locale }
    // What the sentence says holds, as soon as the model sets another schedule.
    if given["schedule"] != nil, read.schedule != manifest.schedule {
      manifest.schedule = asked ?? read.schedule
      if asked == nil, case .every(let pace) = read.schedule, pace < Self.shortestPace {
        manifest.schedule = .every(Self.shortestPace)
      }
    }
    return manifest
  }

  /// The forms a distance of runs is written in, and none outside of what Dash takes.
  private static func bounded(_ schedule: JSONValue) -> JSONValue {
    let text = schedule.string ?? schedule["every"]?.string
    guard let every = schedule["every"] ?? (schedule == "manual" ? nil : schedule),
      let seconds = every.integer ?? text.flatMap(seconds)
    else { return schedule }
    let allowed = Schedule.allowedSeconds
    let bounded = min(max(seconds, allowed.lowerBound), allowed.upperBound)
    return ["every": .string(Schedule.text(of: .seconds(bounded)))]
  }

  /// `90s`, `10m`, `2h`, `1d`, `2w`, also with `every` before them.
  private static func seconds(_ text: String) -> Int64? {
    guard
      let found = text.lowercased().wholeMatch(
        of:
          #/\s*(?:every\s+)?(\d{1,9})\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)\s*/#
      ),
      let count = Int64(found.1)
    else { return nil }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
    return found.2.first.flatMap { units[$0] }.map { count.multiplied(clamping: $0) }
  }

  private static func wrong(_ issues: [String]) -> CandidateFinding {
    CandidateFinding(
      .manifest, place: Manifest.fileName, summary: "Your block.json cannot be used.",
      issues: issues, person: "its settings are not valid")
  }
}
