import Drafting

/// How the person wants the source to be read, when their words say it.
enum SourceMethod: String, Sendable, CaseIterable {
  case feed, csv, calendar, page, json

  init?(_ sentence: String) {
    let words = Set(
      sentence.lowercased().split { !$0.isLetter }.map(String.init).filter { !$0.isEmpty })
    let found = Self.allCases.filter { !$0.words.isDisjoint(with: words) }
    guard found.count == 1, let method = found.first else { return nil }
    self = method
  }

  private var words: Set<String> {
    switch self {
    case .feed: ["rss", "atom"]
    case .csv: ["csv"]
    case .calendar: ["ical", "ics"]
    case .page: ["scrape", "scraping"]
    case .json: ["api"]
    }
  }

  func fits(_ finding: Probe.Finding) -> Bool {
    switch (self, finding) {
    case (.json, .json), (.feed, .parsed(.feed, _)), (.csv, .parsed(.csv, _)),
      (.calendar, .parsed(.ical, _)), (.page, .parsed(.html, _)):
      true
    case (_, .json), (_, .parsed): false
    }
  }

  /// Is the answer of an address the person gave read another way than they want? Only a page is:
  /// what is said of data is often loose ("the API" may be a feed).
  func contradicts(_ finding: Probe.Finding) -> Bool {
    if case .parsed(.html, _) = finding { return self != .page }
    return false
  }

  var wanted: String {
    switch self {
    case .feed: "a feed"
    case .csv: "CSV"
    case .calendar: "a calendar"
    case .page: "a page"
    case .json: "an API that answers with JSON"
    }
  }
}
