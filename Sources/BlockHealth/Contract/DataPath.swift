import BlockModel

/// A place in the data of a block, as a rule of its contract names it: `stories`, `stories[].title`.
struct DataPath: Hashable {
  /// A step down: into a member, or into each element of a list.
  enum Step: Hashable {
    case member(String)
    case each
  }

  var steps: [Step]

  init(_ text: String) {
    steps = []
    for name in text.split(separator: ".") {
      var name = name
      var lists = 0
      while name.hasSuffix("[]") {
        name = name.dropLast(2)
        lists += 1
      }
      if !name.isEmpty { steps.append(.member(String(name))) }
      steps += Array(repeating: .each, count: lists)
    }
  }

  /// The values at the place: one for each element of the lists on the way; `nil` where there is none. A list
  /// that is not there has no elements.
  func values(in data: JSONValue) -> [JSONValue?] {
    var values: [JSONValue?] = [data]
    for step in steps {
      switch step {
      case .member(let name): values = values.map { $0?[name] }
      case .each: values = values.flatMap { $0?.array ?? [] }
      }
    }
    return values
  }

  /// Does it lead through a list?
  var isOfRows: Bool { steps.contains(.each) }

  /// `title of each of stories`: `title` and `stories`.
  var words: String {
    var names: [String] = []
    var isEach = false
    for step in steps {
      switch step {
      case .member(let name):
        names.append(isEach ? "'\(name)' of each row of" : "'\(name)' of")
        isEach = false
      case .each: isEach = true
      }
    }
    let text = names.reversed().joined(separator: " ")
    return text.hasSuffix(" of") ? String(text.dropLast(3)) : text
  }
}
