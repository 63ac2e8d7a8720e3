import BlockModel

extension Tone {
  /// As it is written in a spec; the values of a map in the order of their names.
  var json: JSONValue {
    switch self {
    case .named(let name): return .string(name.rawValue)
    case .sign(let inverse): return .string(inverse ? "sign-inverse" : "sign")
    case .bound(let template): return .string(template.text)
    case .map(let of, let names, let otherwise):
      let pairs = names.sorted { $0.key < $1.key }.map {
        ($0.key, JSONValue.string($0.value.rawValue))
      }
      let map = JSONValue.object(JSONObject(uniqueKeysWithValues: pairs))
      return Self.object(of, "map", map, otherwise)
    case .steps(let of, let steps, let otherwise):
      let list = steps.map { step -> JSONValue in
        let from = Int64(exactly: step.from).map(JSONValue.integer) ?? .number(step.from)
        return ["from": from, "tone": .string(step.tone.rawValue)]
      }
      return Self.object(of, "steps", .array(list), otherwise)
    }
  }

  private static func object(
    _ of: Template?, _ name: String, _ choice: JSONValue, _ otherwise: ToneName?
  ) -> JSONValue {
    var members = JSONObject()
    if let of { members["of"] = of.json }
    members[name] = choice
    if let otherwise { members["else"] = .string(otherwise.rawValue) }
    return .object(members)
  }
}

extension Template {
  /// As it is written in a spec: numbers and booleans as such, everything else as text.
  var json: JSONValue {
    switch literal {
    case .integer, .number, .bool: literal ?? .null
    case .null, .string, .array, .object, nil: .string(text)
    }
  }
}
