public import BlockModel
import BlockStore

/// The sections of the page: made, named, moved, folded and taken away. Everything but folding, which changes
/// nothing of the page but how much is seen of it, can be undone.
extension DashboardEngine {
  /// In their order, without ``SectionID/top``.
  public func sections() -> [PageSection] { page.sections }

  /// Makes a section below all others.
  /// - Throws: ``EngineError/section(_:)`` for a title that is none, or when there are enough.
  @discardableResult
  public func addSection(_ title: String) async throws(EngineError) -> PageSection {
    guard let wish = PageSection(page.nextSection, title: title) else { throw .untitled }
    guard page.sections.count < PageSection.most else {
      throw .section(
        "would be one too many: a page has \(PageSection.most) at most. Delete another one first")
    }
    await rememberSections("Added the section “\(wish.title)”.")
    // Another one may have been made meanwhile.
    guard let section = PageSection(page.nextSection, title: title) else { throw .untitled }
    try await keep(page.sections + [section])
    return section
  }

  public func renameSection(_ id: SectionID, _ title: String) async throws(EngineError) {
    var section = try section(id)
    let old = section.title
    guard section.rename(title) else { throw .untitled }
    guard section.title != old else { return }
    await rememberSections("Renamed the section “\(old)”.")
    try await keep(page.sections.map { $0.id == id ? section : $0 })
  }

  /// Shows the title of a section alone, or its cards again.
  public func foldSection(_ id: SectionID, _ isFolded: Bool) async throws(EngineError) {
    var section = try section(id)
    guard section.isFolded != isFolded else { return }
    section.isFolded = isFolded
    try await keep(page.sections.map { $0.id == id ? section : $0 })
  }

  /// Moves a section with its cards up or down by one; at the edge nothing changes.
  public func moveSection(_ id: SectionID, up isUp: Bool) async throws(EngineError) {
    let section = try section(id)
    guard (isUp ? page.sections.first : page.sections.last)?.id != id else { return }
    await rememberSections("Moved the section “\(section.title)”.")
    var sections = page.sections
    guard let index = sections.firstIndex(where: { $0.id == id }) else { throw .noSection(id) }
    let other = isUp ? index - 1 : index + 1
    guard sections.indices.contains(other) else { return }
    sections.swapAt(index, other)
    try await keep(sections)
  }

  /// Takes a section away. Its cards go to the end of what stands above it, as they stand to each other.
  public func removeSection(_ id: SectionID) async throws(EngineError) {
    let section = try section(id)
    await rememberSections("Deleted the section “\(section.title)”.", arrangedLayouts)
    let above = page.sections.prefix { $0.id != id }.last?.id ?? .top
    for breakpoint in Breakpoint.allCases where page.isArranged(breakpoint) {
      var layout = page.layout(breakpoint)
      layout.moveAll(of: id, toEndOf: above)
      try await keep(page.take(layout), on: breakpoint)
    }
    try await keep(page.sections.filter { $0.id != id })
  }

  /// Puts a card below those of another section.
  @discardableResult
  public func place(
    _ id: BlockID, inSection section: SectionID, on breakpoint: Breakpoint
  ) async throws(EngineError) -> PageLayouts {
    try await arrange(id, on: breakpoint) { $0.move(id, toEndOf: section) }
  }

  /// Brings the sections back that there were; those that are still there stay folded as they are.
  func take(_ past: [JSONValue]) async throws(EngineError) {
    let folded = Dictionary(
      page.sections.map { ($0.id, $0.isFolded) }, uniquingKeysWith: { first, _ in first })
    let sections = past.compactMap { PageSection($0) }.map { section in
      var section = section
      section.isFolded = folded[section.id] ?? section.isFolded
      return section
    }
    if sections != page.sections { try await keep(sections) }
  }

  private func section(_ id: SectionID) throws(EngineError) -> PageSection {
    guard let section = page.sections.first(where: { $0.id == id }) else { throw .noSection(id) }
    return section
  }

  private func keep(_ sections: [PageSection]) async throws(EngineError) {
    page.replace(sections)
    try await show { () async throws(StorageError) in try await storage.setSections(sections) }
  }
}

extension EngineError {
  fileprivate static let untitled = section(
    "needs a title of 1 to \(PageSection.longestTitle) characters")
}
