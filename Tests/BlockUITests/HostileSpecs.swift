import BlockModel

@testable import BlockUI

/// Specs in which every slot of every component is filled, made from the catalogue: a component
/// added tomorrow is attacked tomorrow.
struct HostileSpecs {
  /// Which word, flag and alternative of each property is taken.
  let variant: Int
  /// What stands in text slots: a binding, or a literal of the given text.
  var literal: String?

  static let params = ["p", "q", "r"]

  /// One spec with every component.
  var spec: JSONValue {
    var root = object(Shapes.root, inRow: false)
    root["body"] = .array(Component.allCases.map { .object(node($0)) })
    root["empty"] = nil
    root["params"] = nil
    root["$schema"] = nil
    return .object(root)
  }

  func node(_ component: Component) -> JSONObject {
    let shape = Catalogue.entry(of: component).shape
    var members = object(shape, inRow: false)
    members["type"] = .string(component.rawValue)
    members["when"] = nil
    switch component {
    case .form: members["params"] = .array(Self.params.map { .string($0) })
    case .keyvalue where variant % 2 == 0: members["items"] = nil
    case .keyvalue:
      for name in ["data", "label", "value", "tone", "href"] { members[name] = nil }
    case .chart:
      members["x"] = variant % 2 == 0 ? "h" : ["field": "n", "label": text(.label, false)]
      members["y"] = [["field": "n", "label": text(.label, false), "unit": text(.unit, false)]]
      if variant % 3 != 0 { members["series"] = nil }
    case .each: members["as"] = nil
    case .table where variant % 3 == 2: members["columns"] = "${columns}"
    // Of all others every property may be there at once; the checker says so of one that may not.
    default: break
    }
    return members
  }

  private func object(_ shape: ObjectShape, inRow: Bool) -> JSONObject {
    var members: JSONObject = [:]
    for rule in shape.properties {
      members[rule.name.rawValue] = value(
        rule.kind, inRow || rule.isPerRow && shape.rule(for: "data") != nil, shape.name)
    }
    return members
  }

  private func text(_ rule: TextRule, _ inRow: Bool) -> JSONValue {
    let binding = inRow ? "${item.h}" : "${h}"
    guard let literal else { return .string(binding) }
    let safe = literal.replacing("${", with: "$${")
    return .string(rule.length.contains(safe.unicodeScalars.count) ? safe : binding)
  }

  private func value(_ kind: PropertyKind, _ inRow: Bool, _ owner: String) -> JSONValue? {
    let hostile: JSONValue = inRow ? "${item.h}" : "${h}"
    switch kind {
    case .text(let rule): return text(rule, inRow)
    case .value: return variant % 3 == 1 ? (inRow ? "${item.n}" : "${n}") : hostile
    case .binding: return "${rows}"
    case .url: return variant % 4 == 3 ? "https://x.example/${h}" : hostile
    case .condition: return nil
    case .format:
      let formats = ["relative", "number:1", "date", "currency:EUR", "plain", "truncate:40"]
      return variant == 0 ? nil : .string(formats[variant % formats.count])
    case .field: return "h"
    case .tone:
      return variant % 2 == 0
        ? hostile : ["of": hostile, "map": ["up": "success"], "else": "danger"]
    case .toneName: return "info"
    case .words(let words): return .string(words[variant % words.count])
    case .flag: return .bool(variant % 2 == 0)
    case .flagOr(let words): return variant % 2 == 0 ? true : .string(words[0])
    case .integer(let range):
      return .integer(Int64(min(range.upperBound, range.lowerBound + variant)))
    case .number: return 1
    case .name(let rule):
      return rule == .id ? .string("\(owner.lowercased())-\(variant)") : "act"
    case .plain: return .string(literal.map { String($0.prefix(40)) } ?? "h")
    case .object(let shape): return .object(object(shape, inRow: inRow))
    case .list(let kind, let range):
      let value = value(kind, inRow, owner)
      return value.map { .array(Array(repeating: $0, count: max(range.lowerBound, 1))) }
    case .nodes: return [["type": "text", "text": text(.template, inRow)]]
    case .either(let kinds, _): return value(kinds[variant % kinds.count], inRow, owner)
    case .arguments: return ["a": hostile]
    case .version: return 1
    }
  }
}
