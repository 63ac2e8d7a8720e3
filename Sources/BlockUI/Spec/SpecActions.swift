extension CompiledSpec {
  /// The names of all actions in the spec, whether the data show them or not, without repetition.
  public var actionNames: [String] {
    var names: [String] = []
    func read(_ value: PropertyValue) {
      switch value {
      case .object(let object): read(object)
      case .list(let values): for value in values { read(value) }
      case .nodes(let nodes): for node in nodes { read(node.properties) }
      case .template, .condition, .tone, .format, .field, .flag, .integer, .number, .word,
        .arguments:
        break
      }
    }
    func read(_ properties: Properties) {
      let name = properties.word(.action) ?? properties.template(.action)?.literal?.string
      if let name, !names.contains(name) { names.append(name) }
      for (_, value) in properties.values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        read(value)
      }
    }
    for node in body { read(node.properties) }
    return names
  }
}
