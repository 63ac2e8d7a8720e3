import BlockModel

/// Anthropic Messages: `POST /v1/messages`, server-sent events.
/// Its API: https://docs.anthropic.com/en/api/messages-streaming
struct AnthropicWire: ModelWire {
  static let version = "2023-06-01"

  let path = "/v1/messages"
  let framing = AnswerFraming.events
  let schemaField = "output_config"

  func headers(key: ModelKey?) -> [(name: String, value: String)] {
    let version = ("anthropic-version", Self.version)
    return switch key {
    case nil: [version]
    case .key(let value)?: [version, ("x-api-key", value)]
    case .token(let value)?: [version, ("authorization", "Bearer \(value)")]
    }
  }

  func body(_ request: ModelRequest, _ target: WireTarget) -> JSONObject {
    var system = request.system.map { text -> JSONObject in
      ["type": "text", "text": .string(text)]
    }
    // Everything before the mark is the same for every job and is read from the server's cache.
    if !system.isEmpty { system[system.count - 1]["cache_control"] = ["type": "ephemeral"] }
    var body: JSONObject = [
      "model": .string(target.model), "max_tokens": .integer(Int64(request.maximumOutput)),
      "stream": true, "system": .array(system.map { .object($0) }),
      "messages": .array(
        request.messages.map { message in
          [
            "role": .string(message.role.rawValue),
            "content": [["type": "text", "text": .string(message.text)]],
          ]
        }),
    ]
    if let schema = request.schema {
      body["output_config"] = ["format": ["type": "json_schema", "schema": schema]]
    }
    return body
  }

  func reader(_ name: ServerName) -> any AnswerReader { AnthropicReader(name: name) }
}

private struct AnthropicReader: AnswerReader {
  let name: ServerName
  private var model: String?
  private var usage = ModelUsage()
  private var stop: String?
  private var refusal: String?
  private var tools = PartialTools()
  private var isComplete = false

  init(name: ServerName) { self.name = name }

  mutating func read(_ event: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    switch event["type"]?.string {
    case "message_start":
      // A proxy may repeat it; the first one counts.
      guard model == nil, let message = event["message"] else { return [] }
      return start(message)
    case "content_block_start": return open(event)
    case "content_block_delta": return delta(event)
    case "message_delta":
      count(event["usage"])
      close(event["delta"])
      return []
    case "message_stop":
      isComplete = true
      return []
    case "error": throw failure(event)
    default: return []
    }
  }

  mutating func readWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelEvent] {
    guard answer["error"] == nil else { throw failure(answer) }
    guard answer["type"]?.string == "message" || answer["stop_reason"] != nil,
      let value = answer["content"],
      let content = value.array ?? value.string.map({ [["type": "text", "text": .string($0)]] })
    else { throw name.nonsense }
    var events = start(answer)
    for (index, block) in content.enumerated() {
      events += open(["index": .integer(Int64(index)), "content_block": block])
      if block["type"]?.string == "tool_use" {
        tools.add(index, arguments: block["input"])
      }
    }
    close(answer)
    isComplete = true
    return events
  }

  mutating func finish() throws(ModelFailure) -> [ModelEvent] {
    guard isComplete else { throw name.cut }
    let reason: StopReason
    switch stop {
    case "max_tokens": reason = .length
    case "tool_use": reason = .toolCall
    case "refusal": reason = .refusal
    case "model_context_window_exceeded":
      throw ModelFailure(
        .tooLong,
        "the prompt is too long for \(name.model); choose a model with a larger context")
    default: reason = .finished
    }
    return [.usage(usage)] + tools.events + (refusal.map { [.refusal($0)] } ?? [])
      + [.finished(reason)]
  }

  private mutating func start(_ message: JSONValue) -> [ModelEvent] {
    let model = message["model"]?.string ?? name.model
    self.model = model
    count(message["usage"])
    return [.started(model: model)]
  }

  private mutating func open(_ event: JSONValue) -> [ModelEvent] {
    guard let block = event["content_block"] else { return [] }
    switch block["type"]?.string {
    case "text": return text(block["text"], ModelEvent.text)
    case "thinking": return text(block["thinking"], ModelEvent.thinking)
    case "tool_use":
      tools.add(
        Int(clamping: event["index"]?.integer ?? 0), id: block["id"]?.string,
        name: block["name"]?.string)
      return []
    default: return []
    }
  }

  private mutating func delta(_ event: JSONValue) -> [ModelEvent] {
    guard let delta = event["delta"] else { return [] }
    switch delta["type"]?.string {
    case "text_delta": return text(delta["text"], ModelEvent.text)
    case "thinking_delta": return text(delta["thinking"], ModelEvent.thinking)
    case "input_json_delta":
      tools.add(Int(clamping: event["index"]?.integer ?? 0), arguments: delta["partial_json"])
      return []
    default: return []
    }
  }

  private func text(_ value: JSONValue?, _ event: (String) -> ModelEvent) -> [ModelEvent] {
    guard let text = value?.string, !text.isEmpty else { return [] }
    return [event(text)]
  }

  private mutating func close(_ part: JSONValue?) {
    if let reason = part?["stop_reason"]?.string { stop = reason }
    refusal = part?["stop_details"]?["explanation"]?.string ?? refusal
  }

  /// Counts are cumulative, and the later one of each kind wins.
  private mutating func count(_ part: JSONValue?) {
    func tokens(_ name: String) -> Int? { part?[name]?.count() }
    if let read = tokens("cache_read_input_tokens") { usage.cachedTokens = read }
    if let written = tokens("cache_creation_input_tokens") { usage.cacheWriteTokens = written }
    if let fresh = tokens("input_tokens") {
      usage.inputTokens = fresh.adding(clamping: usage.cachedTokens)
        .adding(clamping: usage.cacheWriteTokens)
    }
    if let output = tokens("output_tokens") { usage.outputTokens = output }
  }

  private func failure(_ event: JSONValue) -> ModelFailure {
    ServerError(event).map { name.failure($0) } ?? name.nonsense
  }
}
