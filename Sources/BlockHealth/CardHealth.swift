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
  /// The files of the serving version cannot be read.
  public var damage: String?
  public var now = Date()
  var timeZone = TimeZone.current

  public init(
    isPaused: Bool = false, isRunning: Bool = false, lastRun: RunSummary? = nil, failures: Int = 0,
    data: JSONValue? = nil, dataAt: Date? = nil, nextRun: Date? = nil,
    schedule: Schedule = Schedule.manual, editProblem: EditProblem? = nil,
    missingSecret: String? = nil, damage: String? = nil, now: Date = Date(),
    timeZone: TimeZone = TimeZone.current
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

  /// Failed runs in a row after which a source that cannot be asked counts as failing.
  static let patience = 5

  public var verdict: Verdict {
    var verdict = healthVerdict
    if let editProblem {
      verdict.sentence =
        "Your last edit is not in use: \(editProblem). The version before it goes on."
      verdict.action = .edit
    }
    return verdict
  }

  private var healthVerdict: Verdict {
    if let damage { return Verdict(state: .broken, sentence: damage, action: .edit) }
    if isPaused {
      return Verdict(
        state: .paused, sentence: "Paused." + (shown.map { " \($0)" } ?? ""), action: .resume)
    }
    if let missingSecret {
      return Verdict(
        state: .needsSecret,
        sentence: "It needs the key '\(missingSecret)', which nobody gave to it yet.",
        action: .addSecret(missingSecret))
    }
    guard let lastRun else {
      return isRunning
        ? Verdict(state: .running, sentence: "It runs for the first time.", action: .seeLog)
        : Verdict(state: .new, sentence: "It has not run yet.", action: .refresh)
    }
    if isRunning, data == nil {
      return Verdict(state: .running, sentence: "It is running.", action: .seeLog)
    }
    if let failure = lastRun.failure { return verdict(of: failure, lastRun) }
    return goodVerdict(lastRun)
  }

  private func goodVerdict(_ run: RunSummary) -> Verdict {
    if let problem = run.specProblems.first {
      let more = run.specProblems.count - 1
      return Verdict(
        state: .partial,
        sentence: "A part of the card has no data: \(problem)"
          + (more > 0 ? " (and \(more) more)." : problem.hasSuffix(".") ? "" : "."),
        action: .edit)
    }
    if let request = pictureRequests.first {
      let more = pictureRequests.count - 1
      return Verdict(
        state: .partial,
        sentence:
          "Some pictures are not shown\(more > 0 ? " (of \(more + 1) hosts)" : ""): what the block knows is not public, and who is asked for a picture may learn of it.",
        action: .allow(request))
    }
    if let data, data.holdsNothing {
      return Verdict(
        state: .empty, sentence: "The source answered, and there is nothing to show.",
        action: .refresh)
    }
    if case .every(let distance) = schedule, let dataAt,
      now.timeIntervalSince(dataAt) > 3 * (distance / .seconds(1)) + 60
    {
      return Verdict(state: .stale, sentence: shown ?? "The data are old.", action: .refresh)
    }
    return Verdict(
      state: .ok, sentence: dataAt.map { "Updated \(clock($0))." } ?? "Up to date.",
      action: .refresh)
  }

  private func verdict(of failure: RunFailure, _ run: RunSummary) -> Verdict {
    let message = failure.message.asSentence
    switch failure.kind {
    case .permission:
      // A secret that the manifest asks for is missed above; one that it does not ask for is a mistake.
      guard let subject = run.neededGrant, subject.kind != "secret" else {
        return Verdict(state: .failing, sentence: told(message), action: .edit)
      }
      return Verdict(state: .needsPermission, sentence: told(message), action: .allow(subject))
    case .rateLimited:
      return Verdict(state: .waiting, sentence: told(message, next: true), action: .retry)
    case .network:
      if failures >= Self.patience {
        return Verdict(state: .failing, sentence: told(message, next: true), action: .retry)
      }
      return Verdict(
        state: data == nil ? .waiting : .stale, sentence: told(message, next: true), action: .retry)
    case .httpStatus:
      let isCalm = data != nil && failures < Self.patience
      return Verdict(
        state: isCalm ? .stale : .failing, sentence: told(message, next: true), action: .retry)
    case .blocked:
      return Verdict(state: .blocked, sentence: told(message, next: true), action: .retry)
    case .auth, .host:
      return Verdict(state: .failing, sentence: told(message, next: true), action: .retry)
    case .scriptError, .contractViolation, .shapeDrift, .specError, .limit:
      // One bad run can be a bad moment of the source; a second one is the block.
      guard failures >= 2 || data == nil else {
        return Verdict(state: .failing, sentence: told(message, next: true), action: .retry)
      }
      let place = failure.place.map { " (\($0))" } ?? ""
      return Verdict(
        state: .broken,
        sentence: told((message.hasSuffix(".") ? "\(message.dropLast())" : message) + place),
        action: isScript(failure) ? .edit : .seeLog)
    }
  }

  private func isScript(_ failure: RunFailure) -> Bool {
    failure.kind == .scriptError || failure.kind == .specError
  }

  // MARK: Words

  private func told(_ message: String, next: Bool = false) -> String {
    var parts = [message.hasSuffix(".") ? message : message + "."]
    if let shown { parts.append(shown) }
    if next, let nextRun, nextRun > now { parts.append("Next try at \(clock(nextRun)).") }
    return parts.joined(separator: " ")
  }

  /// What the card still shows.
  private var shown: String? {
    dataAt.map { "The data are from \(clock($0))." }
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
