/// What became of the elements of a page that a script selects.
struct PageChange {
  private let old: PageScan
  private let new: PageScan
  private let names: ScriptNames
  private let shown: ShownValues

  /// The share of what stands once on a page, and so is no row, that makes it the same page.
  private static let frame = 0.6
  /// Classes that say how a thing is, not what it is.
  private static let conditions: Set = [
    "open", "active", "live", "today", "new", "current", "upcoming", "featured", "selected",
    "available", "unread", "overdue", "alert", "warning", "critical", "down", "failed", "sale",
    "unresolved", "pending", "late", "delayed", "ongoing", "running", "red", "hot",
  ]

  init(from old: PageScan, to new: PageScan, _ names: ScriptNames, _ shown: ShownValues) {
    self.old = old
    self.new = new
    self.names = names
    self.shown = shown
  }

  var emptiness: Emptiness {
    if new.hasPassword, !old.hasPassword { return .drifted("it asks to sign in") }
    // A feed says by having no entries that there are none.
    let isFeed = ["rss", "feed", "rdf:rdf"].contains {
      old.places[$0] != nil && new.places[$0] != nil
    }
    let gone = named.filter { new.places[$0] == nil && !isCondition($0) }
    guard !gone.isEmpty else {
      if let moved = movedMark { return .drifted("'\(moved)' is in another place of the page") }
      if let other = rewrittenMark { return .drifted("'\(other)' is written in another form") }
      return isSaid || (isFeed && entries(new) == 0 && freshRepeated(entries(old)) == nil)
        ? .said : .plausible
    }
    let word = gone.first { $0.hasPrefix(".") || $0.hasPrefix("#") } ?? gone.first ?? ""
    let nowhere = "nothing is '\(word)' any more"
    if shown.isMostly(in: texts(new)) {
      return .drifted("\(nowhere), and what was shown is still there")
    }
    if isSaid { return .said }
    if isWall { return .drifted("\(nowhere), and the page turns Dash away") }
    let count = gone.compactMap { old.places[$0]?.count }.max() ?? 0
    if let other = freshRepeated(count) { return .drifted("\(nowhere), and '\(other)' is new") }
    if isFeed { return .said }
    if let name = Self.failures.first(where: { new.places[$0] != nil && old.places[$0] == nil }) {
      return .drifted("\(nowhere), and there is an element '\(name)'")
    }
    return isFramed(gone) ? .plausible : .drifted("\(nowhere), and the page is a different one")
  }

  // MARK: Marks

  /// What the script selects by, of what the old page had. Tags only where nothing else is said.
  private var named: [String] {
    let marks = names.marks.filter { old.places[$0] != nil }.sorted()
    let tags = names.words.filter { old.places[$0] != nil && !Self.frameTags.contains($0) }.sorted()
    return marks + tags
  }

  /// How a document of data says that it has none.
  private static let failures = ["error", "errors", "fault", "exception", "parsererror"]
  private static let frameTags: Set = ["html", "head", "body", "title", "main", "text", "time"]

  /// The element is what it was, and in another condition: `incident open` became `incident resolved`.
  private func isCondition(_ mark: String) -> Bool {
    guard mark.hasPrefix("."), let place = old.places[mark] else { return false }
    let isWord = Self.conditions.contains(mark.dropFirst().lowercased())
    if isWord, names.marks.contains(where: { $0 != mark && new.places[$0] != nil }) { return true }
    return place.beside.contains { other in
      other.hasPrefix(".") && new.places[other] != nil
        && (names.joins(mark, with: other) || isWord)
    }
  }

  /// A mark that is in none of the elements that it was in.
  private var movedMark: String? {
    named.first { mark in
      guard let before = old.places[mark], let now = new.places[mark], !mark.hasPrefix("@") else {
        return false
      }
      return !before.around.isEmpty && before.around.isDisjoint(with: now.around)
    }
  }

  private var rewrittenMark: String? {
    named.first { mark in
      guard let before = old.places[mark], let now = new.places[mark] else { return false }
      return TextForm.isOther(before.texts, now.texts)
    }
  }

  /// What is as often on the new page as the rows were on the old one, which had none of it.
  private func freshRepeated(_ count: Int) -> String? {
    new.places.filter { mark, place in
      old.places[mark] == nil && !mark.hasPrefix("@") && place.count >= max(2, (count + 1) / 2)
    }.keys.sorted().first
  }

  private func entries(_ page: PageScan) -> Int {
    (page.places["item"]?.count ?? 0) + (page.places["entry"]?.count ?? 0)
  }

  // MARK: Words

  private func texts(_ page: PageScan) -> Set<String> { Set(page.places.values.flatMap(\.texts)) }

  private var freshTexts: Set<String> { texts(new).subtracting(texts(old)) }

  /// Said once; what each of many new elements says is said of that element: “no comments”.
  private var isSaid: Bool {
    freshTexts.filter(NothingWords.says).contains { text in
      !new.places.contains { mark, place in
        mark.hasPrefix(".") && old.places[mark] == nil && place.count >= 2
          && place.texts.contains(text)
      }
    }
  }

  private var isWall: Bool { freshTexts.contains(where: NothingWords.isWall) }

  // MARK: The frame

  /// What the rows were in is still there, or what stood once on the page is.
  private func isFramed(_ gone: [String]) -> Bool {
    let around = gone.reduce(into: Set<String>()) { $0.formUnion(old.places[$1]?.around ?? []) }
      .subtracting(gone).subtracting(Self.frameTags)
    if around.contains(where: { new.places[$0] != nil }) { return true }
    // A document of data is known by its root.
    if old.root != "html", old.root == new.root { return true }
    let single = old.places.filter { $0.value.count == 1 && !gone.contains($0.key) }.keys
    let marks = single.filter { $0.hasPrefix(".") || $0.hasPrefix("#") }
    let once =
      marks.isEmpty
      ? single.filter { !Self.frameTags.contains($0) && !$0.hasPrefix("@") } : marks
    let kept = once.count { new.places[$0] != nil }
    return !once.isEmpty && Double(kept) >= Self.frame * Double(once.count)
  }
}
