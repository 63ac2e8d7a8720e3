public import BlockModel
public import OrderedCollections

extension CompiledSpec {
  /// Checks the spec against the data of a run: bindings and fields that the data do not
  /// have, lists that are none, chart values that are no numbers.
  ///
  /// Rows are merged first. What is not shown is not reported: the body while the card's `empty` stands
  /// in its place, what stands under a `when` that does not hold or that is of the same path, and
  /// `updated` or a `delta` without a value. The same check after every refresh is the drift signal.
  public func check(data: JSONValue, params: JSONObject = .init()) -> CheckReport {
    var check = DataCheck(shown: Scope(data: data, params: params, now: 0))
    check.run(self, SampleScope(data: data))
    var report = CheckReport()
    report.errors = Array(
      check.issues.filter { $0.level == .error }.prefix(CheckReport.maximumErrors))
    report.warnings = check.issues.filter { $0.level == .warning }
    return report
  }
}

/// One walk of a spec over sample data.
struct DataCheck {
  var issues: [SpecIssue] = []
  private var seen: Set<String> = []
  private var guards: [String] = []
  /// What is outside of rows, as the card reads it; nothing asks for the time.
  private let shown: Scope

  init(shown: Scope) { self.shown = shown }

  mutating func run(_ spec: CompiledSpec, _ scope: SampleScope) {
    if let empty = spec.empty {
      check(empty, Shapes.rootEmpty, scope, scope)
      if let when = empty.condition(.when), isKnown(when, scope), when.evaluate(in: shown) {
        guards += when.paths.map(\.text)
        check(
          spec.root, Shapes.root, scope, scope,
          skipping: [.body, .params, .empty, .subtitle, .href, .icon, .updated])
        return
      }
    }
    check(spec.root, Shapes.root, scope, scope, skipping: [.body, .params, .empty, .updated])
    if let updated = spec.updated {
      for binding in updated.bindings {
        check(binding.path, at: "/updated", scope, template: updated, isCondition: true)
      }
    }
    for node in spec.body { check(node, scope) }
  }

  /// Can the sample tell whether it holds? Not for what asks for a row or the time.
  private func isKnown(_ condition: Condition, _ scope: SampleScope) -> Bool {
    condition.paths.allSatisfy { path in
      guard path.origin != .row, let name = path.firstName else { return path.origin == .root }
      return path.origin == .root || name == "params"
        || !(Scope.reservedNames.contains(name) || scope.isRow(name))
    }
  }

  private mutating func check(_ node: Node, _ scope: SampleScope) {
    guard case .component(let component) = node.kind else { return }
    let properties = node.properties
    let outer = guards
    defer { guards = outer }
    guard guardWhen(properties, scope) else { return }
    var row = scope
    var item: JSONValue?
    if let data = properties.template(.data) {
      item = rows(data, at: node.pointer + "/data", scope)
      row = scope.row(item, as: properties.word(.as))
    }
    check(
      properties, Catalogue.entry(of: component).shape, scope, row, skipping: [.data, .when])
    if component == .chart, let item { checkNumbers(properties, item) }
  }

  /// - Returns: whether it may be shown; what is not is not bound either.
  private mutating func guardWhen(_ properties: Properties, _ scope: SampleScope) -> Bool {
    guard let when = properties.condition(.when) else { return true }
    for path in when.paths {
      check(path, at: properties.pointer + "/when", scope, isCondition: true)
      guards.append(path.text)
    }
    return !isKnown(when, scope) || when.evaluate(in: shown)
  }

  private mutating func check(
    _ properties: Properties, _ shape: ObjectShape, _ scope: SampleScope, _ row: SampleScope,
    skipping: Set<PropertyName> = []
  ) {
    for rule in shape.properties where !skipping.contains(rule.name) {
      guard let value = properties.values[rule.name] else { continue }
      if rule.name == .delta, case .object(let delta) = value, !hasValue(delta, scope) { continue }
      check(
        value, at: properties.pointer + "/" + rule.name.rawValue,
        rule.isPerRow ? row : scope, row)
    }
  }

  private mutating func check(
    _ value: PropertyValue, at place: String, _ scope: SampleScope, _ row: SampleScope
  ) {
    switch value {
    case .template(let template): check(template, at: place, scope)
    case .condition(let condition):
      for path in condition.paths { check(path, at: place, scope, isCondition: true) }
    case .tone(let tone): check(tone, at: place, scope)
    case .field(let path): checkField(path, at: place, row)
    case .object(let object): check(object, scope, row)
    case .list(let values):
      for (index, value) in values.enumerated() {
        check(value, at: place + "/\(index)", scope, row)
      }
    case .nodes(let nodes): for node in nodes { check(node, scope) }
    case .arguments(let arguments):
      for (name, template) in arguments.sorted(by: { $0.key < $1.key }) {
        check(template, at: place + "/" + JSONPointer.escape(name), scope)
      }
    case .format, .flag, .integer, .number, .word: break
    }
  }

  /// A change since before is not shown when there is none yet.
  private mutating func hasValue(_ delta: Properties, _ scope: SampleScope) -> Bool {
    guard let value = delta.template(.value), let path = value.soleBinding?.path else {
      return true
    }
    switch scope.lookup(path) {
    case .found(let value): return !value.isNull
    case .unknown: return true
    case .absent:
      check(path, at: delta.pointer + "/value", scope, template: value, isCondition: true)
      return false
    }
  }

  /// A nested object: columns and channels look into the row, `spark` into rows of its own.
  private mutating func check(
    _ object: Properties, _ scope: SampleScope, _ row: SampleScope
  ) {
    let outer = guards
    defer { guards = outer }
    guard guardWhen(object, scope) else { return }
    var inner = row
    if let data = object.template(.data) {
      inner = scope.row(rows(data, at: object.pointer + "/data", scope), as: nil)
    }
    let isColumn = object.has(.header)
    for (name, value) in object.values.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where name != .when && name != .data {
      let isInRow = isColumn && Shapes.column.rule(for: name.rawValue)?.isPerRow == true
      check(value, at: object.pointer + "/" + name.rawValue, isInRow ? inner : scope, inner)
    }
  }

  /// The merged row of a list; `nil` when there is none to learn from.
  private mutating func rows(
    _ data: Template, at place: String, _ scope: SampleScope
  ) -> JSONValue? {
    guard let path = data.soleBinding?.path else { return nil }
    switch scope.lookup(path) {
    case .unknown: return nil
    case .absent:
      check(path, at: place, scope, template: data)
      return nil
    case .found(.array(let elements)): return SampleRows.merged(elements)
    case .found(let value):
      if value.isNull || value.object?.isEmpty == true { return nil }
      let lists = (value.object ?? [:]).filter { $0.value.array != nil }.map(\.key)
      issues.append(
        SpecIssue(
          .notAList, at: place, "'\(path.text)' is a \(value.kindName), not a list",
          suggest: lists.count == 1 ? "${\(path.text).\(lists[0])}" : nil, expected: lists))
      return nil
    }
  }

  private mutating func check(_ template: Template, at place: String, _ scope: SampleScope) {
    for binding in template.bindings { check(binding.path, at: place, scope, template: template) }
  }

  private mutating func check(_ tone: Tone, at place: String, _ scope: SampleScope) {
    switch tone {
    case .named, .sign: break
    case .map(let of, _, _), .steps(let of, _, _):
      if let of { check(of, at: place + "/of", scope) }
    case .bound(let template):
      check(template, at: place, scope)
      guard let path = template.soleBinding?.path, case .found(let value) = scope.lookup(path),
        let name = value.plainText, ToneName(rawValue: name) == nil
      else { return }
      issues.append(
        SpecIssue(
          level: .warning, .value, at: place, "'\(path.text)' is '\(name)', which is not a tone",
          suggest: Aliases.tones[name.lowercased()], expected: ToneName.allCases.map(\.rawValue)))
    }
  }

  private mutating func check(
    _ path: Path, at place: String, _ scope: SampleScope, template: Template? = nil,
    isCondition: Bool = false
  ) {
    guard case .absent(let name, let holder, let keys) = scope.lookup(path) else { return }
    let text = path.text
    let isGuarded = guards.contains {
      text == $0 || text.hasPrefix($0 + ".") || text.hasPrefix($0 + "[")
    }
    guard !isGuarded, seen.insert(text + "|" + holder).inserted else { return }
    var suggest: String?
    var fix: JSONValue?
    if name == "length", let list = scope.list(holding: path) {
      suggest = "${\(list.text) | count}"
      if let template {
        fix = Pointer.replace(place, .string(template.counting(path, of: list).text))
      }
    } else if path.firstName == name, scope.item?[name] != nil {
      let inRow = Path(origin: .scope, segments: [.name(scope.itemName)] + path.segments)
      suggest = inRow.text
      if let template {
        fix = Pointer.replace(place, .string(template.replacing(path, with: inRow).text))
      }
    } else if let near = NearName.best(for: name, among: keys) {
      suggest =
        Path(
          origin: path.origin, segments: path.segments.map { $0 == .name(name) ? .name(near) : $0 }
        ).text
    } else if path.segments.count > 1, scope.data[name] != nil {
      suggest = name
    }
    let has = keys.isEmpty ? "" : "; \(holder) has: \(keys.prefix(20).joined(separator: ", "))"
    issues.append(
      SpecIssue(
        level: isCondition && suggest == nil ? .warning : .error, .noData, at: place,
        "'\(name)' is not in \(holder)\(has)", suggest: suggest, expected: keys, fix: fix))
  }

  private mutating func checkField(_ path: Path, at place: String, _ scope: SampleScope) {
    guard case .absent(let name, _, let keys) = scope.lookup(path),
      seen.insert(path.fieldText + "@" + place).inserted
    else { return }
    let has = keys.isEmpty ? "" : "; a row has: \(keys.prefix(20).joined(separator: ", "))"
    issues.append(
      SpecIssue(
        .noField, at: place, "no row has '\(name)'\(has)",
        suggest: NearName.best(for: name, among: keys), expected: keys))
  }

  private mutating func checkNumbers(_ chart: Properties, _ row: JSONValue) {
    for channel in chart.objects(.y) {
      guard let field = channel.field(.field),
        case .found(let value) = SampleScope.walk(row, field.segments[...], "the row"),
        !value.isNull, value.numeric == nil
      else { continue }
      issues.append(
        SpecIssue(
          .type, at: channel.pointer,
          "'\(field.fieldText)' is a \(value.kindName); a chart draws numbers"))
    }
  }
}
