import BlockModel

/// A value of the data that a component shows, and how.
public struct SpecField: Hashable, Sendable {
  /// The path: inside one row (``Path/Origin/row``), or of the whole data.
  public var path: Path
  /// The list of the data whose rows it is a field of; `nil` when it is not in a row.
  public var rows: Path?
  /// The words beside it: the header of a column, the label of a channel, item or number.
  public var label: Template?
  public var format: FormatCall?
  public var unit: Template?
  /// The column, channel or property that shows it, as a JSON Pointer.
  public var at: String

  /// The name of the member it shows, when it is a member of a row itself: `price`.
  public var name: String? {
    guard path.origin == .row, path.segments.count == 1, case .name(let name) = path.segments[0]
    else { return nil }
    return name
  }

  /// As a column of a table.
  public var column: SpecPart {
    SpecPart().with(.header, label ?? fallback).with(.field, path).with(.format, format)
      .with(.unit, unit)
  }

  /// As x or y of a chart.
  public var channel: SpecPart {
    SpecPart().with(.field, path).with(.label, label).with(.format, format).with(.unit, unit)
  }

  /// As a text, with its unit: `${item.price | currency:EUR} each`.
  public var text: Template {
    let binding = Binding(path: path.inScope, formats: format.map { [$0] } ?? [])
    return unit.map { "\(binding) \($0)" } ?? "\(binding)"
  }

  /// As a value beside its format and unit: the end of a list's row, a big number, an item.
  public var value: SpecPart {
    SpecPart().with(.value, Template(Binding(path: path.inScope))).with(.format, format)
      .with(.unit, unit)
  }

  private var fallback: Template { Template(literal: .string(path.lastName ?? "")) }

  public init(
    path: Path, rows: Path? = nil, label: Template? = nil, format: FormatCall? = nil,
    unit: Template? = nil, at: String = ""
  ) {
    self.path = path
    self.rows = rows
    self.label = label
    self.format = format
    self.unit = unit
    self.at = at
  }
}

extension SpecElement {
  /// What it shows, in the order of the text: columns, channels, items, and what
  /// texts and values bind. Addresses, conditions and tones show nothing. Components inside speak
  /// for themselves, except that an `each` shows what its children show of its rows.
  public var fields: [SpecField] {
    var reader = FieldReader(tree: tree)
    reader.read(self, rows: nil)
    return reader.fields
  }
}

/// One walk along the catalogue that collects fields.
private struct FieldReader {
  /// The list whose rows a part is drawn for.
  struct Rows {
    let path: Path
    /// The name in `as`, beside `item`.
    let name: String?
  }

  let tree: SpecTree
  var fields: [SpecField] = []

  init(tree: SpecTree) { self.tree = tree }

  mutating func read(_ element: SpecElement, rows: Rows?) {
    var rows = rows
    if let data = element[.data] { rows = Rows(path: data.path, name: element[.as]) }
    for member in element.node.members {
      guard let rule = element.shape.rule(for: member.key) else { continue }
      let place = element.at + "/" + member.key
      visit(
        member.value, rule.name, tree.chosen(rule.kind, for: member.value), place, element, rows)
    }
  }

  private mutating func visit(
    _ node: JSONSyntax, _ name: PropertyName, _ kind: PropertyKind, _ place: String,
    _ owner: SpecElement, _ rows: Rows?
  ) {
    switch kind {
    case .field:
      guard let path = Path(specValue: tree.source.value(node)) else { return }
      add(path, rows, name == .field ? owner : nil, place)
    case .text, .value:
      guard name != .unit, name != .header,
        let template = Template(specValue: tree.source.value(node))
      else { return }
      // `value` and `time` are what the object is for; its label and format are about them.
      let isMain = [.value, .time, .text].contains(name)
      for binding in template.bindings {
        add(
          binding.path.inRow(of: rows), rows, isMain ? owner : nil, place,
          format: binding.formats.last)
      }
    case .object:
      if let inner = tree.element(at: place) { read(inner, rows: rows) }
    case .list(let element, _):
      for (index, node) in node.elements.enumerated() {
        visit(node, name, tree.chosen(element, for: node), place + "/\(index)", owner, rows)
      }
    case .nodes where owner.component == .each:
      for index in node.elements.indices {
        guard let child = tree.element(at: place + "/\(index)"), !child.has(.data) else { continue }
        read(child, rows: rows)
      }
    case .nodes, .binding, .url, .condition, .format, .tone, .toneName, .words, .flag, .flagOr,
      .integer, .number, .name, .plain, .either, .arguments, .version:
      return
    }
  }

  /// - Parameter owner: the object whose label, format and unit are about the value.
  private mutating func add(
    _ path: Path, _ rows: Rows?, _ owner: SpecElement?, _ place: String, format: FormatCall? = nil
  ) {
    let rows = path.origin == .row ? rows?.path : nil
    fields.append(
      SpecField(
        path: path, rows: rows, label: owner?[.header] ?? owner?[.label],
        format: format ?? owner?[.format], unit: owner?[.unit],
        at: owner.flatMap { $0.component == nil ? $0.at : nil } ?? place))
  }
}

extension Path {
  /// `item.name` as the field `name` of its row; other paths as they are.
  fileprivate func inRow(of rows: FieldReader.Rows?) -> Path {
    guard let rows, let first = firstName, first == "item" || first == rows.name else {
      return self
    }
    return Path(origin: .row, segments: Array(segments.dropFirst()))
  }

  /// As a binding reads it: `item.name` for the field `name`.
  fileprivate var inScope: Path {
    guard origin == .row else { return self }
    return Path(origin: .scope, segments: [.name("item")] + segments)
  }
}
