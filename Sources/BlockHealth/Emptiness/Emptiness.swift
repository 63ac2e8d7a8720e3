public import BlockModel

/// Why a list that always had rows has none: its source says that there is nothing, or the script does not find any
/// more what is there.
///
/// Decided by the answers of the source. What a script names counts, and what its source calls otherwise now, or has
/// at another place. A list that was filtered by words or by the clock, of a source that looks as before, is
/// rightly empty.
public enum Emptiness: Hashable, Sendable {
  /// The source says it: an empty list where the rows were, a count of 0, words such as “no results”.
  case said
  /// Nothing speaks against it.
  case plausible
  /// The source has changed; how, as a clause.
  case drifted(String)

  /// - Parameters:
  ///   - lost: the lists that had rows.
  ///   - before: the answers of a good run; none when none were kept.
  ///   - now: the answers of the run that found nothing.
  public init(
    of lost: LostRows, before: [SourceAnswer], now: [SourceAnswer], script: String
  ) {
    let names = ScriptNames(script)
    let shown = ShownValues(lost.rows)
    let pairs = SourceAnswer.pairs(before, now)
    let found =
      pairs.isEmpty
      ? now.map { Self.judged($0, names, shown) }
      : pairs.map { Self.judged($0, $1, names, shown) }
    let drift = found.first { if case .drifted = $0 { true } else { false } }
    self = drift ?? (found.contains(.said) ? .said : .plausible)
  }

  /// The failure of the run that found nothing; `nil` when it found nothing rightly.
  public func failure(_ lost: LostRows) -> RunFailure? {
    guard case .drifted(let why) = self else { return nil }
    return RunFailure(
      .shapeDrift,
      "the source answered, but in another shape than before: \(lost.words), and \(why)")
  }

  private static func judged(
    _ old: SourceAnswer, _ new: SourceAnswer, _ names: ScriptNames, _ shown: ShownValues
  ) -> Emptiness {
    if new.status == 204 { return .said }
    let (before, now) = (old.form, new.form)
    if now == .nothing {
      // A list of lines may have none; a page, a table or a calendar is at least a frame.
      return before == .text || before == .nothing ? .said : .drifted("the source answered nothing")
    }
    if before == .nothing { return .plausible }
    if before != now, now == .markup || before == .markup || before == .json {
      return .drifted("the source answered \(now.words) instead of \(before.words)")
    }
    switch before {
    case .json:
      guard let old = try? JSONValue(parsing: old.body), let new = try? JSONValue(parsing: new.body)
      else { return .plausible }
      return JSONChange(from: old, to: new, names, shown).emptiness
    case .markup:
      return PageChange(from: PageScan(old.text), to: PageScan(new.text), names, shown).emptiness
    case .table: return TableChange(from: old.text, to: new.text, names).emptiness
    case .calendar: return CalendarChange(from: old.text, to: new.text).emptiness
    case .text, .nothing: return LinesChange(from: old.text, to: new.text).emptiness
    }
  }

  /// Without an answer to compare with: is what was shown still there, at a place that the script does not name?
  private static func judged(
    _ new: SourceAnswer, _ names: ScriptNames, _ shown: ShownValues
  ) -> Emptiness {
    switch new.form {
    case .json:
      guard let json = try? JSONValue(parsing: new.body) else { return .plausible }
      return shown.unreadPlace(in: json, names).map { .drifted($0) } ?? .plausible
    case .markup:
      let page = PageScan(new.text)
      guard shown.isMostly(in: Set(page.places.values.flatMap(\.texts))),
        !names.marks.isEmpty, names.marks.allSatisfy({ page.places[$0] == nil })
      else { return .plausible }
      return .drifted("what was shown is still there, and nothing that the script selects by")
    case .calendar, .table, .text, .nothing: return .plausible
    }
  }
}

extension SourceAnswer.Form {
  var words: String {
    switch self {
    case .json: "JSON"
    case .markup: "a page"
    case .calendar: "a calendar"
    case .table: "a table"
    case .text: "a text"
    case .nothing: "nothing"
    }
  }
}
