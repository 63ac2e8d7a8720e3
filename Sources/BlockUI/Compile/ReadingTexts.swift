import BlockModel

extension SpecReader {
  /// Whether a text has an allowed length; reports when not.
  mutating func fits(_ text: String, _ length: ClosedRange<Int>) -> Bool {
    let count =
      text.utf8.count <= length.upperBound ? text.utf8.count : text.unicodeScalars.count
    if count > length.upperBound {
      report(.tooLong, "the text has \(count) characters; at most \(length.upperBound) are allowed")
    } else if count < length.lowerBound {
      report(.tooFew, "the text is empty; leave the property out instead")
    }
    return length.contains(count)
  }

  mutating func text(_ value: JSONValue, _ rule: TextRule) -> Template? {
    guard case .string(let text) = value else {
      let fix = value.plainText.map(JSONValue.string)
      wrongType(value, "a text", fix: fix)
      return nil
    }
    return fits(text, rule.length) ? template(text) : nil
  }

  mutating func anyValue(_ value: JSONValue) -> Template? {
    switch value {
    case .string(let text): return fits(text, 1...1000) ? template(text) : nil
    case .integer, .number, .bool: return Template(literal: value)
    case .null, .array, .object:
      wrongType(value, "a text, a number, true, false or one ${path}")
      return nil
    }
  }

  mutating func template(_ text: String) -> Template? {
    do {
      let template = try Template(parsing: text)
      for binding in template.bindings { check(binding.path, in: text) }
      return template
    } catch {
      var fix: JSONValue?
      if let suggestion = error.suggestion { fix = corrected(text, suggestion, error.code) }
      if text.contains("{{secret:") {
        report(.secret, "secrets cannot be shown; they are only for the script's requests")
      } else {
        report(
          error.code, error.message, suggest: error.suggestion, expected: error.expected, fix: fix)
      }
      return nil
    }
  }

  /// The whole text with one binding set right, when there is only one.
  private func corrected(
    _ text: String, _ suggestion: String, _ code: IssueCode
  ) -> JSONValue? {
    if code == .templateSyntax { return Pointer.replace(pointer, .string(suggestion)) }
    guard let repaired = TemplateRepair.repaired(text) else { return nil }
    return Pointer.replace(pointer, .string(repaired))
  }

  mutating func binding(_ value: JSONValue) -> Template? {
    guard case .string(let text) = value else {
      wrongType(value, "one binding like ${rows}")
      return nil
    }
    if Self.isBindingShaped(text) {
      guard let template = template(text) else { return nil }
      if template.soleBinding != nil { return template }
    }
    let meant = Self.bindingMeant(by: text)
    report(
      .binding, "exactly one binding like ${rows} is needed, not '\(text)'", suggest: meant,
      fix: meant.map { Pointer.replace(pointer, .string($0)) })
    return nil
  }

  /// `${…}`, with 1…200 characters inside and no other brace.
  private static func isBindingShaped(_ text: String) -> Bool {
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return false }
    let inside = text.dropFirst(2).dropLast()
    return (1...200).contains(inside.count) && !inside.contains { $0 == "{" || $0 == "}" }
  }

  private static func bindingMeant(by text: String) -> String? {
    let bare = ConditionMistake.withoutBindings(PathParser.trim(text))
    if let path = try? PathParser.path(bare) { return "${\(path.text.droppingRoot)}" }
    return PathMistake.correction(of: bare).map { "${\($0)}" }
  }

  mutating func url(_ value: JSONValue) -> Template? {
    guard case .string(let text) = value else {
      wrongType(value, "a URL")
      return nil
    }
    guard fits(text, 1...2000) else { return nil }
    let starts = [
      "${", "https://", "http://", "mailto:", "data:image/png;base64,",
      "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,",
    ]
    guard starts.contains(where: text.hasPrefix) else {
      if text.hasPrefix("{{") { return template(text) }
      let meant = Self.urlMeant(by: text)
      report(
        .url, "a link starts with https://, http://, mailto: or is one ${path}",
        suggest: meant, expected: Array(starts.prefix(4)),
        fix: meant.map { Pointer.replace(pointer, .string($0)) })
      return nil
    }
    return template(text)
  }

  /// `//host/…` and `www.…` are addresses; a path with a dot such as `item.url` is a binding.
  private static func urlMeant(by text: String) -> String? {
    if text.hasPrefix("//") { return "https:" + text }
    if text.hasPrefix("www.") { return "https://" + text }
    if text.hasPrefix("item."), (try? PathParser.path(text)) != nil { return "${\(text)}" }
    return nil
  }

  mutating func condition(_ value: JSONValue) -> Condition? {
    guard case .string(let text) = value else {
      let fix: JSONValue? = if case .bool(let flag) = value { .string("\(flag)") } else { nil }
      wrongType(value, "a condition as text", fix: fix)
      return nil
    }
    guard fits(text, 1...Condition.maximumLength) else { return nil }
    do {
      let condition = try Condition(parsing: text)
      for path in condition.paths { check(path, in: text) }
      return condition
    } catch {
      report(
        error.code, error.message, suggest: error.suggestion,
        fix: error.suggestion.map { Pointer.replace(pointer, .string($0)) })
      return nil
    }
  }

  mutating func format(_ value: JSONValue) -> FormatCall? {
    guard case .string(let text) = value else {
      wrongType(value, "a format")
      return nil
    }
    do throws(SyntaxProblem) {
      let call = try FormatCall(parsing: text)
      if call.text != text {
        throw SyntaxProblem(
          code: .unknownFormat, message: "'\(text)' is not a format", suggestion: call.text)
      }
      return call
    } catch {
      let fix = error.suggestion.flatMap { suggestion in
        (try? FormatCall(parsing: suggestion)).map {
          Pointer.replace(pointer, .string($0.text))
        }
      }
      report(
        error.code, error.message, suggest: error.suggestion, expected: error.expected, fix: fix)
      return nil
    }
  }

  mutating func field(_ value: JSONValue) -> Path? {
    guard case .string(let text) = value else {
      wrongType(value, "a field of a row")
      return nil
    }
    do {
      let path = try PathParser.field(text)
      if path.fieldText == text || text.utf8.count <= 200 { return path }
      report(.tooLong, "a field has at most 200 characters")
      return nil
    } catch {
      let bare = ConditionMistake.withoutBindings(text)
      let inner = bare.hasPrefix("item.") ? String(bare.dropFirst(5)) : bare
      let meant =
        (try? PathParser.field(inner)) != nil && inner != text ? inner : error.suggestion
      report(
        .field, error.message, suggest: meant,
        fix: meant.map { Pointer.replace(pointer, .string($0)) })
      return nil
    }
  }

  /// Scope rules of a path: rows, parameters, secrets.
  mutating func check(_ path: Path, in text: String) {
    if path.origin == .row, !isInRow {
      report(.scope, "'@' can only be used inside list, table, each, timeline, strip and calendar")
    }
    guard let first = path.firstName else { return }
    if (first == "item" || first == "index"), !isInRow {
      report(
        .scope,
        "'\(first)' can only be used inside list, table, each, timeline, strip and calendar; "
          + "a key of the data with that name is '$.\(first)'")
    }
    guard first == "params", path.segments.count > 1, case .name(let name) = path.segments[1]
    else { return }
    if secrets.contains(name) {
      report(.secret, "'\(name)' is a secret and cannot be shown")
    } else if !params.contains(name) {
      report(
        .unknownParam,
        params.isEmpty
          ? "there is no parameter '\(name)'; the block declares none"
          : "there is no parameter '\(name)'; the block declares \(params.sorted().joined(separator: ", "))",
        suggest: NearName.best(for: name, among: params.sorted()).map { "params." + $0 },
        expected: params.sorted())
    }
  }
}

extension String {
  /// A path without its leading `$.`.
  var droppingRoot: String { hasPrefix("$.") ? String(dropFirst(2)) : self }
}
