import Foundation

/// What became of the columns of a table that a script names.
struct TableChange {
  let emptiness: Emptiness

  init(from old: String, to new: String, _ names: ScriptNames) {
    let (before, now) = (Self.rows(old), Self.rows(new))
    let (header, columns) = (before.first ?? [], now.first ?? [])
    let gone = header.filter { names.words.contains($0) && !columns.contains($0) }
    if let name = gone.first {
      emptiness = .drifted("there is no column '\(name)' any more")
      return
    }
    guard header == columns || !Set(header).isDisjoint(with: columns) else {
      emptiness = .drifted("the columns are different")
      return
    }
    if now.count <= 1 {
      emptiness = .said
      return
    }
    for (place, name) in header.enumerated() where names.words.contains(name) {
      guard let other = columns.firstIndex(of: name) else { continue }
      func values(_ rows: [[String]], _ place: Int) -> [String] {
        rows.dropFirst().compactMap { $0.count > place && !$0[place].isEmpty ? $0[place] : nil }
      }
      if TextForm.isOther(values(before, place), values(now, other)) {
        emptiness = .drifted("the column '\(name)' is written in another form")
        return
      }
    }
    emptiness = .plausible
  }

  private static let maximumRows = 500

  /// The sign between cells is the most frequent one of the header.
  private static func rows(_ text: String) -> [[String]] {
    let lines = text.split(whereSeparator: \.isNewline).prefix(maximumRows)
    guard let header = lines.first else { return [] }
    let signs: [Character] = [",", ";", "\t", "|"]
    let sign =
      signs.max { one, other in
        header.count { $0 == one } < header.count { $0 == other }
      } ?? ","
    return lines.map { line in
      line.split(separator: sign, omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}"))
      }
    }
  }
}

/// What became of the parts of a calendar.
struct CalendarChange {
  let emptiness: Emptiness

  init(from old: String, to new: String) {
    let (before, now) = (Self.parts(old), Self.parts(new))
    guard now["VCALENDAR"] != nil else {
      emptiness = .drifted("it is no longer a calendar")
      return
    }
    let gone = before.keys.filter { now[$0] == nil && $0 != "VTIMEZONE" }.sorted()
    let fresh = now.keys.filter { before[$0] == nil && $0.hasPrefix("V") && $0 != "VTIMEZONE" }
      .sorted()
    guard let part = gone.first(where: { $0.hasPrefix("V") }) else {
      // What an event is made of has other names.
      emptiness = .plausible
      return
    }
    emptiness =
      fresh.first.map { .drifted("there is no \(part) any more, and \($0) is new") } ?? .said
  }

  private static func parts(_ text: String) -> [String: Int] {
    var parts: [String: Int] = [:]
    for line in text.split(whereSeparator: \.isNewline) where line.uppercased().hasPrefix("BEGIN:")
    {
      parts[line.dropFirst(6).trimmingCharacters(in: .whitespaces).uppercased(), default: 0] += 1
    }
    return parts
  }
}

/// What became of the lines of a text.
struct LinesChange {
  let emptiness: Emptiness

  init(from old: String, to new: String) {
    let (before, now) = (Self.lines(old), Self.lines(new))
    if now.count <= 3, now.map(ShownValues.folded).contains(where: NothingWords.says) {
      emptiness = .said
      return
    }
    let isSame =
      !Set(before.map(TextForm.of)).isDisjoint(with: now.map(TextForm.of))
      || !Set(before.compactMap(Self.sign)).isDisjoint(with: now.compactMap(Self.sign))
    emptiness =
      isSame || now.isEmpty ? .plausible : .drifted("its lines are written in another form")
  }

  private static let maximumLines = 500

  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).prefix(maximumLines)
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  /// What stands between key and value: `=` of `load=0.42`.
  private static func sign(_ line: String) -> Character? {
    line.first { "=:\t".contains($0) }
  }
}
