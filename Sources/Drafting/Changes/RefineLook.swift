import BlockModel
import BlockUI

/// A table, list or chart as another one of these, over the same rows. Each change says what it did.
struct RefineLook {
  private let element: SpecElement
  private let fields: RefineFields
  /// The fields it shows, each once, with the words people see.
  private let shown: [SpecField]

  /// The component that shows the rows.
  static func element(in tree: SpecTree) -> SpecElement? {
    tree.components.first { [.table, .list, .chart].contains($0.component) && $0.has(.data) }
  }

  init(_ element: SpecElement, fields: RefineFields) {
    self.element = element
    self.fields = fields
    shown = element.fields.reduce(into: []) { shown, field in
      guard let name = field.name, fields.names.contains(name),
        !shown.contains(where: { $0.name == name })
      else { return }
      var field = field
      field.label = field.label ?? "\(fields.label(name))"
      shown.append(field)
    }
  }

  static func edit(
    _ tree: inout SpecTree, _ change: (inout SpecTree) throws(SpecEditError) -> Void
  ) throws(AuthoringAnswer) {
    do throws(SpecEditError) { try change(&tree) } catch {
      throw AuthoringAnswer("The card cannot be changed this way: \(error)")
    }
  }

  private func replace(_ part: SpecPart, in tree: inout SpecTree) throws(AuthoringAnswer) {
    try Self.edit(&tree) { tree throws(SpecEditError) in
      try tree.replace(at: element.at, with: part)
    }
  }

  private func isNumber(_ field: SpecField) -> Bool { field.name.map(fields.isNumber) ?? false }

  // MARK: Components

  func table(in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    if element.component == .table { throw AuthoringAnswer("It is a table already.") }
    guard !shown.isEmpty else { throw AuthoringAnswer("There are no fields for a table.") }
    try replace(SpecPart(.table).with(.columns, shown.map(column)), in: &tree)
    return "Shows a table."
  }

  private func column(_ field: SpecField) -> SpecPart {
    field.column.with(.align, isNumber(field) ? "end" : nil)
  }

  func list(in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    if element.component == .list { throw AuthoringAnswer("It is a list already.") }
    guard let title = shown.first(where: { !isNumber($0) }) ?? shown.first else {
      throw AuthoringAnswer("There are no fields for a list.")
    }
    var list = SpecPart(.list).with(.title, title.text)
    var rest = shown.filter { $0.path != title.path }
    if let number = rest.first(where: isNumber) {
      list[.trailing] = number.value
      rest.removeAll { $0.path == number.path }
    }
    if !rest.isEmpty {
      list[.meta] = rest.prefix(6).map { field -> Template in
        field.label.map { "\($0) \(field.text)" } ?? field.text
      }
    }
    list[.href] = element[elements: .columns].lazy.compactMap { $0[.href] }.first
    try replace(list, in: &tree)
    return "Shows a list."
  }

  /// - Parameter kind: `nil` for a line over time, else bars.
  func chart(_ kind: String?, in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    if element.component == .chart { return try redraw(kind ?? "line", in: &tree) }
    let numbers = shown.filter { isNumber($0) && $0.name != fields.time }
    guard let number = numbers.first else {
      throw AuthoringAnswer("There is no number in these rows to draw.")
    }
    let kind = kind ?? (fields.time == nil ? "bar" : "line")
    let isOverTime = ["line", "area"].contains(kind)
    let scatter = kind == "scatter" ? numbers.dropFirst().first?.name : nil
    let named = (shown.compactMap(\.name) + fields.names).first {
      !fields.isNumber($0) && $0 != fields.time
    }
    guard let x = scatter ?? (isOverTime ? fields.time ?? named : named ?? fields.time) else {
      throw AuthoringAnswer("There is no name or time in these rows to draw the numbers over.")
    }
    let type = scatter != nil ? "quantitative" : x == fields.time ? "temporal" : "nominal"
    try replace(
      SpecPart(.chart).with(.kind, kind)
        .with(.x, SpecPart().with(.field, .field(x)).with(.type, type)).with(.y, number.channel),
      in: &tree)
    // A chart draws all rows.
    try Self.edit(&tree) { tree throws(SpecEditError) in
      try tree.set(.limit, to: nil, at: element.at)
    }
    return "Draws \(number.label?.text ?? "the numbers") as a \(kind) chart."
  }

  private func redraw(_ kind: String, in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    try Self.edit(&tree) { tree throws(SpecEditError) in
      try tree.set(.kind, to: kind, at: element.at)
      if kind != "bar" { try tree.set(.horizontal, to: nil, at: element.at) }
    }
    return "Draws a \(kind) chart."
  }

  // MARK: Columns

  private func columns() throws(AuthoringAnswer) -> [SpecElement] {
    let columns = element[elements: .columns]
    guard element.component == .table, !columns.isEmpty else {
      throw AuthoringAnswer("This block has no table with columns; say “as a table” first.")
    }
    return columns
  }

  private func place(
    _ name: String, in columns: [SpecElement]
  ) throws(AuthoringAnswer) -> Int {
    let said = name.lowercased()
    let exact = columns.firstIndex { column in
      [column[.header]?.text, column[.field]?.fieldText].contains { $0?.lowercased() == said }
    }
    if let exact { return exact }
    let field = try fields.field(name)
    guard let place = columns.firstIndex(where: { $0[.field] == .field(field) }) else {
      let headers = columns.compactMap { $0[.header]?.text ?? $0[.field]?.fieldText }
      throw AuthoringAnswer("The table has the columns \(headers.joined(separator: ", ")).")
    }
    return place
  }

  /// Only these columns, in this order.
  func keep(_ names: [String], in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    let columns = try columns()
    var order = Array(columns.indices)
    var count = 0
    for name in names {
      let place = try place(name, in: columns)
      guard let now = order.firstIndex(of: place), now >= count else { continue }
      try Self.edit(&tree) { [count] tree throws(SpecEditError) in
        try tree.move(at: columns[now].at, to: count)
      }
      order.insert(order.remove(at: now), at: count)
      count += 1
    }
    try remove(columns.dropFirst(count).map(\.at), in: &tree)
    return "Shows the columns \(names.joined(separator: ", "))."
  }

  private func remove(_ places: [String], in tree: inout SpecTree) throws(AuthoringAnswer) {
    try Self.edit(&tree) { tree throws(SpecEditError) in
      for place in places.reversed() { try tree.remove(at: place) }
    }
  }

  func hide(_ names: [String], in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    let explanation = "Leaves out \(names.joined(separator: ", "))."
    guard element.component == .table else {
      for name in names { try hidePart(try fields.field(name), in: &tree) }
      return explanation
    }
    let columns = try columns()
    var hidden: Set<Int> = []
    for name in names { hidden.insert(try place(name, in: columns)) }
    guard hidden.count < columns.count else { throw AuthoringAnswer("A table needs a column.") }
    try remove(hidden.sorted().map { columns[$0].at }, in: &tree)
    return explanation
  }

  func show(_ names: [String], in tree: inout SpecTree) throws(AuthoringAnswer) -> String {
    var present = try columns().compactMap { $0[.field] }
    let count = present.count
    for name in names {
      let field = try fields.field(name)
      guard !present.contains(.field(field)) else { continue }
      present.append(.field(field))
      let new = SpecField(path: .field(field), label: "\(fields.label(field))")
      try Self.edit(&tree) { tree throws(SpecEditError) in
        try tree.insert(column(new), into: .columns, at: element.at)
      }
    }
    guard present.count > count else {
      throw AuthoringAnswer("It shows \(names.joined(separator: ", ")) already.")
    }
    return "Also shows \(names.joined(separator: ", "))."
  }

  /// A list loses the parts that show a field, but not its title; a chart its other lines.
  private func hidePart(_ field: String, in tree: inout SpecTree) throws(AuthoringAnswer) {
    let before = tree.text
    guard let now = tree.element(at: element.at) else { return }
    func holds(_ template: Template?) -> Bool {
      template?.bindings.contains {
        $0.path.firstName == "item" && $0.path.segments.dropFirst().first == .name(field)
      } ?? false
    }
    try Self.edit(&tree) { tree throws(SpecEditError) in
      for key in [PropertyKey<Template>.subtitle, .text, .image] where holds(now[key]) {
        try tree.set(key, to: nil, at: now.at)
      }
      if holds(now[.trailing]?[.value]) { try tree.set(.trailing, to: nil, at: now.at) }
      if holds(now[.badge]?[.text]) { try tree.set(.badge, to: nil, at: now.at) }
      if let meta: [Template] = now[.meta], meta.contains(where: holds) {
        let kept = meta.filter { !holds($0) }
        try tree.set(.meta, to: kept.isEmpty ? nil : kept, at: now.at)
      }
    }
    let lines = now.fields.filter { $0.name == field && $0.at.hasPrefix(now.at + "/y/") }
    // The only line of a chart stays.
    for line in lines.reversed() { try? tree.remove(at: line.at) }
    guard tree.text != before else {
      throw AuthoringAnswer("\(fields.label(field)) cannot be left out here.")
    }
  }
}
