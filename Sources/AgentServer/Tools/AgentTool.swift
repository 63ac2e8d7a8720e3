import BlockModel

/// Something that an agent can have done: its name and arguments for the agent, and what it does.
struct AgentTool: Sendable {
  struct Argument: Sendable {
    enum Kind: String, Sendable { case string, integer }

    var name: String
    var kind: Kind
    var about: String
    var isRequired: Bool

    static func required(_ name: String, _ kind: Kind = .string, _ about: String) -> Argument {
      Argument(name: name, kind: kind, about: about, isRequired: true)
    }

    static func optional(_ name: String, _ kind: Kind = .string, _ about: String) -> Argument {
      Argument(name: name, kind: kind, about: about, isRequired: false)
    }
  }

  var name: String
  var about: String
  var scope: AgentScope
  var arguments: [Argument] = []
  var perform: @Sendable (ToolCall) async throws -> ToolAnswer

  /// All there are: `tools/list`, the calls and the documentation.
  static let all = BlockTools.all + SourceTools.all + WritingTools.all

  var json: JSONValue {
    var properties: JSONObject = [:]
    for argument in arguments {
      properties[argument.name] = [
        "type": .string(argument.kind.rawValue), "description": .string(argument.about),
      ]
    }
    return [
      "name": .string(name), "description": .string(about),
      "inputSchema": [
        "type": "object", "properties": .object(properties),
        "required": .array(arguments.filter(\.isRequired).map { .string($0.name) }),
        "additionalProperties": false,
      ],
      "annotations": [
        "readOnlyHint": .bool(scope == .read), "destructiveHint": false,
        "openWorldHint": .bool(scope != .read),
      ],
    ]
  }
}

/// Why a tool did not do what was asked, for the agent to act on.
struct ToolProblem: Error, Hashable, Sendable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// The arguments of one call, held against what the tool takes.
struct ToolArguments: Sendable {
  private var values: JSONObject = [:]

  init(_ json: JSONValue?, of tool: AgentTool) throws(ToolProblem) {
    switch json {
    case nil, .null?: break
    case .object(let members)?: values = members
    case .bool?, .integer?, .number?, .string?, .array?:
      throw ToolProblem("\(tool.name) takes an object of arguments.")
    }
    let known = tool.arguments.map(\.name)
    for name in values.keys where !known.contains(name) {
      let near = NearName.best(for: name, among: known)
      throw ToolProblem(
        "\(tool.name) takes no '\(name.prefix(60))'"
          + (near.map { "; did you mean '\($0)'?" }
            ?? (known.isEmpty ? "." : "; it takes \(known.joined(separator: ", "))."))
      )
    }
    for argument in tool.arguments {
      guard let value = values[argument.name], !value.isNull else {
        guard !argument.isRequired else {
          throw ToolProblem("\(tool.name) needs '\(argument.name)': \(argument.about)")
        }
        continue
      }
      switch argument.kind {
      case .string:
        guard value.string != nil else {
          throw ToolProblem("'\(argument.name)' must be a text: \(argument.about)")
        }
      case .integer:
        guard value.integer != nil else {
          throw ToolProblem("'\(argument.name)' must be a whole number: \(argument.about)")
        }
      }
    }
  }

  subscript(name: String) -> String? { values[name]?.string }

  func integer(_ name: String, in range: ClosedRange<Int64>, default standard: Int64) -> Int {
    let value = values[name]?.integer ?? standard
    return Int(min(max(value, range.lowerBound), range.upperBound))
  }

  /// The block that is named; `nil` when none is.
  var block: BlockID? { self["block"].flatMap { BlockID($0) } }

  /// What a person reads of the call in the log of actions: short values only.
  var summary: String {
    let shown = values.compactMap { name, value -> String? in
      let text = value.string ?? value.json()
      return text.count <= 80 && !text.contains("\n") ? "\(name) = \(text)" : nil
    }
    return shown.isEmpty ? "" : " (\(shown.joined(separator: ", ")))"
  }
}

/// One call under way.
struct ToolCall: Sendable {
  let services: AgentServices
  let agent: String
  let arguments: ToolArguments

  init(services: AgentServices, agent: String, _ arguments: ToolArguments) {
    self.services = services
    self.agent = agent
    self.arguments = arguments
  }

  /// The block that the call is about.
  func block() throws(ToolProblem) -> BlockID {
    let text = arguments["block"] ?? ""
    guard let id = BlockID(text) else {
      throw ToolProblem("'\(text.prefix(80))' is not the id of a block; list_blocks lists them.")
    }
    return id
  }

  /// The three files that the call brings.
  func texts() -> BlockTexts {
    BlockTexts(
      manifest: arguments["manifest"] ?? "", script: arguments["script"] ?? "",
      spec: arguments["spec"] ?? "")
  }
}

/// What a tool answers: text for the agent, and the same as values.
struct ToolAnswer: Sendable {
  var text: String
  var values: JSONObject?
  var isProblem = false

  init(_ text: String, _ values: JSONObject? = nil) {
    self.text = text
    self.values = values
  }

  /// Values whose JSON is the text.
  init(_ values: JSONObject) {
    self.init(JSONValue.object(values).json(.pretty), values)
  }

  static func problem(_ message: String) -> ToolAnswer {
    var answer = ToolAnswer(message)
    answer.isProblem = true
    return answer
  }

  var json: JSONValue {
    var members: JSONObject = [
      "content": [["type": "text", "text": .string(text)]], "isError": .bool(isProblem),
    ]
    if let values { members["structuredContent"] = .object(values) }
    return .object(members)
  }
}

/// What sources, scripts and pages wrote, as it is given to an agent: marked, so that nothing in it reads as
/// a word of Dash or of the person.
enum Untrusted {
  /// Characters of one piece.
  static let maximum = 20_000

  static func quoted(_ text: String) -> String {
    let short =
      text.count > maximum
      ? text.prefix(maximum) + "\n… \(text.count - maximum) more characters" : text[...]
    // A piece cannot end its own quotation.
    let inside = short.replacing("<untrusted>", with: "‹untrusted›")
      .replacing("</untrusted>", with: "‹/untrusted›")
    return "<untrusted>\n\(inside)\n</untrusted>"
  }
}
