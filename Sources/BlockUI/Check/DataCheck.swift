public import BlockModel
public import OrderedCollections

extension CompiledSpec {
  /// Checks the spec against the data of a run (L3): bindings and fields that the data do not
  /// have, lists that are none, chart values that are no numbers.
  ///
  /// Rows are merged first; what stands under a `when` of the same path is not reported. The same
  /// check after every refresh is the drift signal.
  public func check(data: JSONValue, params: JSONObject = .init()) -> CheckReport {
    var check = DataCheck()
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

  init() {}

  mutating func run(_ spec: CompiledSpec, _ scope: SampleScope) {
    check(spec.root, Shapes.root, scope, scope, skipping: [.body, .params, .empty])
    if let empty = spec.empty { check(empty, Shapes.rootEmpty, scope, scope) }
    for node in spec.body { check(node, scope) }
  }

  private mutating func check(_ node: Node, _ scope: SampleScope) {
    guard case .component(let component) = node.kind else { return }
    let properties = node.properties
    let outer = guards
    guardWhen(properties, scope)
    var row = scope
    var item: JSONValue?
    if let data = properties.template(.data) {
      item = rows(data, at: node.pointer + "/data", scope)
      row = scope.row(item, as: properties.word(.as))
    }
    check(
      properties, Catalogue.entry(of: component).shape, scope, row, skipping: [.data, .when])
    if component == .chart, let item { checkNumbers(properties, item) }
    guards = outer
  }

  private mutating func guardWhen(_ properties: Properties, _ scope: SampleScope) {
    guard let when = properties.condition(.when) else { return }
    for path in when.paths {
      check(path, at: properties.pointer + "/when", scope, isCondition: true)
      guards.append(path.text)
    }
  }

  private mutating func check(
    _ properties: Properties, _ shape: ObjectShape, _ scope: SampleScope, _ row: SampleScope,
    skipping: Set<PropertyName> = []
  ) {
    for rule in shape.properties where !skipping.contains(rule.name) {
      guard let value = properties.values[rule.name] else { continue }
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

  /// A nested object: columns and channels look into the row, `spark` into rows of its own.
  private mutating func check(
    _ object: Properties, _ scope: SampleScope, _ row: SampleScope
  ) {
    let outer = guards
    guardWhen(object, scope)
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
    guards = outer
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
