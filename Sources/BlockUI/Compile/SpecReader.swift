import BlockModel
import OrderedCollections

/// Reads a spec along the catalogue: one walk that checks shape (what is there, and of which type)
/// and meaning (bindings, conditions, names) and gives the typed tree.
struct SpecReader {
  var issues: [SpecIssue] = []
  /// Names of the parameters a spec may read.
  let params: Set<String>
  let secrets: Set<String>
  /// Reads what an older or newer program wrote: what is unknown is skipped with a warning.
  let isLenient: Bool

  /// JSON Pointer of the value being read.
  private(set) var pointer = ""
  /// How many components enclose the value, and whether it stands in a row.
  private var depth = 0
  private var rows = 0
  private var ids: Set<String> = []
  private var components = 0

  init(params: Set<String>, secrets: Set<String>, isLenient: Bool) {
    self.params = params
    self.secrets = secrets
    self.isLenient = isLenient
  }

  var isInRow: Bool { rows > 0 }

  mutating func report(
    _ kind: IssueCode, _ message: String, at place: String? = nil, suggest: String? = nil,
    expected: [String] = [], fix: JSONValue? = nil
  ) {
    issues.append(
      SpecIssue(
        level: isLenient ? .warning : .error, kind, at: place ?? pointer, message,
        suggest: suggest, expected: expected, fix: fix))
  }

  mutating func inside<T>(_ part: String, _ read: (inout SpecReader) -> T) -> T {
    let outer = pointer
    pointer += "/" + JSONPointer.escape(part)
    defer { pointer = outer }
    return read(&self)
  }

  // MARK: Objects

  /// Reads the members of an object; what is wrong is reported and left out.
  mutating func properties(
    _ members: JSONObject, as shape: ObjectShape, hasData: Bool = false,
    skipping skipped: String? = nil
  ) -> Properties {
    var properties = Properties(pointer: pointer)
    var suggested: Set<String> = []
    for (key, value) in members where key != skipped && !key.hasPrefix("x-") {
      guard let rule = shape.rule(for: key) else {
        if let name = unknown(key, value, members, shape) { suggested.insert(name) }
        continue
      }
      let isRow = rule.isPerRow && hasData
      if isRow { rows += 1 }
      if value.isNull, !rule.kind.takesNull {
        inside(key) {
          $0.report(
            .type, "'\(key)' is null; leave it out instead", fix: Pointer.remove($0.pointer))
        }
      } else {
        properties.values[rule.name] = inside(key) { $0.read(value, as: rule.kind) }
      }
      if isRow { rows -= 1 }
    }
    for rule in shape.properties
    where rule.isRequired && members[rule.name.rawValue] == nil
      && !suggested.contains(rule.name.rawValue)
    {
      report(.missing, "'\(rule.name.rawValue)' is missing", expected: [rule.name.rawValue])
    }
    checkAlternatives(of: shape, members, suggested)
    return properties
  }

  private mutating func checkAlternatives(
    of shape: ObjectShape, _ members: JSONObject, _ suggested: Set<String>
  ) {
    guard !shape.alternatives.isEmpty, suggested.isEmpty else { return }
    var needs: [String] = []
    for alternative in shape.alternatives {
      switch alternative {
      case .has(let names):
        if names.allSatisfy({ members[$0.rawValue] != nil }) { return }
        needs.append(names.map { "'\($0.rawValue)'" }.joined(separator: " + "))
      case .word(let name, let word):
        if members[name.rawValue] == .string(word) { return }
        needs.append("'\(name.rawValue)': \"\(word)\"")
      }
    }
    report(.missing, "\(needs.joined(separator: " or ")) is missing", expected: needs)
  }

  /// - Returns: the name that was probably meant.
  private mutating func unknown(
    _ key: String, _ value: JSONValue, _ members: JSONObject, _ shape: ObjectShape
  ) -> String? {
    let place = pointer + "/" + JSONPointer.escape(key)
    if ["props", "properties", "attributes", "attrs"].contains(key.lowercased()),
      case .object(let wrapped) = value
    {
      var flat = members
      flat[key] = nil
      for (name, inner) in wrapped where flat[name] == nil { flat[name] = inner }
      report(
        .propsWrapper, "properties go directly on the component, not inside '\(key)'",
        at: place, fix: Pointer.replace(pointer, .object(flat)))
      for name in wrapped.keys where shape.rule(for: name) != nil { return name }
      return shape.properties.first { $0.isRequired }?.name.rawValue
    }
    let known = shape.properties.map(\.name.rawValue)
    let free = known.filter { members[$0] == nil }
    let name =
      Aliases.properties[key.lowercased()]?.map(\.rawValue).first { free.contains($0) }
      ?? NearName.best(for: key, among: free)
    let fix: JSONValue? =
      if let name {
        Pointer.move(place, to: pointer + "/" + name)
      } else {
        value.isNull ? Pointer.remove(place) : nil
      }
    report(
      .unknownProperty, "unknown property '\(key)'", at: place, suggest: name,
      expected: known.sorted(), fix: fix)
    return name
  }

  // MARK: Nodes

  mutating func nodes(_ value: JSONValue) -> [Node]? {
    guard case .array(let elements) = value else {
      if case .object(let single) = value, single["type"] != nil {
        report(
          .type, "a list of components is needed", fix: Pointer.replace(pointer, .array([value])))
      } else {
        report(.type, "a list of components is needed, not a \(value.kindName)")
      }
      return nil
    }
    if elements.isEmpty { report(.tooFew, "at least one component is needed") }
    if elements.count > SpecLimit.children {
      report(
        .tooMany,
        "\(elements.count) components are too many; at most \(SpecLimit.children) fit here")
    }
    var nodes: [Node] = []
    for (index, element) in elements.prefix(SpecLimit.children).enumerated() {
      if let node = inside(String(index), { $0.node(element) }) { nodes.append(node) }
    }
    return nodes
  }

  private mutating func node(_ value: JSONValue) -> Node? {
    guard case .object(let members) = value else {
      report(
        .type, "a component is needed, not a \(value.kindName)",
        fix: value.string.map {
          Pointer.replace(pointer, ["type": "text", "text": .string($0)])
        } ?? (value.isNull ? Pointer.remove(pointer) : nil))
      return nil
    }
    guard let type = members["type"] else {
      report(.missing, "'type' is missing", expected: Component.allCases.map(\.rawValue))
      return nil
    }
    guard case .string(let name) = type else {
      report(.type, "'type' is the name of a component", at: pointer + "/type")
      return nil
    }
    guard let component = Component(rawValue: name) else {
      return unknownComponent(name, members)
    }
    components += 1
    depth += 1
    defer { depth -= 1 }
    if components == SpecLimit.components + 1 {
      report(.tooLarge, "the spec has more than \(SpecLimit.components) components")
    }
    if depth > SpecLimit.depth {
      report(.tooDeep, "components are nested more than \(SpecLimit.depth) deep")
      return nil
    }
    let shape = Catalogue.entry(of: component).shape
    let properties = properties(
      members, as: shape, hasData: members["data"] != nil, skipping: "type")
    if let id = properties.word(.id), !ids.insert(id).inserted {
      report(.duplicateID, "the id '\(id)' is used twice", at: pointer + "/id")
    }
    if component == .chart, members["x"] == nil, let kind = properties.word(.kind),
      kind != "sparkline", members["y"] != nil
    {
      report(.missing, "'x' is missing: a \(kind) chart needs a field for x", expected: ["x"])
    }
    checkTone(of: component, properties)
    return Node(kind: .component(component), properties: properties)
  }

  /// Components without a value need `of` in their tone.
  private mutating func checkTone(of component: Component, _ properties: Properties) {
    guard Catalogue.entry(of: component).toneNeedsValue,
      let tone = properties.tone(.tone), tone.needsValue
    else { return }
    report(
      .missing, "this tone needs 'of', because a \(component.rawValue) has no value of its own",
      at: pointer + "/tone", expected: ["of"])
  }

  private mutating func unknownComponent(_ name: String, _ members: JSONObject) -> Node? {
    if isLenient {
      report(.unknownComponent, "'\(name)' needs a newer version", at: pointer + "/type")
      if let fallback = members["x-fallback"] {
        return inside("x-fallback") { $0.node(fallback) }
      }
      return Node(kind: .unknown(name), properties: Properties(pointer: pointer))
    }
    let known = Component.allCases.map(\.rawValue)
    let meant =
      Aliases.components[name.lowercased()] ?? NearName.best(for: name, among: known)
    report(
      .unknownComponent, "unknown component '\(name)'", at: pointer + "/type", suggest: meant,
      expected: known,
      fix: meant.map { Pointer.replace(pointer + "/type", .string($0)) })
    return nil
  }
}

extension PropertyKind {
  fileprivate var takesNull: Bool {
    if case .plain(let kinds, _) = self { kinds.contains(.null) } else { false }
  }
}
