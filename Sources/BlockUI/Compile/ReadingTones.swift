import BlockModel
import OrderedCollections

extension SpecReader {
  mutating func tone(_ value: JSONValue) -> Tone? {
    switch value {
    case .string(let text):
      if let name = ToneName(rawValue: text) { return .named(name) }
      if text == "sign" || text == "sign-inverse" { return .sign(inverse: text != "sign") }
      if text.contains("${") || text.contains("{{") { return binding(value).map(Tone.bound) }
      unknown(text, among: ToneName.allCases.map(\.rawValue) + ["sign", "sign-inverse"])
      return nil
    case .object(let members):
      if members["map"] != nil { return map(members) }
      if members["steps"] != nil { return steps(members) }
      report(.shape, "a tone object needs 'map' or 'steps'", expected: ["map", "steps"])
      return nil
    case .null, .bool, .integer, .number, .array:
      wrongType(value, "a tone")
      return nil
    }
  }

  mutating func toneName(_ value: JSONValue) -> ToneName? {
    guard case .string(let text) = value else {
      wrongType(value, "a tone")
      return nil
    }
    if let name = ToneName(rawValue: text) { return name }
    unknown(text, among: ToneName.allCases.map(\.rawValue))
    return nil
  }

  private mutating func unknown(_ text: String, among names: [String]) {
    let meant = Aliases.tones[text.lowercased()] ?? NearName.best(for: text, among: names)
    report(
      .value, "'\(text)' is not a tone", suggest: meant, expected: names,
      fix: meant.map { Pointer.replace(pointer, .string($0)) })
  }

  private mutating func map(_ members: JSONObject) -> Tone? {
    let common = common(members, besides: "map")
    guard case .object(let entries) = members["map"] else {
      inside("map") { $0.wrongType(members["map"] ?? .null, "an object from value to tone") }
      return nil
    }
    if entries.count > 30 {
      inside("map") { $0.report(.tooMany, "at most 30 values fit here") }
    }
    var names: [String: ToneName] = [:]
    inside("map") { reader in
      for (key, value) in entries {
        reader.inside(key) { if let name = $0.toneName(value) { names[key] = name } }
      }
    }
    return .map(of: common.of, names, otherwise: common.otherwise)
  }

  private mutating func steps(_ members: JSONObject) -> Tone? {
    let common = common(members, besides: "steps")
    let step = ObjectShape(
      name: "step",
      properties: [Shapes.required(.from, .number), Shapes.required(.tone, .toneName)])
    let list = inside("steps") {
      $0.read(members["steps"] ?? .null, as: .list(.object(step), 1...10))
    }
    guard case .list(let values) = list else { return nil }
    let steps = values.compactMap { value -> Tone.Step? in
      guard case .object(let step) = value, let from = step.number(.from),
        let tone = step.word(.tone).flatMap(ToneName.init)
      else { return nil }
      return Tone.Step(from: from, tone: tone)
    }
    return .steps(of: common.of, steps, otherwise: common.otherwise)
  }

  private mutating func common(
    _ members: JSONObject, besides own: String
  ) -> (of: Template?, otherwise: ToneName?) {
    var of: Template?
    var otherwise: ToneName?
    for (key, value) in members where key != own && !key.hasPrefix("x-") {
      inside(key) { reader in
        switch key {
        case "of": of = reader.anyValue(value)
        case "else": otherwise = reader.toneName(value)
        default:
          reader.report(
            .unknownProperty, "unknown property '\(key)'",
            suggest: key == "default" ? "else" : nil, expected: ["of", own, "else"],
            fix: key == "default" && members["else"] == nil
              ? Pointer.move(
                reader.pointer, to: String(reader.pointer.dropLast("default".count)) + "else")
              : nil)
        }
      }
    }
    return (of, otherwise)
  }
}
