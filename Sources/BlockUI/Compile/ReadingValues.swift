import BlockModel
import OrderedCollections

extension SpecReader {
  /// Reads one value; `nil` after a report.
  mutating func read(_ value: JSONValue, as kind: PropertyKind) -> PropertyValue? {
    switch kind {
    case .text(let rule): return text(value, rule).map(PropertyValue.template)
    case .value: return anyValue(value).map(PropertyValue.template)
    case .binding: return binding(value).map(PropertyValue.template)
    case .url: return url(value).map(PropertyValue.template)
    case .condition: return condition(value).map(PropertyValue.condition)
    case .format: return format(value).map(PropertyValue.format)
    case .field: return field(value).map(PropertyValue.field)
    case .tone: return tone(value).map(PropertyValue.tone)
    case .toneName: return toneName(value).map { .word($0.rawValue) }
    case .words(let words): return word(value, words).map(PropertyValue.word)
    case .flagOr(let words):
      if case .bool(let flag) = value { return .flag(flag) }
      return word(value, words, alsoFlags: true).map(PropertyValue.word)
    case .flag:
      if case .bool(let flag) = value { return .flag(flag) }
      let meant = value.string.flatMap { ["true": true, "false": false][$0] }
      wrongType(value, "true or false", fix: meant.map(JSONValue.bool))
      return nil
    case .integer(let range): return integer(value, range).map(PropertyValue.integer)
    case .number:
      if let number = value.number { return .number(number) }
      wrongType(value, "a number", fix: Self.numberMeant(by: value))
      return nil
    case .name(let rule): return name(value, rule).map(PropertyValue.word)
    case .plain(let kinds, let maximum): return plain(value, kinds, maximum)
    case .object(let shape):
      guard case .object(let members) = value else {
        wrongType(value, "an object with \(Self.names(of: shape))")
        return nil
      }
      // A column always stands in a table, whose `data` makes the rows.
      return .object(
        properties(members, as: shape, hasData: shape.name == Shapes.column.name))
    case .list(let element, let range): return list(value, of: element, range)
    case .nodes: return nodes(value).map(PropertyValue.nodes)
    case .either(let kinds, let type): return either(value, kinds, type)
    case .arguments: return arguments(value)
    case .version:
      if value.integer == Int64(Catalogue.version) { return .integer(Catalogue.version) }
      report(
        .value, "'ui' is the version of the language, \(Catalogue.version)", expected: ["1"],
        fix: value.string == "1" || value.string == "1.0" ? Pointer.replace(pointer, 1) : nil)
      return nil
    }
  }

  static func names(of shape: ObjectShape) -> String {
    shape.properties.filter(\.isRequired).map { "'\($0.name.rawValue)'" }
      .joined(separator: ", ")
  }

  mutating func wrongType(_ value: JSONValue, _ needed: String, fix: JSONValue? = nil) {
    report(
      .type, "\(needed) is needed, not a \(value.kindName)", suggest: fix?.plainText,
      fix: fix.map { Pointer.replace(pointer, $0) })
  }

  private static func numberMeant(by value: JSONValue) -> JSONValue? {
    guard case .string(let text) = value, let number = value.numeric else { return nil }
    return Int64(text).map(JSONValue.integer) ?? .number(number)
  }

  private mutating func integer(_ value: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    guard let integer = value.integer else {
      wrongType(value, "a whole number", fix: Self.numberMeant(by: value))
      return nil
    }
    guard range.contains(Int(integer)) else {
      report(
        .range, "\(integer) is outside \(range.lowerBound)…\(range.upperBound)",
        expected: ["\(range.lowerBound)…\(range.upperBound)"])
      return nil
    }
    return Int(integer)
  }

  mutating func word(
    _ value: JSONValue, _ words: [String], alsoFlags: Bool = false
  ) -> String? {
    guard case .string(let text) = value else {
      wrongType(value, "one of \(words.joined(separator: ", "))")
      return nil
    }
    if words.contains(text) { return text }
    let meant =
      Aliases.words[text.lowercased()]?.first { words.contains($0) }
      ?? NearName.best(for: text, among: words)
    var flag: JSONValue?
    if alsoFlags, text == "true" || text == "false" { flag = .bool(text == "true") }
    report(
      .value, "'\(text)' is not one of \(words.joined(separator: ", "))", suggest: meant,
      expected: words + (alsoFlags ? ["true", "false"] : []),
      fix: (flag ?? meant.map(JSONValue.string)).map { Pointer.replace(pointer, $0) })
    return nil
  }

  private mutating func name(_ value: JSONValue, _ rule: NameRule) -> String? {
    guard case .string(let text) = value else {
      wrongType(value, "a name")
      return nil
    }
    if rule.accepts(text) { return text }
    switch rule {
    case .id: report(.value, "'\(text)' is not an id; use a-z, 0-9 and '-', at most 40 characters")
    case .rowName where Scope.reservedNames.contains(text):
      report(
        .value, "'\(text)' is a name of the language already; choose another one for 'as'",
        fix: text == "item" ? Pointer.remove(pointer) : nil)
    case .identifier, .rowName, .action:
      report(
        .value, "'\(text)' is not a valid name; use letters, digits and '_', at most 40 characters")
    }
    return nil
  }

  private mutating func plain(
    _ value: JSONValue, _ kinds: [PropertyKind.PlainKind], _ maximum: Int
  ) -> PropertyValue? {
    guard let kind = PropertyKind.PlainKind(rawValue: value.kindName), kinds.contains(kind) else {
      if kinds == [.string, .number, .boolean, .null] || value.isNull {
        report(.type, "a \(value.kindName) cannot be used here")
      } else {
        wrongType(value, kinds.map(\.rawValue).joined(separator: " or "))
      }
      return nil
    }
    if case .string(let text) = value, !fits(text, 0...maximum) { return nil }
    return .template(Template(literal: value))
  }

  private mutating func list(
    _ value: JSONValue, of kind: PropertyKind, _ range: ClosedRange<Int>
  ) -> PropertyValue? {
    guard case .array(let elements) = value else {
      let isOne = if case .object = kind { value.object != nil } else { value.string != nil }
      wrongType(value, "a list", fix: isOne ? .array([value]) : nil)
      return nil
    }
    if elements.count < range.lowerBound { report(.tooFew, "the list is empty") }
    if elements.count > range.upperBound {
      report(.tooMany, "\(elements.count) are too many; at most \(range.upperBound) fit here")
    }
    var values: [PropertyValue] = []
    for (index, element) in elements.prefix(range.upperBound).enumerated() {
      if let value = inside(String(index), { $0.read(element, as: kind) }) { values.append(value) }
    }
    if case .object(let shape) = kind, shape.name == "param" { checkTwice(elements) }
    return .list(values)
  }

  private mutating func checkTwice(_ params: [JSONValue]) {
    var seen: Set<String> = []
    for (index, param) in params.enumerated() {
      guard let name = param["name"]?.string, !seen.insert(name).inserted else { continue }
      report(
        .duplicateID, "the parameter '\(name)' is declared twice", at: pointer + "/\(index)/name")
    }
  }

  private mutating func either(
    _ value: JSONValue, _ kinds: [PropertyKind], _ type: TypeName
  ) -> PropertyValue? {
    guard let kind = kinds.first(where: { $0.fits(value) }) else {
      let names = kinds.map(\.plainName).joined(separator: " or ")
      wrongType(value, names)
      return nil
    }
    guard let read = read(value, as: kind) else { return nil }
    switch (type, read) {
    case (.emptyState, .template):
      return .object(Properties([.text: read], pointer: pointer))
    case (.channel, .field), (.channels, .field):
      return .object(Properties([.field: read], pointer: pointer))
    case (.emptyState, _), (.channel, _), (.channels, _), (.texts, _), (.columns, _), (.option, _):
      return read
    }
  }

  private mutating func arguments(_ value: JSONValue) -> PropertyValue? {
    guard case .object(let members) = value else {
      wrongType(value, "an object of values")
      return nil
    }
    if members.count > 12 { report(.tooMany, "at most 12 arguments fit here") }
    var arguments: [String: Template] = [:]
    for (name, member) in members {
      inside(name) { if let value = $0.anyValue(member) { arguments[name] = value } }
    }
    return .arguments(arguments)
  }
}

extension PropertyKind {
  /// Whether the JSON type of a value is the one this kind takes, to choose among several.
  func fits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.object, .object), (.list, .array), (.nodes, .array): true
    case (.text, .string), (.binding, .string), (.field, .string), (.url, .string): true
    case (.plain(let kinds, _), _): kinds.contains { $0.rawValue == value.kindName }
    default: false
    }
  }

  fileprivate var plainName: String {
    switch self {
    case .object: "an object"
    case .list, .nodes: "a list"
    case .field: "a field"
    case .binding: "a binding ${path}"
    default: "a text"
    }
  }
}
