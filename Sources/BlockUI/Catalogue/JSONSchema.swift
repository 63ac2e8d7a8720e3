public import BlockModel
import OrderedCollections

extension Catalogue {
  /// The shape of a spec as JSON Schema 2020-12. Alternatives are `anyOf` + `const`,
  /// because providers ignore or refuse `oneOf`, `allOf` and `if`.
  public static func jsonSchema() -> JSONValue {
    var schema = JSONSchema.object(Shapes.root).object ?? [:]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = .string("urn:dash:ui:\(version)")
    schema["title"] = .string("block.ui.json, UI spec version \(version)")
    schema["$defs"] = .object(JSONSchema.definitions())
    return .object(schema)
  }
}

/// Writes the catalogue's kinds as JSON Schema.
private enum JSONSchema {
  static func definitions() -> JSONObject {
    var definitions = JSONObject()
    for rule in TextRule.allCases {
      definitions[rule.rawValue] = [
        "type": "string", "minLength": .integer(Int64(rule.length.lowerBound)),
        "maxLength": .integer(Int64(rule.length.upperBound)), "description": .string(rule.note),
      ]
    }
    definitions["binding"] = [
      "type": "string", "pattern": #"^\$\{[^{}]{1,200}\}$"#,
      "description": "Exactly one ${path}, here a list, e.g. \"${stories}\".",
    ]
    definitions["value"] = [
      "anyOf": [
        ["type": "string", "minLength": 1, "maxLength": 1000], ["type": "number"],
        ["type": "boolean"],
      ],
      "description": "Literal or \"${path}\".",
    ]
    definitions["url"] = [
      "type": "string", "minLength": 1, "maxLength": 2000,
      "pattern": #"^(?:\$\{|https?://|mailto:|data:image/(?:png|jpeg|gif|webp);base64,)"#,
      "description":
        "https, http or mailto URL, or \"${path}\". Parts after the start are percent-encoded.",
    ]
    definitions["condition"] = [
      "type": "string", "minLength": 1, "maxLength": 300,
      "description":
        "Condition without ${}: paths, literals, == != < <= > >= && || ! ( ). Example: item.status == 'down' && params.alerts",
    ]
    definitions["format"] = [
      "type": "string",
      "pattern": .string(
        "^(?:" + FormatName.allCases.map(\.rawValue).joined(separator: "|")
          + ")(?::[A-Za-z0-9_+/-]+){0,4}$"),
      "description": .string(PromptWords.formats),
    ]
    definitions["field"] = [
      "type": "string", "minLength": 1, "maxLength": 200,
      "pattern": .string(fieldPattern),
      "description":
        "Path inside one row, without ${}: price, user.name, [0], ['odd key'], @ = the row itself.",
    ]
    definitions["toneName"] = words(ToneName.allCases.map(\.rawValue))
    definitions["tone"] = tone
    for component in Catalogue.components {
      var object = object(component.shape, type: component.component).object ?? [:]
      object["description"] = .string(component.note)
      definitions["c_" + component.component.rawValue] = .object(object)
    }
    definitions["node"] = [
      "anyOf": .array(Component.allCases.map { reference("c_" + $0.rawValue) })
    ]
    return definitions
  }

  private static let fieldPattern: String = {
    let start = #"(?:[A-Za-z_]|[^\x00-\x7F])"#
    let rest = #"(?:[A-Za-z0-9_]|[^\x00-\x7F])*"#
    let bracket = #"\[-?[0-9]{1,9}\]|\['[^']{0,100}'\]|\["[^"]{0,100}"\]"#
    return "^(?:@|(?:\(start)\(rest)|\(bracket))(?:\\.\(start)\(rest)|\(bracket)){0,15})$"
  }()

  private static let tone: JSONValue = {
    let step: JSONValue = closed(
      ["from": ["type": "number"], "tone": reference("toneName")], required: ["from", "tone"])
    func choice(_ name: String, _ kind: JSONValue) -> JSONValue {
      var members: JSONObject = ["of": reference("value")]
      members[name] = kind
      members["else"] = reference("toneName")
      return closed(members, required: [name])
    }
    return [
      "description":
        "Meaning, not colour. sign: >0 success, <0 danger. A map picks by value, steps by number.",
      "anyOf": [
        words(ToneName.allCases.map(\.rawValue) + ["sign", "sign-inverse"]),
        reference("binding"),
        choice(
          "map",
          [
            "type": "object", "additionalProperties": reference("toneName"),
            "maxProperties": 30,
          ]),
        choice(
          "steps", ["type": "array", "items": step, "minItems": 1, "maxItems": 10]),
      ],
    ]
  }()

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/" + name)] }

  static func words(_ words: [String]) -> JSONValue {
    ["enum": .array(words.map(JSONValue.string))]
  }

  static func closed(_ members: JSONObject, required: [String]) -> JSONValue {
    [
      "type": "object", "properties": .object(members),
      "required": .array(required.map(JSONValue.string)), "patternProperties": ["^x-": true],
      "additionalProperties": false,
    ]
  }

  static func object(_ shape: ObjectShape, type: Component? = nil) -> JSONValue {
    var members = JSONObject()
    var required: [String] = []
    if let type {
      members["type"] = ["const": .string(type.rawValue)]
      required.append("type")
    }
    for rule in shape.properties {
      members[rule.name.rawValue] = schema(of: rule.kind)
      if rule.isRequired { required.append(rule.name.rawValue) }
    }
    var object = closed(members, required: required).object ?? [:]
    if !shape.alternatives.isEmpty {
      object["anyOf"] = .array(
        shape.alternatives.map { alternative in
          switch alternative {
          case .has(let names):
            ["required": .array(names.map { .string($0.rawValue) })]
          case .word(let name, let word):
            [
              "properties": .object([name.rawValue: ["const": .string(word)]]),
              "required": [.string(name.rawValue)],
            ]
          }
        })
    }
    return .object(object)
  }

  static func schema(of kind: PropertyKind) -> JSONValue {
    switch kind {
    case .text(let rule): reference(rule.rawValue)
    case .value: reference("value")
    case .binding: reference("binding")
    case .url: reference("url")
    case .condition: reference("condition")
    case .format: reference("format")
    case .field: reference("field")
    case .tone: reference("tone")
    case .toneName: reference("toneName")
    case .words(let words): self.words(words)
    case .flag: ["type": "boolean"]
    case .flagOr(let words): ["enum": .array([true, false] + words.map(JSONValue.string))]
    case .integer(let range):
      [
        "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
        "maximum": .integer(Int64(range.upperBound)),
      ]
    case .number: ["type": "number"]
    case .name(let rule): ["type": "string", "pattern": .string(rule.pattern)]
    case .plain(let kinds, let maximum):
      [
        "type": .array(kinds.map { .string($0.rawValue) }),
        "maxLength": .integer(Int64(maximum)),
      ]
    case .object(let shape): object(shape)
    case .list(let element, let range):
      [
        "type": "array", "items": schema(of: element),
        "minItems": .integer(Int64(range.lowerBound)),
        "maxItems": .integer(Int64(range.upperBound)),
      ]
    case .nodes:
      [
        "type": "array", "items": reference("node"), "minItems": 1,
        "maxItems": .integer(Int64(SpecLimit.children)),
      ]
    case .either(let kinds, _): ["anyOf": .array(kinds.map(schema(of:)))]
    case .arguments:
      ["type": "object", "additionalProperties": reference("value"), "maxProperties": 12]
    case .version: ["const": .integer(Int64(Catalogue.version))]
    }
  }
}
