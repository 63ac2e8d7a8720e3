import OrderedCollections

/// Holds a value against a shape: gathers every mistake and leaves what is right.
struct ShapeCheck {
  private(set) var problems: [ManifestProblem] = []
  fileprivate(set) var passedOver: [PassedOver] = []

  mutating func refuse(_ place: String, _ problem: String) {
    problems.append(ManifestProblem(place: place, problem: problem))
  }

  mutating func passOver(_ path: [PassedOver.Step], _ value: JSONValue) {
    passedOver.append(PassedOver(path: path, value: value))
  }

  /// The value without what is wrong in it; `nil` when nothing is left that means something.
  mutating func read(
    _ value: JSONValue, as shape: Shape, at place: String, _ path: [PassedOver.Step]
  ) -> JSONValue? {
    if let kind = shape.kindName, kind != value.kindName {
      refuse(place, Self.wrongKind(value, shape))
      return nil
    }
    switch shape {
    case .any, .flag, .number: return value
    case .integer(let range):
      guard let number = value.integer,
        (Int64(range.lowerBound)...Int64(range.upperBound)).contains(number)
      else {
        refuse(place, "\(shape.words) is needed, not \(value)")
        return nil
      }
      return .integer(number)
    case .text(let range):
      let count = value.string?.count ?? 0
      guard range.contains(count) else {
        refuse(
          place,
          count == 0
            ? "the text is empty; \(range.lowerBound)…\(range.upperBound) characters are needed"
            : "\(range.lowerBound)…\(range.upperBound) characters are allowed, not \(count)")
        return nil
      }
      return value
    case .form(let form):
      guard let problem = form.problem(value.string ?? "") else { return value }
      refuse(place, problem)
      return nil
    case .word(let words):
      guard let text = value.string, !words.contains(text) else { return value }
      refuse(
        place,
        "'\(text)' is not known here" + Self.meant(text, words, else: "use one of")
      )
      return nil
    case .list(let element, let count, let key):
      return list(value.array ?? [], of: element, count, key, at: place, path)
    case .object(let object): return self.object(value.object ?? [:], object, at: place, path)
    case .either(let shapes):
      guard let fitting = shapes.first(where: { $0.kindName == value.kindName }) else {
        refuse(place, "\(shape.words) is needed, not \(Self.short(value))")
        return nil
      }
      return read(value, as: fitting, at: place, path)
    }
  }

  private mutating func list(
    _ elements: [JSONValue], of shape: Shape, _ count: ClosedRange<Int>, _ key: String?,
    at place: String, _ path: [PassedOver.Step]
  ) -> JSONValue? {
    guard count.contains(elements.count) else {
      refuse(
        place,
        elements.isEmpty
          ? "the list is empty; \(count.lowerBound)…\(count.upperBound) elements are needed"
          : "\(count.lowerBound)…\(count.upperBound) elements are allowed, not \(elements.count)")
      return nil
    }
    var kept: [JSONValue] = []
    var names: Set<String> = []
    for (index, element) in elements.enumerated() {
      let name = key.flatMap { key in element[key]?.string.map { (key: key, value: $0) } }
      let step = name.map { PassedOver.Step.element(key: $0.key, value: $0.value) } ?? .appended
      let before = passedOver.count
      var value = read(element, as: shape, at: "\(place)/\(index)", path + [step])
      if let name, value != nil, !names.insert(name.value).inserted {
        refuse(
          "\(place)/\(index)/\(name.key)", "'\(name.value)' is declared twice; take another name")
        value = nil
      }
      if let value {
        kept.append(value)
      } else {
        passedOver.removeSubrange(before...)
        passOver(path + [.appended], element)
      }
    }
    return .array(kept)
  }

  private mutating func object(
    _ members: JSONObject, _ shape: ObjectShape, at place: String, _ path: [PassedOver.Step]
  ) -> JSONValue? {
    let before = problems.count
    var reading = ObjectReading(
      members: [:], place: place, path: path, problemsBefore: before, check: self)
    for (name, value) in members where !value.isNull {
      let inner = "\(place)/\(JSONPointer.escape(name))"
      if let member = shape.members.first(where: { $0.name == name }) {
        let known = reading.check.passedOver.count
        let read = reading.check.read(value, as: member.shape, at: inner, path + [.member(name)])
        if let read {
          reading.members[name] = read
        } else {
          // Its parts go with it.
          reading.check.passedOver.removeSubrange(known...)
          reading.check.passOver(path + [.member(name)], value)
          if member.isEssential { reading.isRefused = true }
        }
      } else if shape.isOpen {
        reading.members[name] = value
      } else {
        let known = shape.members.map(\.name).filter { $0 != "$schema" }
        if !name.hasPrefix("x-") {
          reading.check.refuse(
            inner,
            "'\(name)' is not known here" + Self.meant(name, known, else: "there are")
          )
        }
        reading.check.passOver(path + [.member(name)], value)
      }
    }
    for member in shape.members
    where member.isRequired && members[member.name].map({ $0.isNull }) ?? true {
      reading.check.refuse(place, "\"\(member.name)\" is missing: \(member.shape.words)")
      reading.isRefused = true
    }
    if !reading.isRefused { shape.rules(&reading) }
    self = reading.check
    if shape.isWhole, problems.count > before { return nil }
    return reading.isRefused && !path.isEmpty ? nil : .object(reading.members)
  }

  // MARK: Words

  /// The name that was meant; else all that there are: "; did you mean 'name'?", "; there are name, prompt".
  private static func meant(_ text: String, _ names: [String], else words: String) -> String {
    let meant = meant(text, names)
    return meant.isEmpty ? "; \(words) \(names.joined(separator: ", "))" : meant
  }

  /// "; did you mean 'name'?"
  static func meant(_ text: String, _ names: some Sequence<String>) -> String {
    NearName.best(for: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// A value of a kind that the shape does not have, and how to write it.
  private static func wrongKind(_ value: JSONValue, _ shape: Shape) -> String {
    switch (value, shape) {
    case (.string(let text), .number), (.string(let text), .integer):
      if JSONNumber.isNumber(text) { return "write \(text) without quotes" }
    case (.string("true"), .flag), (.string("false"), .flag):
      return "write \(value.string ?? "") without quotes"
    case (.integer, .form(let form)), (.number, .form(let form)):
      return "write it in quotes, like \"\(form.example)\": \(form.words)"
    case (_, .list(let element, _, _))
    where element.kindName == value.kindName && value.object == nil:
      return "write a list: [\(short(value))]"
    case _: break
    }
    return "\(shape.words) is needed, not \(short(value))"
  }

  private static func short(_ value: JSONValue) -> String {
    switch value {
    case .array: "a list"
    case .object: "an object"
    case .null, .bool, .integer, .number, .string:
      value.json().count > 40 ? "a long text" : value.json()
    }
  }
}

/// An object of which each member was read by itself; its rules refuse what does not go together.
struct ObjectReading {
  var members: JSONObject
  let place: String
  let path: [PassedOver.Step]
  let problemsBefore: Int
  var check: ShapeCheck
  var isRefused = false

  subscript(name: String) -> JSONValue? { members[name] }

  /// Names a mistake at one member and takes the member out.
  mutating func refuse(_ name: String, _ problem: String) {
    check.refuse("\(place)/\(JSONPointer.escape(name))", problem)
    if let value = members.removeValue(forKey: name) {
      check.passOver(path + [.member(name)], value)
    }
  }

  /// Names what the object lacks to mean something, unless a member that would be it is wrong: that
  /// was told.
  mutating func lacks(_ problem: String) {
    if check.problems.count == problemsBefore { check.refuse(place, problem) }
    isRefused = true
  }

  /// Names a mistake of the object, which then means nothing.
  mutating func refuseAll(_ problem: String, at name: String? = nil) {
    check.refuse(name.map { "\(place)/\(JSONPointer.escape($0))" } ?? place, problem)
    isRefused = true
  }
}
