import BlockModel

/// OpenAI Chat Completions and everything that speaks it: OpenRouter, llama.cpp, LM Studio, vLLM,
/// DeepSeek, Groq … Its API: https://platform.openai.com/docs/api-reference/chat
struct OpenAIWire: ModelWire {
  let path = "/chat/completions"
  let framing = AnswerFraming.events
  let schemaField = "response_format"

  func headers(key: ModelKey?) -> [(name: String, value: String)] {
    key.map { [("authorization", "Bearer \($0.value)")] } ?? []
  }

  func body(_ request: ModelRequest, _ target: WireTarget) -> JSONObject {
    var body: JSONObject = [
      "model": .string(target.model), "stream": true, "stream_options": ["include_usage": true],
    ]
    // OpenAI's own models take only the new name, most other servers know only the old one.
    body[target.isOpenAI ? "max_completion_tokens" : "max_tokens"] =
      .integer(Int64(request.maximumOutput))
    // Servers on the person's own machine choose 0.8 or 1 when nothing is said.
    if target.isLocal { body["temperature"] = 0.2 }
    let system = request.system.joined(separator: "\n\n")
    body["messages"] = .array(
      (system.isEmpty ? [] : [["role": "system", "content": .string(system)]])
        + request.messages.map {
          ["role": .string($0.role.rawValue), "content": .string($0.text)]
        })
    if let schema = request.schema {
      body["response_format"] = [
        "type": "json_schema",
        "json_schema": [
          "name": .string(request.stage.rawValue), "strict": true, "schema": schema,
        ],
      ]
    }
    return body
  }

  func reader(_ name: ServerName) -> any AnswerReader { OpenAIReader(name: name) }
}

private struct OpenAIReader: AnswerReader {
  let name: ServerName
  private var model: String?
  private var usage = ModelUsage()
  private var stop: String?
  private var refusal = ""
  private var hasText = false
  private var hasThought = false
  private var tools = PartialTools()
  private var isComplete = false

  init(name: ServerName) { self.name = name }

  mutating func read(_ event: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    if let error = ServerError(event) { throw name.failure(error) }
    if event["type"]?.string == "error", let error = ServerError(["error": event]) {
      throw name.failure(error)
    }
    count(event["usage"])
    guard let choice = event["choices"]?[0] else { return [] }
    return start(event) + take(choice, choice["delta"])
  }

  mutating func readWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    if let error = ServerError(answer) { throw name.failure(error) }
    guard let choice = answer["choices"]?[0], let message = choice["message"],
      message.object != nil
    else { throw name.nonsense }
    count(answer["usage"])
    isComplete = true
    return start(answer) + take(choice, message)
  }

  mutating func readEndMark() { isComplete = true }

  mutating func finish() throws(ModelFailure) -> [ModelEvent] {
    // Several servers leave out the end mark, or the reason; one of them must be there.
    guard isComplete || stop != nil else { throw name.cut }
    guard stop != nil || hasText || hasThought || !tools.isEmpty || !refusal.isEmpty else {
      throw name.nonsense
    }
    let reason: StopReason =
      switch stop {
      case "length": .length
      case "content_filter": .refusal
      case "tool_calls", "function_call": .toolCall
      case _ where !refusal.isEmpty: .refusal
      case _ where !tools.isEmpty && !hasText: .toolCall
      default: .finished
      }
    return [.usage(usage)] + tools.events + (refusal.isEmpty ? [] : [.refusal(refusal)])
      + [.finished(reason)]
  }

  private mutating func start(_ event: JSONValue) -> [ModelEvent] {
    guard model == nil else { return [] }
    let model = event["model"]?.string ?? name.model
    self.model = model
    return [.started(model: model)]
  }

  private mutating func take(_ choice: JSONValue, _ part: JSONValue?) -> [ModelEvent] {
    if let reason = choice["finish_reason"]?.string { stop = reason }
    guard let part else { return [] }
    var content = AnswerContent(part["content"])
    if content.thinking.isEmpty {
      content.thinking =
        ["reasoning_content", "reasoning"].lazy.map { AnswerContent(part[$0]).text }
        .first { !$0.isEmpty } ?? ""
    }
    if !content.thinking.isEmpty { hasThought = true }
    if !content.text.isEmpty { hasText = true }
    let events = content.events
    refusal += part["refusal"]?.string ?? ""
    for (place, call) in (part["tool_calls"]?.array ?? []).enumerated() {
      tools.add(
        Int(clamping: call["index"]?.integer ?? Int64(place)), id: call["id"]?.string,
        name: call["function"]?["name"]?.string, arguments: call["function"]?["arguments"])
    }
    return events
  }

  private mutating func count(_ part: JSONValue?) {
    if let input = part?["prompt_tokens"]?.count() { usage.inputTokens = input }
    if let output = part?["completion_tokens"]?.count() { usage.outputTokens = output }
    if let cached = part?["prompt_tokens_details"]?["cached_tokens"]?.count() {
      usage.cachedTokens = cached
    }
    if let cost = part?["cost"]?.number, cost.isFinite { usage.cost = max(0, cost) }
  }
}
