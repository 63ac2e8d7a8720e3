import OrderedCollections

extension Manifest {
  /// The JSON Schema (2020-12) of `block.json`, made from the table that the reader follows.
  public static var jsonSchema: JSONValue {
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "block.json of Dash",
    ]
    for (key, value) in Shape.object(ManifestTable.root).schema { schema[key] = value }
    return .object(schema)
  }

  /// A member as the reference names it.
  public struct MemberReference: Hashable, Sendable {
    /// `permissions.secrets[].origins`
    public var path: String
    /// "a whole number 1…300"
    public var value: String
    public var summary: String
    /// What an absent member means; `nil` when nothing.
    public var standard: JSONValue?
    public var isRequired: Bool

    /// Its row in a table of Markdown: member, value, meaning.
    public var markdown: String {
      func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
      var meaning = summary
      if isRequired { meaning += " Required." }
      if let standard { meaning += " Default: `\(standard)`." }
      return "| `\(path)` | \(cell(value)) | \(cell(meaning)) |"
    }
  }

  /// Every member of `block.json`, in the order of the file, outer before inner.
  public static var reference: [MemberReference] { ManifestTable.root.reference(below: "") }
}

extension ObjectShape {
  fileprivate func reference(below path: String) -> [Manifest.MemberReference] {
    members.flatMap { member in
      let own = path + member.name
      let reference = Manifest.MemberReference(
        path: own, value: member.shape.words, summary: member.summary, standard: member.standard,
        isRequired: member.isRequired)
      return [reference] + member.shape.inner(own)
    }
  }
}

extension Shape {
  fileprivate func inner(_ path: String) -> [Manifest.MemberReference] {
    switch self {
    case .object(let object): object.reference(below: path + ".")
    case .list(let element, _, _): element.inner(path + "[]")
    case .either(let shapes): shapes.flatMap { $0.inner(path) }
    case .any, .flag, .number, .integer, .text, .form, .word: []
    }
  }

  fileprivate var schema: JSONObject {
    switch self {
    case .any: [:]
    case .flag: ["type": "boolean"]
    case .number: ["type": "number"]
    case .integer(let range):
      [
        "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
        "maximum": .integer(Int64(range.upperBound)),
      ]
    case .text(let range):
      [
        "type": "string", "minLength": .integer(Int64(range.lowerBound)),
        "maxLength": .integer(Int64(range.upperBound)),
      ]
    case .form(let form): form.schema
    case .word(let words): ["enum": .array(words.map { .string($0) })]
    case .list(let element, let count, _):
      [
        "type": "array", "items": .object(element.schema),
        "minItems": .integer(Int64(count.lowerBound)),
        "maxItems": .integer(Int64(count.upperBound)),
      ]
    case .object(let object): object.schema
    case .either(let shapes): ["anyOf": .array(shapes.map { .object($0.schema) })]
    }
  }
}

extension TextForm {
  fileprivate var schema: JSONObject {
    var schema: JSONObject = ["type": "string", "examples": [.string(example)]]
    schema["pattern"] = pattern.map { .string($0) }
    return schema
  }
}

extension ObjectShape {
  fileprivate var schema: JSONObject {
    var schema: JSONObject = ["type": "object"]
    let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    if !members.isEmpty {
      var properties: JSONObject = [:]
      for member in members {
        var inner = member.shape.schema
        inner["description"] = .string(member.summary)
        inner["default"] = member.standard
        properties[member.name] = .object(inner)
      }
      schema["properties"] = .object(properties)
    }
    if !isOpen {
      schema["patternProperties"] = ["^x-": [:]]
      schema["additionalProperties"] = false
    }
    return schema
  }
}
