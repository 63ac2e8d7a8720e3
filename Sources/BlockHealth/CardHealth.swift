public import BlockModel
public import Foundation

/// What is known of a block's health, and what a card says of it: one state, one sentence, one
/// next action.
public struct CardHealth: Sendable {
  public var isPaused = false
  public var isRunning = false
  public var lastRun: RunSummary?
  /// Failed runs since the last good one.
  public var failures = 0
  public var data: JSONValue?
  public var dataAt: Date?
  public var nextRun: Date?
  public var schedule = Schedule.manual
  public var editProblem: EditProblem?
  /// A secret that the manifest names and that has no value.
  public var missingSecret: String?
  /// Pictures that are not shown until a person allows it.
  public var pictureRequests: [Grant.Subject] = []
  /// Why the files of the serving version cannot be read.
  public var damage: String?
  /// What a repair under way is about.
  public var repair: String?
  public var now = Date()
  var timeZone = Surroundings.current.timeZone

  public init(
    isPaused: Bool = false, isRunning: Bool = false, lastRun: RunSummary? = nil, failures: Int = 0,
    data: JSONValue? = nil, dataAt: Date? = nil, nextRun: Date? = nil,
    schedule: Schedule = Schedule.manual, editProblem: EditProblem? = nil,
    missingSecret: String? = nil, damage: String? = nil, now: Date = Date(),
    timeZone: TimeZone = Surroundings.current.timeZone
  ) {
    self.isPaused = isPaused
    self.isRunning = isRunning
    self.lastRun = lastRun
    self.failures = failures
    self.data = data
    self.dataAt = dataAt
    self.nextRun = nextRun
    self.schedule = schedule
    self.editProblem = editProblem
    self.missingSecret = missingSecret
    self.damage = damage
    self.now = now
    self.timeZone = timeZone
  }

  public struct Verdict: Hashable {
    public var state: CardState
    public var sentence: String
    public var action: CardAction?

    public init(state: CardState, sentence: String, action: CardAction? = nil) {
      self.state = state
      self.sentence = sentence
      self.action = action
    }
  }

  public var verdict: Verdict {
    let event = event
    guard
      let row = StateTable.row(for: event, failures: failures, hasData: data != nil)
    else { return Verdict(state: .failing, sentence: told("It stopped"), action: .seeLog) }
    var verdict = Verdict(
      state: row.state, sentence: sentence(row), action: action(row.action))
    if let editProblem {
      verdict.sentence =
        "Your last edit is not live: \(editProblem). The version before it stays live."
      verdict.action = .edit
    }
    return verdict
  }

  /// The last thing that happened, of what the state depends on.
  public var event: HealthEvent {
    if damage != nil { return .damaged }
    if isPaused { return .paused }
    if missingSecret != nil { return .secretMissing }
    if repair != nil { return .repairing }
    guard let lastRun else { return isRunning ? .started : .made }
    if isRunning, data == nil { return .started }
    if let failure = lastRun.failure {
      // A secret that the manifest asks for is missed above; one that it does not ask for is a mistake.
      return HealthEvent(
        failure.kind, canBeAllowed: lastRun.neededGrant.map { $0.kind != "secret" } ?? false)
    }
    return eventOfGoodRun(lastRun)
  }

  private func eventOfGoodRun(_ run: RunSummary) -> HealthEvent {
    if !run.specProblems.isEmpty { return .specMisses }
    if !run.doubts.isEmpty { return .doubtful }
    if !pictureRequests.isEmpty { return .hidesPictures }
    if let data, data.holdsNothing { return .nothing }
    if case .every(let distance) = schedule, let dataAt,
      now.timeIntervalSince(holdsUntil(dataAt)) > 3 * (distance / .seconds(1)) + 60
    {
      return .grewOld
    }
    return .good
  }

  /// Data are as new as they say that they hold.
  private func holdsUntil(_ dataAt: Date) -> Date {
    guard let until = data?.validUntil else { return dataAt }
    return max(dataAt, min(until, dataAt + Timetable.longestValidity))
  }

  private func action(_ action: StateTable.Action) -> CardAction {
    switch action {
    case .refresh: .refresh
    case .retry: .retry
    case .allow:
      (pictureRequests.first ?? lastRun?.neededGrant).map { .allow($0) } ?? .seeLog
    case .addSecret: missingSecret.map { .addSecret($0) } ?? .edit
    case .edit: .edit
    case .seeLog: .seeLog
    case .resume: .resume
    }
  }

  // MARK: Words

  private func sentence(_ row: StateTable.Row) -> String {
    let failure = lastRun?.failure
    let message = failure?.message.asSentence ?? ""
    switch row.sentence {
    case .toldWithNextTry: return told(message, next: true)
    case .told:
      let place = row.state == .broken ? failure?.place.map { " (\($0))" } ?? "" : ""
      guard !place.isEmpty else { return told(message) }
      return told((message.hasSuffix(".") ? "\(message.dropLast())" : message) + place)
    case .own: return ownSentence(row.event)
    }
  }

  /// What a card says of an event that is no failure.
  private func ownSentence(_ event: HealthEvent) -> String {
    switch event {
    case .damaged: return damage ?? ""
    case .paused: return "Paused." + (shown.map { " \($0)" } ?? "")
    case .secretMissing:
      return "It needs the key '\(missingSecret ?? "")', which it has not been given yet."
    case .repairing: return repair ?? ""
    case .made: return "It has not run yet."
    case .started:
      return lastRun == nil ? "It is running for the first time." : "It is running."
    case .specMisses: return missedSentence
    case .doubtful:
      let doubts = (lastRun?.doubts ?? []).joined(separator: "; ")
      return
        "\(doubts.asSentence). What the block stored is held back until another run confirms it."
    case .hidesPictures:
      let more = pictureRequests.count - 1
      return
        "Some pictures are not shown\(more > 0 ? " (of \(more + 1) hosts)" : ""): what the block knows is not public, and whoever is asked for a picture may learn of it."
    case .nothing: return "It ran, and there is nothing to show."
    case .grewOld: return shown ?? "The data are old."
    case .good: return dataAt.map { "Updated \(clock($0))." } ?? "Up to date."
    case .sourceAway, .tooOften, .badStatus, .keptOut, .refused, .notAllowed, .neverAllowed,
      .scriptFailed, .cardFailed, .contractBroken, .drifted, .limitCrossed, .dashFailed:
      return told((lastRun?.failure?.message ?? "").asSentence)
    }
  }

  private var missedSentence: String {
    let problems = lastRun?.specProblems ?? []
    guard let problem = problems.first else { return "Part of the card has no data." }
    let more = problems.count - 1
    return "Part of the card has no data: \(problem)"
      + (more > 0 ? " (and \(more) more)." : problem.hasSuffix(".") ? "" : ".")
  }

  /// What stands before a time of day in a sentence, so that a page can say it in the zone of its reader.
  public static let dataFrom = "Data from "
  public static let nextTry = "Next try at "

  private func told(_ message: String, next: Bool = false) -> String {
    var parts = [message.hasSuffix(".") ? message : message + "."]
    if let shown { parts.append(shown) }
    if next, let nextRun, nextRun > now { parts.append("\(Self.nextTry)\(clock(nextRun)).") }
    return parts.joined(separator: " ")
  }

  /// What the card still shows.
  private var shown: String? {
    dataAt.map { "\(Self.dataFrom)\(clock($0))." }
  }

  /// `14:05`, with the day when it is another one.
  private func clock(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ number: Int?) -> String {
      let digits = String(number ?? 0)
      return digits.count < 2 ? "0" + digits : digits
    }
    let time = "\(two(parts.hour)):\(two(parts.minute))"
    guard !calendar.isDate(date, inSameDayAs: now) else { return time }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(time)"
  }
}

extension JSONValue {
  /// Nothing that a card could show: null, an empty list or object, or lists that are all empty.
  var holdsNothing: Bool {
    switch self {
    case .null: return true
    case .array(let elements): return elements.isEmpty
    case .object(let members):
      let lists = members.values.compactMap(\.array)
      let others = members.values.contains { $0.object != nil }
      return members.isEmpty || (!lists.isEmpty && lists.allSatisfy(\.isEmpty) && !others)
    case .bool, .integer, .number, .string: return false
    }
  }
}
