import BlockModel

/// An object of a ``SpecTree``: the card, a component, a column, an item, a channel… It shows the
/// tree as it was when it was asked for.
public struct SpecElement: Sendable {
  let tree: SpecTree
  let node: JSONSyntax
  let shape: ObjectShape
  /// What kind of component it is; `nil` for other objects.
  public let component: Component?
  /// Where it stands, as a JSON Pointer (RFC 6901); for the edits of ``SpecTree``.
  public let at: String

  /// A property; `nil` when it is absent or holds another kind of value.
  public subscript<Value: SpecValue>(key: PropertyKey<Value>) -> Value? {
    guard shape.rule(for: key.name.rawValue) != nil, let value = node[key.name.rawValue] else {
      return nil
    }
    return Value(specValue: tree.source.value(value))
  }

  public func has(_ name: PropertyName) -> Bool { node[name.rawValue] != nil }

  /// The objects of a property, in order: columns, items, tabs, children; none for shorthands
  /// (`"y": "price"`).
  public subscript(elements key: PropertyKey<[SpecPart]>) -> [SpecElement] {
    guard let value = node[key.name.rawValue] else { return [] }
    let place = at + "/" + key.name.rawValue
    if case .object = value.content { return [tree.element(at: place)].compactMap(\.self) }
    return value.elements.indices.compactMap { tree.element(at: place + "/\($0)") }
  }

  /// A copy of it that can be changed and put in elsewhere.
  public var part: SpecPart { SpecPart(specValue: tree.source.value(node)) ?? SpecPart() }

  /// Every component inside it, each before those inside that, in the order of the text.
  public var components: [SpecElement] {
    inside.flatMap { ($0.component == nil ? [] : [$0]) + $0.components }
  }

  /// The components and tabs directly inside it.
  private var inside: [SpecElement] {
    node.members.flatMap { member -> [SpecElement] in
      guard shape.rule(for: member.key)?.kind.holdsNodes == true else { return [] }
      let place = at + "/" + member.key
      return member.value.elements.indices.compactMap { tree.element(at: place + "/\($0)") }
    }
  }

  /// The object around it that the catalogue knows: a container, a tab, the card.
  public var parent: SpecElement? {
    var parts = JSONPointer.parts(at)[...]
    while !parts.isEmpty {
      parts = parts.dropLast()
      if let element = tree.element(at: JSONPointer.joined(parts)) { return element }
    }
    return nil
  }
}

extension SpecTree {
  /// The card as a whole.
  public var card: SpecElement {
    SpecElement(tree: self, node: source.root, shape: Shapes.root, component: nil, at: "")
  }

  /// The object at a place; `nil` when there is none that the catalogue knows.
  public func element(at place: String) -> SpecElement? {
    guard let node = source.root.node(at: place), case .object = node.content,
      let (shape, component) = known(at: place)
    else { return nil }
    return SpecElement(tree: self, node: node, shape: shape, component: component, at: place)
  }

  /// Every component, each before those inside it, in the order of the text.
  public var components: [SpecElement] { card.components }

  /// The components over the rows of a list: those with `"data": "${rows}"`.
  public func components(over rows: Path) -> [SpecElement] {
    components.filter { $0[.data]?.path == rows }
  }

  /// The components that show a field of a row, or a value of the data.
  public func components(showing path: Path) -> [SpecElement] {
    components.filter { $0.fields.contains { $0.path == path } }
  }
}

extension PropertyKind {
  /// Components stand in it, directly or inside a tab.
  fileprivate var holdsNodes: Bool {
    switch self {
    case .nodes: true
    case .list(.object(let shape), _): shape.properties.contains { $0.kind.holdsNodes }
    default: false
    }
  }
}
