public import BlockModel

/// One parameter as a labelled input; also used by the settings of a card.
public enum ParamField {
  /// - Parameters:
  ///   - id: unique on the page.
  ///   - lines: of a text. One that has several is shown with several.
  public static func html(
    _ param: Param, _ value: JSONValue?, id: String, lines: Int = 1
  ) -> HTML {
    HTML("div", class: "c-form__field") {
      HTML("label", [Attribute("for", id)]) { HTML(param.label) }
      input(param, value ?? param.defaultValue, id, lines)
      if let help = param.help { HTML("small", class: "c-form__help") { HTML(help) } }
    }
  }

  private static func input(
    _ param: Param, _ value: JSONValue, _ id: String, _ lines: Int
  ) -> HTML {
    var attributes = [.class("c-form__input"), .id(id), Attribute("name", param.name)]
    if param.isRequired { attributes.append(.flag("required")) }
    if let placeholder = param.placeholder {
      attributes.append(Attribute("placeholder", placeholder))
    }
    let text = value.plainText ?? ""
    switch param.kind {
    case .text where lines > 1 || text.contains(where: \.isNewline):
      let rows = max(lines, min(12, text.count(where: \.isNewline) + 2))
      return HTML("textarea", attributes + [Attribute("rows", "\(rows)")]) { HTML(text) }
    case .text: attributes += [Attribute("type", "text"), Attribute("value", text)]
    case .date: attributes += [Attribute("type", "date"), Attribute("value", text)]
    case .number(let min, let max, let step):
      attributes += [Attribute("type", "number"), Attribute("value", text)]
      attributes.append(Attribute("step", step.map { "\($0)" } ?? "any"))
      if let min { attributes.append(Attribute("min", "\(min)")) }
      if let max { attributes.append(Attribute("max", "\(max)")) }
    case .boolean:
      attributes += [Attribute("type", "checkbox"), Attribute("value", "true")]
      if value.isTruthy { attributes.append(.flag("checked")) }
    case .choice(let options):
      return HTML("select", attributes) {
        for option in options {
          HTML(
            "option",
            [Attribute("value", option.value)] + (option.value == text ? [.flag("selected")] : [])
          ) { HTML(option.label) }
        }
      }
    }
    return HTML("input", attributes)
  }
}
