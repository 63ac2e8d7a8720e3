/// The data that a spec names, whether or not a run returned them.
extension CompiledSpec {
  /// The first names of all paths into the data, each with the JSON Pointer of where it stands, in the
  /// order of the spec. Names of rows (`item`, `index`, those of `as`), settings, `now` and `block` are none.
  public var dataNames: [(name: String, pointer: String)] {
    var walk = SpecNameWalk()
    walk.read(root, skipping: .body)
    for node in body { walk.read(node.properties) }
    return walk.paths.compactMap { path, pointer in
      guard path.origin != .row, case .name(let name) = path.segments.first else { return nil }
      let isOwn = path.origin == .root || !walk.ownNames.contains(name)
      return isOwn ? (name, pointer) : nil
    }
  }

  /// The settings that a spec reads; that a form shows one is not reading it.
  public var boundParamNames: Set<String> {
    var walk = SpecNameWalk()
    walk.read(root, skipping: .body)
    for node in body { walk.read(node.properties) }
    var names: Set<String> = []
    for (path, _) in walk.paths where path.firstName == "params" {
      if path.segments.count > 1, case .name(let name) = path.segments[1] { names.insert(name) }
    }
    return names
  }
}

/// One walk over everything in a spec that names a value.
private struct SpecNameWalk {
  var paths: [(path: Path, pointer: String)] = []
  /// Names that mean something else than data.
  var ownNames = Set(Scope.reservedNames)

  mutating func read(_ properties: Properties, skipping skipped: PropertyName? = nil) {
    if let name = properties.word(.as) { ownNames.insert(name) }
    for (name, value) in properties.values.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where name != skipped {
      read(value, at: properties.pointer + "/" + name.rawValue)
    }
  }

  private mutating func read(_ value: PropertyValue, at pointer: String) {
    switch value {
    case .template(let template): read(template, at: pointer)
    case .condition(let condition): for path in condition.paths { paths.append((path, pointer)) }
    case .tone(let tone):
      switch tone {
      case .map(let of, _, _), .steps(let of, _, _):
        if let of { read(of, at: pointer) }
      case .bound(let template): read(template, at: pointer)
      case .named, .sign: break
      }
    case .field(let path): paths.append((path, pointer))
    case .object(let object): read(object)
    case .list(let values):
      for (index, value) in values.enumerated() { read(value, at: pointer + "/\(index)") }
    case .nodes(let nodes): for node in nodes { read(node.properties) }
    case .arguments(let arguments):
      for (name, template) in arguments.sorted(by: { $0.key < $1.key }) {
        read(template, at: pointer + "/" + name)
      }
    case .format, .flag, .integer, .number, .word: break
    }
  }

  private mutating func read(_ template: Template, at pointer: String) {
    for binding in template.bindings { paths.append((binding.path, pointer)) }
  }
}
