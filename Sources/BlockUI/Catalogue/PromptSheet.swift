extension Catalogue {
  /// What the model is told about the language: rules, and a line for each component.
  public static func promptSheet() -> String {
    let root = Shapes.root.properties.filter { $0.name != .schema && $0.name != .params }
      .map { PromptWords.property($0, quoted: true) }.joined(separator: ", ")
    let lines = components.map { component in
      let own = component.shape.properties.filter { rule in
        !Shapes.common.contains { $0.name == rule.name }
      }
      let properties = own.map { PromptWords.property($0) }.joined(separator: ", ")
      return "\(component.component.rawValue) {\(properties)} // \(component.note)"
    }
    return """
      The Lua script returns a table (the data); the UI only shows it.
      Shape: {\(root)}
      Rules
      1. A Node is {"type": ..., properties directly on it}. Children are nested. Any Node may have: id, when:X, span:1-6, grow:bool, tooltip:T.
      2. T = text with ${path} or ${path | format}. B = exactly one ${path} to a list. V = literal or one ${path}. U = https/http/mailto URL or ${path}. X = condition WITHOUT ${}: item.state == 'down' && count > 0. P = field of one row WITHOUT ${}: price, user.name, [0].
      3. Paths: title, repo.stars, days[0].max, head['content-type']. Inside \(rowComponents) the current element is item (position: index). Root names stay root names everywhere; `now` (the clock), `block` and `params` are not yours. params.name reads a parameter of block.json.
      4. No arithmetic, no functions, no sorting in the UI: compute it in Lua and bind the result. Length: ${rows | count}.
      5. F = \(PromptWords.formats) Times are Unix seconds or ISO 8601.
      6. Tone = \(ToneName.allCases.map(\.rawValue).joined(separator: "|")) | sign | sign-inverse | ${path} | {"map":{"up":"success"},"else":"muted"} | {"steps":[{"from":70,"tone":"warning"}],"else":"success"}; add "of":V when it is not this component's value.
      7. Ch = \(PromptWords.object(Shapes.channelObject)). Col = \(PromptWords.object(Shapes.column)); a column has field or text. Empty = "text" or \(PromptWords.object(Shapes.emptyObject)).
      8. No HTML, CSS, colours, scripts. Every image needs alt. Never copy data into the spec.
      Components
      \(lines.joined(separator: "\n"))

      """
  }

  private static var rowComponents: String {
    components.filter { component in component.shape.properties.contains(where: \.isPerRow) }
      .map(\.component.rawValue).joined(separator: ", ")
  }
}

/// The words the prompt sheet has for the kinds.
enum PromptWords {
  static let formats =
    "number:2 | compact | currency:EUR | percent:1 (12.5 -> 12.5%) | ratio:1 (0.125 -> 12.5%) | "
    + "bytes | duration (seconds) | relative | date:medium|short|long|weekday|month|iso | time | "
    + "datetime | count | plain (strips HTML) | truncate:80; add :signed for +."

  static func property(_ rule: PropertyRule, quoted: Bool = false) -> String {
    let name = quoted ? "\"\(rule.name.rawValue)\"" : rule.name.rawValue
    return "\(name)\(rule.isRequired ? "" : "?"):\(word(for: rule.kind))"
  }

  static func object(_ shape: ObjectShape) -> String {
    "{" + shape.properties.map { property($0) }.joined(separator: ", ") + "}"
  }

  static func word(for kind: PropertyKind) -> String {
    switch kind {
    case .text(let rule): rule == .icon ? "emoji" : "T"
    case .value: "V"
    case .binding: "B"
    case .url: "U"
    case .condition: "X"
    case .format: "F"
    case .field: "P"
    case .tone: "Tone"
    case .toneName: "tone name"
    case .words(let words): words.joined(separator: "|")
    case .flag: "bool"
    case .flagOr(let words): (["true", "false"] + words).joined(separator: "|")
    case .integer(let range): "\(range.lowerBound)-\(range.upperBound)"
    case .number: "number"
    case .name: "name"
    case .plain: "literal"
    case .object(let shape): shape.name == "column" ? "Col" : object(shape)
    case .list(let element, _): word(for: element) + "[]"
    case .nodes: "Node[]"
    case .either(let kinds, let type):
      switch type {
      case .emptyState: "Empty"
      case .channel: "P|Ch"
      case .channels: "P|Ch|(P|Ch)[]"
      case .texts, .columns, .option: kinds.map(word(for:)).joined(separator: "|")
      }
    case .arguments: "{name:V}"
    case .version: "\(Catalogue.version)"
    }
  }
}
