import BlockModel
import BlockUI
import Foundation

/// Writes the three files of a block that shows rows: chooses the component, then writes script
/// and spec from the same choice.
struct RowComposer {
  let source: DraftSource
  let wish: CardWish
  let url: String
  let title: String
  let now: Date

  private let roles: Roles
  private let view: CardWish.View
  /// The fields the script returns, in the order of the card.
  private(set) var shown: [RowField] = []
  private var body: [SpecPart] = []

  init(_ source: DraftSource, wish: CardWish, url: String, title: String, now: Date) {
    self.source = source
    self.wish = wish
    self.url = url
    self.title = title
    self.now = now
    let roles =
      source.roles
      ?? Roles(source.fields, rows: source.rowCount, words: wish.words, named: source.nameWords)
    self.roles = roles
    view = Self.view(source, roles, wish)
    switch view {
    case .chart: composeChart()
    case .bars: composeBars()
    case .list: composeList()
    case .table, .number: composeTable()
    }
  }

  /// The component that fits the form of the data.
  private static func view(_ source: DraftSource, _ roles: Roles, _ wish: CardWish) -> CardWish.View
  {
    // A line through two points is little, but it may be wished for.
    let isSeries =
      roles.time.map { $0.column.distinctness > 0.8 || $0.column.distinct.count > 150 } ?? false
      && !roles.numbers.isEmpty && source.rowCount >= (wish.view == .chart ? 2 : 5)
    // Rows that several texts describe are things, however their days differ.
    let isOfThings =
      source.fields.count { field in
        field.kind == .text && field.column.distinct.count > 1 && field.column.coverage > 0.5
      } > 1
    let isNamed = (roles.title?.column.distinctness ?? 0) > 0.5
    switch wish.view {
    case .chart where isSeries: return .chart
    case .bars where roles.title != nil && !roles.numbers.isEmpty: return .bars
    case .table: return .table
    case .list where roles.title != nil: return .list
    case .chart where roles.title != nil && !roles.numbers.isEmpty: return .bars
    case .chart, .bars, .list, .number, nil: break
    }
    if let view = source.view { return view }
    if isSeries, !isNamed, !isOfThings { return .chart }
    if let title = roles.title,
      roles.link != nil || roles.image != nil || title.column.meanLength > 32
        || roles.numbers.count < 2,
      source.rowCount > 1 || roles.link != nil
    {
      let extras = roles.texts.count + roles.numbers.count
      return extras >= 4 && roles.link == nil && roles.image == nil && title.column.meanLength < 24
        ? .table : .list
    }
    return .table
  }

  // MARK: Components

  private mutating func composeList() {
    guard let title = roles.title else { return composeTable() }
    shown = [title]
    var list = SpecPart(.list).with(.data, .data("rows"))
    var text = FieldFormat(title, now: now).text(.item(title.name))
    if let opponent = roles.opponent {
      shown.append(opponent)
      text = "\(text) – \(.item(opponent.name))"
    }
    list[.title] = text
    if let link = roles.link { list[.href] = value(link) }
    if let image = roles.image { list[.image] = value(image) }
    // What the sentence orders or selects by stands on the card, before what is only likely.
    let asked = source.wanted.compactMap { name in
      source.fields.first { $0.name == name && !isPlaced($0) }
    }
    func withAsked(_ likely: [RowField], _ isOfKind: (RowField) -> Bool) -> [RowField] {
      asked.filter(isOfKind) + likely.filter { field in !asked.contains { $0.name == field.name } }
    }
    let texts = withAsked(roles.texts) { !Self.isAmount($0) }
    var meta: [Template] = []
    if let time = roles.time { meta.append(self.text(time)) }
    let askedTexts = asked.count { !Self.isAmount($0) }
    for field in texts.prefix(source.isChosen ? texts.count : max(2, askedTexts)) {
      meta.append(self.text(field, labelled: isBare(field)))
    }
    var numbers = withAsked(roles.numbers, Self.isAmount)[...]
    if let first = numbers.first,
      first.column.coverage > 0.5 || first.name == asked.first(where: Self.isAmount)?.name
    {
      numbers = numbers.dropFirst()
      var trailing = SpecPart().with(.value, value(first))
        .with(FieldFormat(first, now: now))
      if trailing[.unit] == nil, let unit = Self.countUnit(first) { trailing[.unit] = "\(unit)" }
      list[.trailing] = trailing
    }
    let room = max(meta.count < 3 ? 1 : 0, asked.count(where: Self.isAmount) - 1)
    for field in numbers.prefix(source.isChosen ? numbers.count : room) {
      meta.append(self.text(field, labelled: true))
    }
    if !meta.isEmpty { list[.meta] = meta }
    if let badge = roles.badge { list[.badge] = SpecPart().with(.text, value(badge)) }
    list[.empty] = "Nothing there at the moment."
    body = [list]
  }

  /// Columns of a table that nobody chose: what stands side by side on a wide card.
  private var mostColumns: Int { max(1, 8 - source.hiddenCount) }

  private mutating func composeTable() {
    var fields: [RowField] = []
    func add(_ field: RowField?) {
      guard let field, !fields.contains(where: { $0.name == field.name }),
        fields.count < mostColumns
      else { return }
      fields.append(field)
    }
    add(roles.title)
    add(roles.opponent)
    for name in source.wanted { add(source.fields.first { $0.name == name }) }
    add(roles.time)
    add(roles.badge)
    // A table of a page is shown as it stands there.
    let isTable = source.view == .table && source.fields.count <= mostColumns
    let others =
      isTable
      ? source.fields.filter { $0.kind != .url && $0.kind != .image }
      : (roles.numbers + roles.texts).sorted { $0.position < $1.position }
    let isAll = Set((fields + others).map(\.name)).count <= mostColumns
    let likely = roles.numbers.prefix(5) + roles.texts.prefix(5)
    for field in isAll ? others : likely.sorted(by: { $0.position < $1.position }) { add(field) }
    if source.isChosen {
      fields = source.fields
    } else if fields.isEmpty {
      source.fields.prefix(mostColumns).forEach(add)
    }
    if !source.isChosen, roles.title == nil || source.view == .table {
      fields.sort { $0.position < $1.position }
    }
    shown = fields
    let columns = fields.map { field -> SpecPart in
      var column = SpecPart().with(.header, "\(field.label)").with(.field, .field(field.name))
        .with(FieldFormat(field, now: now))
      if field.name == roles.title?.name, let link = roles.link { column[.href] = value(link) }
      if field.name == roles.badge?.name { column[.kind] = "badge" }
      if field.kind.isNumber || field.kind == .moneyText || field.kind == .percentText {
        column[.align] = "end"
      }
      return column
    }
    body = [
      SpecPart(.table).with(.data, .data("rows")).with(.columns, columns)
        .with(.sortable, source.rowCount > 5 ? true : nil)
        .with(.empty, "Nothing there at the moment.")
    ]
  }

  private mutating func composeChart() {
    guard let time = roles.time else { return composeTable() }
    let numbers = Self.alike(roles.numbers)
    shown = [time] + numbers
    var x = SpecPart().with(.field, .field(time.name))
    if time.kind == .year {
      x[.type] = "ordinal"
    } else {
      x[.type] = "temporal"
      x[.format] = Self.axisFormat(time, rows: source.rowCount)
    }
    let y = numbers.map(channel)
    if let first = numbers.first, !isForecast(time) {
      let latest = Binding.data("rows", -1, .name(time.name))
      body.append(
        SpecPart(.stat).with(.label, "\(first.label)")
          .with(.value, Template(.data("rows", -1, .name(first.name))))
          .with(FieldFormat(first, now: now))
          .with(
            .note,
            time.kind == .year ? Template(latest) : FieldFormat(time, now: now).text(latest)))
    }
    let chart = SpecPart(.chart).with(.kind, "line").with(.data, .data("rows")).with(.x, x)
    body.append(
      (y.count == 1 ? chart.with(.y, y[0]) : chart.with(.y, y))
        .with(.empty, "No values at the moment."))
  }

  private mutating func composeBars() {
    guard let title = roles.title, let number = roles.numbers.first else { return composeTable() }
    shown = [title, number]
    body = [
      SpecPart(.chart).with(.kind, "bar").with(.data, .data("rows")).with(.horizontal, true)
        .with(.x, SpecPart().with(.field, .field(title.name)).with(.type, "nominal"))
        .with(.y, channel(number)).with(.empty, "No values at the moment.")
    ]
  }

  private func channel(_ field: RowField) -> SpecPart {
    SpecPart().with(.field, .field(field.name)).with(.label, "\(field.label)")
      .with(FieldFormat(field, now: now))
  }

  // MARK: Choices

  /// Adds a field to the script's rows and says how to read it.
  private mutating func value(_ field: RowField) -> Template {
    if !shown.contains(where: { $0.name == field.name }) { shown.append(field) }
    return Template(.item(field.name))
  }

  private mutating func text(_ field: RowField, labelled: Bool = false) -> Template {
    _ = value(field)
    let text = FieldFormat(field, now: now).text(.item(field.name))
    guard labelled else { return text }
    if let unit = Self.countUnit(field) { return "\(text) \(unit)" }
    return "\(field.label) \(text)"
  }

  /// Has a field a place of its own in a list?
  private func isPlaced(_ field: RowField) -> Bool {
    [roles.title, roles.opponent, roles.link, roles.image, roles.time, roles.badge]
      .contains { $0?.name == field.name }
  }

  private static func isAmount(_ field: RowField) -> Bool {
    field.kind.isNumber || field.kind == .moneyText || field.kind == .percentText
      || field.kind == .numberText
  }

  /// "12 comments" reads better than "Comments 12".
  private static func countUnit(_ field: RowField) -> String? {
    let countable: Set<String> = [
      "comments", "points", "votes", "stars", "replies", "views", "likes", "forks", "ups",
      "reviews",
    ]
    if let word = field.fieldName.words.last(where: { countable.contains($0) }) {
      return word == "ups" ? "votes" : word
    }
    return nil
  }

  /// A value that needs its label to be understood.
  private func isBare(_ field: RowField) -> Bool {
    field.kind == .bool || field.kind == .boolText
      || (field.column.meanLength < 4 && field.kind == .text)
  }

  /// The first number and those that share its scale: at most three lines.
  private static func alike(_ numbers: [RowField]) -> [RowField] {
    guard let first = numbers.first else { return [] }
    let scale = max(abs(first.column.high ?? 0), 1e-9)
    let others = numbers.dropFirst().filter { field in
      guard field.unit == first.unit, field.kind == first.kind,
        !Set(field.fieldName.words).isDisjoint(with: first.fieldName.words)
          || field.column.path.keys.count == 1
      else { return false }
      let high = abs(field.column.high ?? 0)
      return high > scale / 5 && high < scale * 5
    }
    return [first] + others.prefix(2)
  }

  private static func axisFormat(_ time: RowField, rows: Int) -> FormatCall {
    let moments = time.column.distinct.compactMap { FieldFormat.moment($0, time.kind) }
    guard let low = moments.min(), let high = moments.max() else {
      return FormatCall(.date, ["short"])
    }
    switch high.timeIntervalSince(low) {
    case ..<(1.5 * 86400): return FormatCall(.time)
    case ..<(3 * 366 * 86400): return FormatCall(.date, ["short"])
    default: return FormatCall(.date, ["year"])
    }
  }

  private func isForecast(_ time: RowField) -> Bool {
    let latest = time.column.distinct.compactMap { FieldFormat.moment($0, time.kind) }.max()
    return latest.map { $0 > now.addingTimeInterval(3600) } ?? false
  }

  // MARK: Files

  private var count: Int? {
    if view == .chart { return wish.count }
    return wish.count ?? (view == .bars ? min(source.usualCount, 12) : source.usualCount)
  }

  var script: String {
    RowScript(
      source: source, shown: shown, url: url, title: title, count: count,
      chosen: [
        ("title", roles.title), ("link", roles.link), ("time", roles.time),
        ("value", roles.numbers.first),
      ], time: roles.time, isChart: view == .chart
    ).text
  }

  var files: BlockFiles {
    let card = SpecPart.card.with(.title, "\(title)")
      .with(.href, source.link.map { "\($0)" }).with(.size, size).with(.body, body)
    var params: [Param] = []
    if let count {
      params = [
        Param(
          name: BlockQuery.countName, kind: .number(min: 1, max: 200, step: 1),
          label: view == .chart ? "Points" : "Rows",
          defaultValue: .integer(Int64(count)))
      ]
    }
    return BlockFiles(
      manifest: Manifest(name: title, prompt: wish.prompt, params: params), script: script,
      spec: card.text)
  }

  private var size: String {
    switch view {
    case .chart, .bars: "md"
    case .list: "md"
    case .table: shown.count > 4 ? "wide" : "md"
    case .number: "sm"
    }
  }

  /// What was chosen, for people.
  var explanation: String { explanation(drawnAs: nil) }

  /// - Parameter drawn: the chart that the card became: "a pie chart".
  func explanation(drawnAs drawn: String?) -> String {
    let form =
      switch view {
      case .chart:
        "\(drawn ?? "a line chart") of \(shown.dropFirst().map(\.label).joined(separator: ", "))"
      case .bars: "\(drawn ?? "bars") of \(shown.last?.label ?? "the values")"
      case .list: "a list by \(roles.title?.label ?? "title")"
      case .table, .number:
        drawn ?? "a table of \(shown.map(\.label).joined(separator: ", "))"
      }
    return "Shows \(source.what) as \(form)."
  }
}
