/// Reads the comments of one Lua file.
enum StdlibReader {
  static func module(_ name: String, _ text: String) -> StdlibDocs.Module {
    var header: [String] = []
    var functions: [StdlibDocs.Function] = []
    var block: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("---") || (!block.isEmpty && (line.hasPrefix("-- ") || line == "--")) {
        block.append(line.drop { $0 == "-" }.trimmingPrefix(" ").description)
        continue
      }
      if header.isEmpty {
        header = block
      } else if !block.isEmpty, let function = function(name, Comment(block), String(line)) {
        functions.append(function)
      }
      block = []
    }
    let parts = header.split(separator: "", maxSplits: 1)
    let words = parts.first?.joined(separator: " ") ?? ""
    let title = words.firstRange(of: ": ").map { words[$0.upperBound...] } ?? words[...]
    return StdlibDocs.Module(
      name: name, summary: String(title),
      notes: parts.count > 1 ? parts[1].joined(separator: "\n") : "", functions: functions)
  }

  /// What a comment says, by its tags; lines behind a tag belong to it.
  private struct Comment {
    var doc: [String] = []
    /// `url`, `string where it is`
    var parameters: [(name: String, about: String)] = []
    var returns: [String] = []
    var examples: [StdlibDocs.Example] = []

    init(_ lines: [String]) {
      var tags: [(tag: String, lines: [String])] = []
      for line in lines {
        if line.hasPrefix("@") {
          let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
          tags.append((words[0], Array(words.dropFirst())))
        } else if tags.isEmpty {
          doc.append(line)
        } else {
          tags[tags.count - 1].lines.append(line)
        }
      }
      for (tag, lines) in tags { add(tag, lines.joined(separator: " ")) }
    }

    private mutating func add(_ tag: String, _ text: String) {
      switch tag {
      case "param":
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        parameters.append((words.first ?? "", words.count > 1 ? words[1] : ""))
      case "return", "type": returns.append(text)
      case "example":
        let parts = text.split(separator: " --> ", maxSplits: 1).map(String.init)
        let code = parts.first?.drop { $0 == " " } ?? ""
        examples.append(
          StdlibDocs.Example(code: String(code), expected: parts.count > 1 ? parts[1] : nil))
      default: doc.append(text)
      }
    }
  }

  /// `function m.f(a)`, `function M:f()` or `m.f = …`, read by hand: every command that checks a block reads them all.
  private struct Declaration {
    let owner: Substring
    /// `.` or `:`
    let sign: Character
    let name: Substring
    let isAssigned: Bool

    init?(_ line: String) {
      func word(_ text: Substring) -> Substring {
        text.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
      let text = line.hasPrefix("function ") ? line.dropFirst(9) : line[...]
      owner = word(text)
      guard !owner.isEmpty, let sign = text[owner.endIndex...].first, sign == "." || sign == ":"
      else { return nil }
      self.sign = sign
      name = word(text[owner.endIndex...].dropFirst())
      let rest = text[name.endIndex...].drop { $0 == " " }
      isAssigned = rest.first == "="
      guard !name.isEmpty, isAssigned || rest.first == "(" && rest.contains(")") else {
        return nil
      }
    }
  }

  /// - Parameter line: the declaration below the comment: `function m.f(a)` or `m.f = …`.
  private static func function(
    _ module: String, _ comment: Comment, _ line: String
  ) -> StdlibDocs.Function? {
    guard let found = Declaration(line) else { return nil }
    let isMethod = found.sign == ":" || found.owner != module
    let owner = found.owner == module ? module : found.owner.lowercased()
    let name = "\(owner)\(isMethod ? ":" : ".")\(found.name)"
    let returns = comment.returns.isEmpty ? nil : comment.returns.joined(separator: "; ")
    let result = returns.map { " → \(type($0))" } ?? ""
    func signature(_ parameters: [String]) -> String {
      let isValue = found.isAssigned && parameters.isEmpty && !isMethod
      return name + (isValue ? "" : "(\(parameters.joined(separator: ", ")))") + result
    }
    return StdlibDocs.Function(
      name: name, signature: signature(comment.parameters.map(\.name)),
      promptLine: signature(comment.parameters.map { options($0.about, of: $0.name) ?? $0.name }),
      doc: comment.doc.joined(separator: "\n"),
      parameters: comment.parameters.map { $0.about.isEmpty ? $0.name : "\($0.name): \($0.about)" },
      returns: returns, examples: comment.examples)
  }

  /// `{lines}?` of `{lines: boolean} …`: the names in a table, and the values where they are few.
  private static func options(_ about: String, of name: String) -> String? {
    let type = type(about)
    guard type.hasPrefix("{"), type.hasSuffix("}") else { return nil }
    let names = type.dropFirst().dropLast().split(separator: ", ").map { option in
      let words = option.split(separator: ": ", maxSplits: 1)
      return words.count > 1 && words[1].contains("\"") ? String(option) : String(words[0])
    }
    return "{\(names.joined(separator: ", "))}" + (name.hasSuffix("?") ? "?" : "")
  }

  /// The type at the start of `{a, b} what it is`.
  private static func type(_ text: String) -> String {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "{", "(": depth += 1
      case "}", ")": depth -= 1
      case " ", ";": if depth == 0 { return String(text[..<index]) }
      default: break
      }
    }
    return text
  }
}
