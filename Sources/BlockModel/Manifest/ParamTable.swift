import OrderedCollections

extension ManifestTable {
  static let option = ObjectShape(
    members: [
      Member("value", .text(1...200), "What the script sees.", isRequired: true),
      Member("label", .text(1...200), "What the person sees; else the value."),
    ], example: #"{"value": "EUR", "label": "Euro"}"#)

  static let param = ObjectShape(
    members: [
      Member(
        "name", .form(.identifier), "`lower_snake_case`, unique within the block.",
        isRequired: true),
      Member(
        "type", .word(["text", "number", "boolean", "choice", "date"]),
        "What kind of value it takes.",
        isEssential: true, standard: "text"),
      Member("label", .text(1...80), "Shown beside the input; else the name."),
      Member("default", .any, "The value until the person sets one."),
      Member(
        "options", .list(.either([.text(1...200), .object(option)]), count: 1...200),
        "What a `choice` offers: texts, or values with labels.", isEssential: true),
      Member("min", .number, "The least value of a `number`."),
      Member("max", .number, "The greatest value of a `number`."),
      Member("step", .number, "The step between two values of a `number`."),
      Member("placeholder", .text(0...200), "Shown in the input while it is empty."),
      Member("help", .text(0...400), "One or two sentences below the input."),
      Member("required", .flag, "Whether it must have a value.", standard: false),
    ], example: #"{"name": "count", "type": "number", "default": 10}"#,
    rules: { reading in
      let type = reading["type"]?.string ?? "text"
      for bound in ["min", "max", "step"] where reading[bound] != nil && type != "number" {
        reading.refuse(bound, "\"\(bound)\" is for numbers; this is a \(type)")
      }
      if let low = reading["min"]?.number, let high = reading["max"]?.number, low > high {
        reading.refuse("max", "\"max\" is less than \"min\": no value fits")
      }
      if let step = reading["step"]?.number, step <= 0 {
        reading.refuse("step", "\"step\" must be more than 0")
      }
      checkOptions(type, &reading)
      guard !reading.isRefused, let standard = reading["default"] else { return }
      do throws(ParamProblem) { _ = try Param(reading.members).standard(standard) } catch {
        reading.refuse("default", "the default \(error.text)")
      }
    })

  private static func checkOptions(_ type: String, _ reading: inout ObjectReading) {
    guard type == "choice" else {
      if reading["options"] != nil {
        reading.refuse("options", "options are for a choice; write \"type\": \"choice\"")
      }
      return
    }
    guard let options = reading["options"]?.array else {
      return reading.lacks(#"a choice needs "options": ["…", "…"]"#)
    }
    var values: Set<String> = []
    for option in options.map({ $0.string ?? $0["value"]?.string ?? "" })
    where !values.insert(option).inserted {
      reading.refuseAll("'\(option)' is offered twice", at: "options")
    }
  }
}
