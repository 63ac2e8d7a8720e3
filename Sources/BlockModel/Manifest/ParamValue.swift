import Foundation

/// Why a text or value is not one a parameter takes.
public struct ParamProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the parameter.
  public var name: String
  /// What is needed and what was given: "needs a number, not 'five'".
  public var problem: String
  /// What was probably meant, as one would type it.
  public var suggestion: String?

  /// "'count' needs a number, not 'five'; write 5"
  public var description: String { "'\(name)' \(text)" }

  /// The problem and what to write, without the name.
  public var text: String { problem + (suggestion.map { "; write \($0)" } ?? "") }
}

extension Param {
  /// Longest value of a text, in characters.
  public static let maximumText = 2_000

  /// The one reading of values: of the page, `--param`, sentences, the API and models.
  ///
  /// A text is read as what the parameter is ("5", "yes", the label of a choice). Nothing, `null` and
  /// an empty text are `null`, but for a text parameter an empty text.
  /// - Returns: a value as the script and the spec see it: a text, number, boolean or `null`.
  public func value(_ given: JSONValue) throws(ParamProblem) -> JSONValue {
    let text = given.string?.trimmingCharacters(in: .whitespacesAndNewlines)
    if given.isNull || text?.isEmpty == true {
      guard !isRequired else { throw problem("needs a value") }
      return given.isNull || kind != .text ? .null : ""
    }
    switch kind {
    case .text: return try self.text(given)
    case .number: return try bounded(number(given, text))
    case .boolean: return try flag(given, text)
    case .choice(let options): return try choice(given, options)
    case .date: return try day(given, text)
    }
  }

  /// Whether a default is one of its values, written as what it is: `5`, not `"5"`.
  func standard(_ given: JSONValue) throws(ParamProblem) -> JSONValue {
    switch (kind, given) {
    case (.number, .string(let text)) where JSONNumber.isNumber(text):
      throw problem("needs a number", write: "\(text) without quotes")
    case (.boolean, .string), (.boolean, .integer), (.boolean, .number):
      throw problem("needs true or false, not \(given)", write: (try? value(given))?.json())
    case (.text, .integer), (.text, .number), (.text, .bool):
      throw problem("needs a text", write: "\"\(given)\"")
    case (.choice, .string(let text)):
      let read = try value(given)
      guard read.string == text else {
        throw problem("needs the value of an option, not '\(text)'", write: read.json())
      }
      return read
    case (_, .null), (.text, .string("")): return given
    case _: return try value(given)
    }
  }

  private func problem(_ problem: String, write suggestion: String? = nil) -> ParamProblem {
    ParamProblem(name: name, problem: problem, suggestion: suggestion)
  }

  private func text(_ given: JSONValue) throws(ParamProblem) -> JSONValue {
    guard let text = given.string ?? given.number.map({ _ in given.json() }) else {
      throw problem("needs a text, not \(Self.shown(given))")
    }
    guard text.count <= Self.maximumText else {
      throw problem("takes at most 2,000 characters, not \(text.count)")
    }
    return .string(text)
  }

  private func number(_ given: JSONValue, _ text: String?) throws(ParamProblem) -> JSONValue {
    if let text {
      if let whole = Int64(text) { return .integer(whole) }
      if let number = Double(text), number.isFinite, !text.lowercased().hasPrefix("0x") {
        return Int64(exactly: number).map { .integer($0) } ?? .number(number)
      }
      let point = text.replacing(",", with: ".")
      let spelled = Self.spelled[text.lowercased()].map { "\($0)" }
      throw problem(
        "needs a number, not '\(text.prefix(40))'",
        write: spelled ?? (text.contains(",") && Double(point) != nil ? point : nil))
    }
    guard let number = given.number, number.isFinite else {
      throw problem("needs a number, not \(Self.shown(given))")
    }
    return given.integer.map { .integer($0) } ?? given
  }

  private static let spelled = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
  ]

  private func bounded(_ value: JSONValue) throws(ParamProblem) -> JSONValue {
    guard case .number(let low, let high, let step) = kind, let number = value.number else {
      return value
    }
    if let low, number < low {
      throw problem("must be at least \(Self.plain(low)), not \(value)")
    }
    if let high, number > high {
      throw problem("must be at most \(Self.plain(high)), not \(value)")
    }
    if let step, step > 0 {
      let start = low ?? 0
      let steps = (number - start) / step
      let distance = abs(steps - steps.rounded())
      guard distance <= 1e-6 * max(1, abs(steps)) else {
        let below = start + steps.rounded(.down) * step
        let above = below + step
        let near =
          above <= high ?? above
          ? "\(Self.plain(below)) or \(Self.plain(above))" : Self.plain(below)
        throw problem(
          "goes in steps of \(Self.plain(step)), and \(value) is between two", write: near)
      }
    }
    return value
  }

  private func flag(_ given: JSONValue, _ text: String?) throws(ParamProblem) -> JSONValue {
    let word = given.integer.map(String.init) ?? text?.lowercased()
    switch word {
    case _ where given.bool != nil: return given
    case "true", "on", "yes", "1": return true
    case "false", "off", "no", "0": return false
    case _:
      throw problem(
        "is either on or off, not \(Self.shown(given))",
        write: word.flatMap { NearName.best(for: $0, among: ["true", "false", "yes"]) })
    }
  }

  private func choice(
    _ given: JSONValue, _ options: [Option]
  ) throws(ParamProblem) -> JSONValue {
    let text = given.string ?? given.number.map { _ in given.json() } ?? ""
    if options.contains(where: { $0.value == text }) { return .string(text) }
    let wanted = text.trimmingCharacters(in: .whitespaces).lowercased()
    let option = options.first {
      $0.value.lowercased() == wanted || $0.label.lowercased() == wanted
    }
    if let option { return .string(option.value) }
    let values = options.map(\.value)
    throw problem(
      "must be one of \(values.joined(separator: ", ")), not \(Self.shown(given))",
      write: NearName.best(for: text, among: values + options.map(\.label)))
  }

  private func day(_ given: JSONValue, _ text: String?) throws(ParamProblem) -> JSONValue {
    if let text, CivilDay(text) != nil { return .string(text) }
    throw problem(
      "needs a day like 2026-11-23, not \(Self.shown(given))",
      write: text.flatMap { CivilDay(written: $0)?.description })
  }

  private static func shown(_ given: JSONValue) -> String {
    given.string.map { "'\($0.prefix(40))'" } ?? String(given.json().prefix(40))
  }

  /// A number without `.0`.
  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
