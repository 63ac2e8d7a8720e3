public import BlockModel

/// The text of a `block.ui.json` as a tree that can be searched and edited.
///
///     var tree = try SpecTree(parsing: files.spec, params: files.manifest.params)
///     if let table = tree.components.first(where: { $0.component == .table }) {
///       try tree.set(.limit, to: 5, at: table.at)
///       try tree.insert(SpecPart().with(.header, "Price").with(.field, .field("price")),
///         into: .columns, at: table.at)
///     }
///     files.spec = tree.text
///
/// Places are JSON Pointers (RFC 6901), the same that ``Node/pointer`` and ``SpecIssue/at`` use; an
/// edit can move what stands behind it. Whatever an edit does not name stays byte for byte as it
/// is: white space, the order of properties, `x-…` notes, escapes. What it adds looks like its
/// neighbours.
///
/// An edit after which the spec would have a mistake that it did not have before throws
/// ``SpecEditError`` and changes nothing. So edits of a spec that compiles give one that compiles,
/// and a spec with a mistake elsewhere can still be edited.
public struct SpecTree: Hashable, Sendable {
  private(set) var source: JSONText
  private let params: Set<String>
  private let secrets: Set<String>

  /// - Parameters:
  ///   - text: JSON as ``CompiledSpec/compile(_:params:repairing:)`` reads it: RFC 8259, perhaps
  ///     after a byte order mark, without comments and trailing commas, at most 64 KiB.
  ///   - params: the parameters of the manifest, which `${params.name}` and forms may name.
  public init(parsing text: String, params: [Param] = []) throws(SpecEditError) {
    guard text.utf8.count <= CompiledSpec.maximumBytes else {
      throw SpecEditError([CompiledSpec.tooLarge(text)])
    }
    let value: JSONValue
    do throws(JSONParseError) { value = try JSONValue(parsing: text) } catch {
      throw SpecEditError([SyntaxPlace.issue(in: text, error)])
    }
    guard value.object != nil else {
      throw SpecEditError(
        .type, at: "", "a spec is an object with 'ui' and 'body', not a \(value.kindName)")
    }
    let doubles = SyntaxPlace.duplicateKeys(in: text)
    guard doubles.isEmpty else { throw SpecEditError(doubles) }
    guard let source = JSONText(text) else {
      throw SpecEditError(.tooDeep, at: "", "the values are nested too deeply to be edited")
    }
    self.source = source
    let declared = CompiledSpec.names(of: params, in: value)
    self.params = declared.params
    secrets = declared.secrets
  }

  /// The text as it is now.
  public var text: String { source.text }

  // MARK: Checked edits

  /// Does what `change` does, if the spec has no mistake afterwards that it did not have before;
  /// else it stays as it is.
  mutating func edit(
    _ change: (inout JSONText) throws(SpecEditError) -> Void
  ) throws(SpecEditError) {
    var changed = source
    try change(&changed)
    guard changed.bytes.count <= CompiledSpec.maximumBytes else {
      throw SpecEditError([CompiledSpec.tooLarge(changed.text)])
    }
    let new = newIssues(in: changed)
    guard new.isEmpty else { throw SpecEditError(new) }
    source = changed
  }

  /// The mistakes a changed text has and this one has not. Places may have moved, so that a mistake
  /// is known by what it says.
  func newIssues(in changed: JSONText) -> [SpecIssue] {
    struct Fault: Hashable {
      let kind: IssueCode
      let message: String
    }
    var known: [Fault: Int] = [:]
    for issue in issues(of: source) {
      known[Fault(kind: issue.kind, message: issue.message), default: 0] += 1
    }
    return issues(of: changed).filter { issue in
      let fault = Fault(kind: issue.kind, message: issue.message)
      guard let count = known[fault], count > 0 else { return true }
      known[fault] = count - 1
      return false
    }
  }

  func issues(of text: JSONText) -> [SpecIssue] {
    var reader = SpecReader(params: params, secrets: secrets, isLenient: false)
    _ = reader.read(spec: text.value(text.root).object ?? [:])
    return reader.issues
  }
}

extension SpecTree {
  /// What stands at a place.
  func node(at place: String) throws(SpecEditError) -> JSONSyntax {
    guard let node = source.root.node(at: place) else {
      throw SpecEditError(.missing, at: place, "there is nothing at this place")
    }
    return node
  }

  /// The object at a place, with the properties the catalogue gives it.
  func object(
    at place: String
  ) throws(SpecEditError) -> (node: JSONSyntax, shape: ObjectShape) {
    let node = try node(at: place)
    guard case .object = node.content, let shape = shape(at: place) else {
      throw SpecEditError(
        .shape, at: place, "this is not an object whose properties the catalogue knows")
    }
    return (node, shape)
  }

  /// The list that holds what is at a place, and where in it.
  func slot(
    of place: String
  ) throws(SpecEditError) -> (list: JSONSyntax, index: Int, at: String) {
    _ = try node(at: place)
    let parts = JSONPointer.parts(place)
    let outer = JSONPointer.joined(parts.dropLast())
    let list = try node(at: outer)
    guard case .array = list.content, let index = parts.last.flatMap({ Int($0) }) else {
      throw SpecEditError(.shape, at: place, "this is not in a list")
    }
    return (list, index, outer)
  }

  /// The shape of the object at a place: of the card, a component, a column, an item…
  func shape(at place: String) -> ObjectShape? { known(at: place)?.shape }

  /// What the catalogue knows of the object at a place. (A column of a table has the name of a
  /// component, but is none.)
  func known(at place: String) -> (shape: ObjectShape, component: Component?)? {
    var kind = PropertyKind.object(Shapes.root)
    var component: Component?
    var node = source.root
    for part in JSONPointer.parts(place) {
      guard let inner = node.child(part) else { return nil }
      component = nil
      switch kind {
      case .object(let shape):
        guard let rule = shape.rule(for: part) else { return nil }
        kind = chosen(rule.kind, for: inner)
      case .list(let element, _): kind = chosen(element, for: inner)
      case .nodes:
        component = self.component(inner)
        guard let component else { return nil }
        kind = .object(Catalogue.entry(of: component).shape)
      default: return nil
      }
      node = inner
    }
    guard case .object(let shape) = kind else { return nil }
    return (shape, component)
  }

  /// The one of several kinds that a value has.
  func chosen(_ kind: PropertyKind, for node: JSONSyntax) -> PropertyKind {
    guard case .either(let kinds, _) = kind else { return kind }
    let value = source.value(node)
    return kinds.first { $0.fits(value) } ?? kind
  }

  /// The component an object is.
  func component(_ node: JSONSyntax) -> Component? {
    guard let type = node[PropertyName.type.rawValue] else { return nil }
    return source.value(type).string.flatMap { Component(rawValue: $0) }
  }
}
