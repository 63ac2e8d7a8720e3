/// Which state an event leads to, what the card says then, and what it offers: one table. The first row that
/// fits an event counts.
public enum StateTable {
  /// What else has to hold for a row.
  enum Condition: String, CaseIterable {
    case always = ""
    case withData = "with data"
    /// The second failed run in a row or a later one, or the block has nothing to show.
    case again = "again, or without data"
    /// The fifth failed run in a row or a later one.
    case often = "five times in a row"
    case withDataNotOften = "with data, not yet five times"
  }

  /// What a card says.
  enum Sentence {
    /// What is known of the event, and from when the data are.
    case told
    /// The same, and when it is tried again.
    case toldWithNextTry
    /// A sentence of the event's own.
    case own
  }

  /// What a card offers; a name or subject comes from the event.
  enum Action: String {
    case refresh = "Refresh"
    case retry = "Retry"
    case allow = "Allow …"
    case addSecret = "Add the key …"
    case edit = "Edit"
    case seeLog = "See log"
    case resume = "Resume"
  }

  struct Row {
    var event: HealthEvent
    var condition: Condition
    var state: CardState
    var sentence: Sentence
    var action: Action
  }

  static let rows: [Row] = [
    row(.damaged, .broken, .own, .edit),
    row(.paused, .paused, .own, .resume),
    row(.secretMissing, .needsSecret, .own, .addSecret),
    row(.repairing, .healing, .own, .seeLog),
    row(.made, .new, .own, .refresh),
    row(.started, .running, .own, .seeLog),
    row(.good, .ok, .own, .refresh),
    row(.specMisses, .partial, .own, .edit),
    row(.doubtful, .partial, .own, .refresh),
    row(.hidesPictures, .partial, .own, .allow),
    row(.nothing, .empty, .own, .refresh),
    row(.grewOld, .stale, .own, .refresh),
    row(.sourceAway, .often, .failing, .toldWithNextTry, .retry),
    row(.sourceAway, .withData, .stale, .toldWithNextTry, .retry),
    row(.sourceAway, .waiting, .toldWithNextTry, .retry),
    row(.tooOften, .waiting, .toldWithNextTry, .retry),
    row(.badStatus, .withDataNotOften, .stale, .toldWithNextTry, .retry),
    row(.badStatus, .failing, .toldWithNextTry, .retry),
    row(.keptOut, .blocked, .toldWithNextTry, .retry),
    row(.refused, .failing, .toldWithNextTry, .retry),
    row(.notAllowed, .needsPermission, .told, .allow),
    row(.neverAllowed, .failing, .told, .edit),
    // One bad run can be a bad moment of the source; a second one is the block.
    row(.scriptFailed, .again, .broken, .told, .edit),
    row(.scriptFailed, .failing, .toldWithNextTry, .retry),
    row(.cardFailed, .again, .broken, .told, .edit),
    row(.cardFailed, .failing, .toldWithNextTry, .retry),
    row(.contractBroken, .again, .broken, .told, .seeLog),
    row(.contractBroken, .failing, .toldWithNextTry, .retry),
    row(.drifted, .again, .broken, .told, .seeLog),
    row(.drifted, .failing, .toldWithNextTry, .retry),
    row(.limitCrossed, .again, .broken, .told, .seeLog),
    row(.limitCrossed, .failing, .toldWithNextTry, .retry),
    row(.dashFailed, .failing, .toldWithNextTry, .retry),
  ]

  private static func row(
    _ event: HealthEvent, _ state: CardState, _ sentence: Sentence, _ action: Action
  ) -> Row {
    row(event, .always, state, sentence, action)
  }

  private static func row(
    _ event: HealthEvent, _ condition: Condition, _ state: CardState, _ sentence: Sentence,
    _ action: Action
  ) -> Row {
    Row(event: event, condition: condition, state: state, sentence: sentence, action: action)
  }

  /// The row that counts. Every event has one that fits always.
  static func row(for event: HealthEvent, failures: Int, hasData: Bool) -> Row? {
    rows.first { $0.event == event && $0.condition.holds(failures: failures, hasData: hasData) }
  }

  /// The table in Markdown, for the page of the room.
  public static var markdown: String {
    let lines = rows.map { row in
      let condition = row.condition == .always ? "" : ", \(row.condition.rawValue)"
      return
        "| \(row.event.rawValue)\(condition) | `\(row.state.rawValue)` | \(row.action.rawValue) |"
    }
    return (["| what happened last | state | offers |", "|---|---|---|"] + lines)
      .joined(separator: "\n")
  }
}

extension StateTable.Condition {
  /// Failed runs in a row after which a source that cannot be asked counts as failing.
  static let patience = 5

  func holds(failures: Int, hasData: Bool) -> Bool {
    switch self {
    case .always: true
    case .withData: hasData
    case .again: failures >= 2 || !hasData
    case .often: failures >= Self.patience
    case .withDataNotOften: hasData && failures < Self.patience
    }
  }
}
