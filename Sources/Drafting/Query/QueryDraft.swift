import BlockModel
import BlockUI
import Foundation
import Sentences
import Sketches

/// Compiles a query over a record set into the three files of a block.
struct QueryDraft {
  let source: DraftSource
  let offered: SourceOffer
  let query: RowQuery
  /// As the person called the block; `nil`: the query names it.
  let title: String?
  let prompt: String
  let url: String
  let now: Date

  /// What the rows are called.
  var rowsName: String {
    let caption = source.caption ?? source.title
    let name = caption ?? SourceName.name(of: url)
    return String(name.prefix(60))
  }

  private var words: QueryWords { QueryWords(query: query, source: offered, rows: rowsName) }

  var draft: Draft {
    var draft = query.aggregate == nil ? rowsDraft : aggregateDraft
    draft.files.manifest.prompt = prompt
    draft.explanation = ([draft.explanation] + words.sentences).joined(separator: " ")
    // What is cut is said.
    let usual = usualCount
    if query.limit == nil, query.aggregate == nil, query.filters.isEmpty, usual < source.rowCount,
      draft.files.manifest.params.contains(where: { $0.name == BlockQuery.countName })
    {
      draft.explanation += " The first \(usual) of \(source.rowCount); the settings say how many."
    }
    draft.pace = source.pace
    draft.isFiltered = !query.filters.isEmpty
    return draft
  }

  var name: String { title ?? words.title }

  // MARK: Rows

  private var wish: CardWish {
    CardWish(
      prompt: prompt, count: query.limitPer == nil ? query.limit : nil,
      view: query.view.flatMap { QueryView($0).composed },
      words: shown.flatMap { $0.fieldName.words + [$0.column.path.lastKey.lowercased()] })
  }

  /// Fields that the query names.
  private var shown: [RowField] {
    ((query.columns ?? []) + query.sort.map(\.field) + (query.limitPer.map { [$0] } ?? []))
      .compactMap(offered.field)
  }

  private var rowsDraft: Draft {
    let source = shapedSource
    if let single = singleDraft(source) ?? calendarDraft(source) { return single }
    let (composer, kind) = composer(source)
    var files = composer.files
    if let kind { files.spec = kind.applied(to: files.spec) }
    let drawn = query.view.map(QueryView.init).flatMap {
      $0.chartKind != nil && $0.isShown(in: files.spec) ? $0.word : nil
    }
    return Draft(files: files, explanation: composer.explanation(drawnAs: drawn))
  }

  /// The fields that the card shows as texts and numbers, by the names of queries, in order.
  var visibleFields: [String] {
    composer(shapedSource).0.shown.filter { $0.kind != .url && $0.kind != .image }
      .map(SourceOffer.id)
  }

  private func composer(_ source: DraftSource) -> (RowComposer, ChartKind?) {
    var wish = wish
    let numbers = Roles(source.fields, rows: source.rowCount, words: wish.words).numbers
    let kind = query.view.flatMap { QueryView($0).chartKind }.map {
      ChartKind(name: $0, numbers: numbers)
    }
    wish.view = kind?.view ?? wish.view
    return (RowComposer(source, wish: wish, url: url, title: name, now: now), kind)
  }

  /// The source with the steps and fields of the query.
  private var shapedSource: DraftSource {
    var source = source
    let steps = QuerySteps(query, offered)
    source.steps = steps.lines
    source.needed = steps.read
    source.modules += steps.modules.sorted().filter { !source.modules.contains($0) }
    if !query.sort.isEmpty { source.isOrdered = true }
    let emptied = Set(query.emptied.compactMap { offered.field($0)?.name })
    let read = steps.read.map(\.name).filter { !emptied.contains($0) }
    source.wanted = (shown.map(\.name) + read).reduce(into: []) { list, name in
      if !list.contains(name) { list.append(name) }
    }
    let hidden = Set((query.hidden + query.emptied).compactMap { offered.field($0)?.name })
    if !hidden.isEmpty {
      // Nobody asked for another in its place.
      source.hiddenCount = query.hidden.count
      source.fields.removeAll { hidden.contains($0.name) }
      source.roles?.remove(hidden)
    }
    if let columns = query.columns {
      source.fields = columnFields(columns)
      source.isChosen = true
      source.roles = nil
      if query.view == nil { source.view = .table }
    }
    source.usualCount = usualCount
    return source
  }

  /// Rows that are shown when no count is wished for: more of what was picked or ordered.
  private var usualCount: Int {
    query.limitPer != nil
      || query.limit == nil && (!query.filters.isEmpty || !query.sort.isEmpty)
      ? max(source.usualCount, 50) : source.usualCount
  }

  /// The wished columns, in their order.
  private func columnFields(_ columns: [String]) -> [RowField] {
    var fields = columns.compactMap(offered.field)
    // Charts need what they are drawn along.
    if query.view.map({ QueryView($0).composed == .chart }) ?? false,
      let time = offered.offer.time.map({ offered.fields[$0] }),
      !fields.contains(where: { $0.name == time.name })
    {
      fields.insert(time, at: 0)
    }
    return fields
  }

  // MARK: One value

  /// "population of Texas": the number itself.
  private func singleDraft(_ source: DraftSource) -> Draft? {
    let isLookup =
      query.columns?.count == 1
      && query.filters.contains {
        $0.comparison == .equal && $0.values.count == 1
          && $0.field == offered.offer.identity.map { offered.offer.fields[$0].id }
      }
    guard isLookup && query.view == nil || query.view == .number, let id = query.columns?.first,
      let field = offered.field(id)
    else { return nil }
    let stat = SpecPart(.stat).with(.label, "\(field.label)")
      .with(.value, Template(.data("rows", 0, .name(field.name)))).with(
        FieldFormat(field, now: now).absolute)
    var source = source
    source.needed.append(field)
    let script = RowScript(source: source, shown: [field], url: url, title: name, count: nil).text
    let card = SpecPart.card.with(.title, "\(name)").with(.href, source.link.map { "\($0)" })
      .with(.size, "sm").with(.body, [stat])
    return Draft(
      files: BlockFiles(
        manifest: Manifest(name: name, prompt: prompt), script: script, spec: card.text),
      explanation: "Shows \(field.label.lowercasedFirst) as a number.")
  }
}

/// How a view of a query is composed.
struct QueryView {
  let view: RowQuery.View

  init(_ view: RowQuery.View) { self.view = view }

  var composed: CardWish.View? {
    switch view {
    case .list: .list
    case .table: .table
    case .chart, .line, .area: .chart
    // A list with a bar in each row is a chart of lying bars.
    case .bar, .bars, .pie, .donut: .bars
    case .scatter: .table
    case .number: .number
    case .gauge, .calendar, .keyvalue: nil
    }
  }

  /// A kind of chart of the UI language.
  var chartKind: String? {
    switch view {
    case .line, .area, .bar, .pie, .donut, .scatter: view.rawValue
    case .bars: "bar"
    case .list, .table, .chart, .number, .gauge, .calendar, .keyvalue: nil
    }
  }

  var word: String {
    switch view {
    case .list, .table, .chart, .number, .gauge, .calendar: "a \(view.rawValue)"
    case .line, .bar, .pie, .donut, .scatter: "a \(view.rawValue) chart"
    case .area: "an area chart"
    case .bars: "bars"
    case .keyvalue: "names with their values"
    }
  }

  func isShown(in spec: String) -> Bool {
    let components = (try? SpecTree(parsing: spec))?.components ?? []
    func has(_ component: Component) -> Bool { components.contains { $0.component == component } }
    return switch view {
    case .list: has(.list)
    case .table: has(.table)
    case .chart: has(.chart)
    case .line, .area, .bar, .bars, .pie, .donut, .scatter:
      components.contains { $0.component == .chart && $0[.kind] == chartKind }
    case .number: has(.stat)
    case .keyvalue: has(.keyvalue)
    case .calendar: has(.calendar)
    case .gauge: false
    }
  }
}
