import BlockModel

/// Ollama's own `POST /api/chat`, a JSON object a line: the only way to set its context size, which
/// otherwise cuts the front of the prompt without a word.
/// Its API: https://github.com/ollama/ollama/blob/main/docs/api.md
struct OllamaWire: ModelWire {
  let path = "/api/chat"
  let framing = AnswerFraming.lines
  let schemaField = "format"

  func headers(key: ModelKey?) -> [(name: String, value: String)] {
    key.map { [("authorization", "Bearer \($0.value)")] } ?? []
  }

  func body(_ request: ModelRequest, _ target: WireTarget) -> JSONObject {
    let system = request.system.joined(separator: "\n\n")
    var body: JSONObject = [
      "model": .string(target.model), "stream": true, "truncate": false, "shift": false,
      "keep_alive": "10m",
      "options": [
        "num_ctx": .integer(
          Int64(Self.context(target.promptTokens.adding(clamping: request.maximumOutput)))),
        "num_predict": .integer(Int64(request.maximumOutput)), "temperature": 0.2, "seed": 1,
      ],
      "messages": .array(
        (system.isEmpty ? [] : [["role": "system", "content": .string(system)]])
          + request.messages.map {
            ["role": .string($0.role.rawValue), "content": .string($0.text)]
          }),
    ]
    if let schema = request.schema {
      body["format"] = schema
      // A plan needs no thinking, and a form with thinking is generated twice.
      body["think"] = false
    }
    return body
  }

  /// Another size loads the model again, so there are few of them.
  static func context(_ tokens: Int) -> Int {
    [8_192, 16_384, 32_768].first { $0 >= tokens.adding(clamping: tokens / 8) } ?? 65_536
  }

  func reader(_ name: ServerName) -> any AnswerReader { OllamaReader(name: name) }
}

private struct OllamaReader: AnswerReader {
  let name: ServerName
  private var model: String?
  private var usage = ModelUsage()
  private var stop: String?
  private var tools = PartialTools()
  private var toolCount = 0
  private var isComplete = false

  init(name: ServerName) { self.name = name }

  mutating func read(_ event: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    if let error = ServerError(event) { throw name.failure(error) }
    // Some servers that speak like Ollama give the reason and leave out that it is done.
    let reason = event["done_reason"]?.string
    guard event["message"] != nil || event["done"] != nil || reason != nil else {
      throw name.nonsense
    }
    var events: [ModelEvent] = []
    if model == nil {
      let model = event["model"]?.string ?? name.model
      self.model = model
      events.append(.started(model: model))
    }
    var content = AnswerContent(event["message"]?["content"])
    if content.thinking.isEmpty {
      content.thinking = AnswerContent(event["message"]?["thinking"]).text
    }
    events += content.events
    for call in event["message"]?["tool_calls"]?.array ?? [] {
      tools.add(
        toolCount, id: call["id"]?.string, name: call["function"]?["name"]?.string,
        arguments: call["function"]?["arguments"])
      toolCount += 1
    }
    if event["done"]?.bool == true || reason?.isEmpty == false {
      isComplete = true
      stop = reason ?? stop
      usage.inputTokens = event["prompt_eval_count"]?.count() ?? usage.inputTokens
      usage.outputTokens = event["eval_count"]?.count() ?? usage.outputTokens
    }
    return events
  }

  mutating func readWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    try read(answer)
  }

  mutating func finish() throws(ModelFailure) -> [ModelEvent] {
    guard isComplete else { throw name.cut }
    let reason: StopReason =
      stop == "length" ? .length : tools.isEmpty ? .finished : .toolCall
    return [.usage(usage)] + tools.events + [.finished(reason)]
  }
}
