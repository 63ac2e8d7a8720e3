import BlockModel
import Foundation
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite(
  "What servers of models really said is read right",
  .enabled(if: RecordedTraffic.folder != nil, "corpus/model_wire is not there"))
struct WireTests {
  @Test(
    "every recorded stream, whole and in pieces of any size",
    arguments: RecordedTraffic.expected.map(\.file))
  func stream(file: String) throws {
    let end = try #require(RecordedTraffic.expected.first { $0.file == file }?.end)
    let bytes = try RecordedTraffic.bytes(file)
    let whole = RecordedTraffic.events(bytes, RecordedTraffic.wire(of: file), pieces: .max)
    if let error = end["error"] {
      #expect(whole.failure?.message.contains(error["message"]?.string ?? "?") == true)
    } else {
      #expect(whole.failure == nil)
    }
    let heard = Heard(whole.events)
    #expect(heard.model == end["model"]?.string)
    expect(heard.text, end["text"], count: end["text_chars"])
    expect(heard.thinking, end["thinking"], count: end["thinking_chars"])
    if whole.failure == nil {
      let usage = end["usage"]
      let input = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
        .compactMap { usage?[$0]?.integer }.reduce(usage?["prompt_tokens"]?.integer ?? 0, +)
      #expect(heard.usage.inputTokens == Int(input))
      let output = usage?["output_tokens"] ?? usage?["completion_tokens"]
      #expect(heard.usage.outputTokens == output?.integer.map { Int($0) })
      #expect(heard.usage.cost == usage?["cost"]?.number)
      if let cached = usage?["cached"]?.integer { #expect(heard.usage.cachedTokens == Int(cached)) }
      #expect(heard.refusal == end["refusal"]?.string)
      #expect(heard.stop == Self.stop(end))
      let tools = end["tools"]?.array ?? []
      #expect(heard.tools.map(\.name) == tools.compactMap { $0["name"]?.string })
      #expect(heard.tools.map(\.arguments) == tools.map { $0["args"]?.object })
      for (tool, wanted) in zip(heard.tools, tools) where wanted["id"]?.string?.count ?? 0 > 1 {
        #expect(tool.id == wanted["id"]?.string)
      }
    }
    for pieces in [1, 7] {
      let again = RecordedTraffic.events(bytes, RecordedTraffic.wire(of: file), pieces: pieces)
      #expect(Heard(again.events) == heard && again.failure == whole.failure, "pieces of \(pieces)")
    }
  }

  /// The expected text is cut after some characters, and its length told.
  private func expect(
    _ text: String, _ wanted: JSONValue?, count: JSONValue?,
    location: SourceLocation = #_sourceLocation
  ) {
    if let count = count?.integer {
      #expect(text.count == Int(count), sourceLocation: location)
      #expect(text.hasPrefix(wanted?.string ?? "?"), sourceLocation: location)
    } else {
      #expect(text == wanted?.string ?? "", sourceLocation: location)
    }
  }

  private static func stop(_ end: JSONValue) -> StopReason? {
    if end["refusal"] != nil { return .refusal }
    return switch end["stop"]?.string {
    case "end_turn", "stop": .finished
    case "max_tokens", "length": .length
    case "tool_use", "tool_calls": .toolCall
    default: nil
    }
  }

  @Test("a stream that is cut anywhere is no answer, or says all of it")
  func cut() throws {
    for (file, end) in RecordedTraffic.expected where end["error"] == nil {
      let bytes = try RecordedTraffic.bytes(file)
      let wire = RecordedTraffic.wire(of: file)
      let all = Heard(RecordedTraffic.events(bytes, wire, pieces: .max).events)
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 31)) {
        let part = RecordedTraffic.events(Array(bytes[..<length]), wire, pieces: .max)
        let heard = Heard(part.events)
        #expect(
          part.failure != nil || (heard.text == all.text && heard.tools == all.tools),
          "\(file) cut at \(length)")
        if let failure = part.failure { #expect(failure.isRetryable, "\(file) at \(length)") }
      }
    }
  }

  @Test(
    "whole answers too, although a stream was asked for",
    arguments: [
      ("anthropic/tool_loop_1.response.json", StopReason.toolCall, 628),
      ("anthropic/tool_loop_3.response.json", .finished, nil),
      ("anthropic/native_json_schema.response.json", .finished, nil),
      ("openai_chat/json_schema_with_tool_1.response.json", .toolCall, nil),
      ("openai_chat/json_schema_with_tool_2.response.json", .finished, nil),
      ("openai_chat/gemini_tool_id_empty.response.json", .toolCall, nil),
      ("ollama_v1/json_schema.response.json", .finished, nil),
      ("ollama_v1/cloud_ignores_tool_1.response.json", .finished, nil),
      ("ollama_v1/cloud_ignores_tool_2.response.json", .toolCall, nil),
      ("ollama_native/chat_stream.response.ndjson", .finished, 26),
      ("ollama_native/chat_stream_tools.response.ndjson", .toolCall, 169),
      ("ollama_native/chat_format_schema.response.ndjson", .finished, 34),
      ("ollama_native/chat_tools.response.ndjson", .toolCall, 169),
    ] as [(String, StopReason, Int?)])
  func whole(file: String, stop: StopReason, input: Int?) throws {
    let bytes = try RecordedTraffic.bytes(file)
    for pieces in [Int.max, 1] {
      let (events, failure) = RecordedTraffic.events(
        bytes, RecordedTraffic.wire(of: file), pieces: pieces)
      let heard = Heard(events)
      #expect(failure == nil && heard.stop == stop && !heard.model.isEmpty)
      #expect(heard.usage.inputTokens > 0 && heard.usage.outputTokens > 0)
      if let input { #expect(heard.usage.inputTokens == input) }
      #expect(stop == .toolCall ? !heard.tools.isEmpty : !heard.text.isEmpty)
      for tool in heard.tools {
        #expect(!tool.id.isEmpty && !tool.name.isEmpty && tool.arguments != nil)
      }
    }
  }

  @Test(
    "what is no answer is told from one",
    arguments: [
      ("openai_chat/nonsense_200.response.json", ModelFailure.Kind.nonsense),
      ("constructed/html_error_502.html", .nonsense),
      ("constructed/stream_cut_mid_json.sse", .unreachable),
      ("constructed/anthropic_stream_overloaded_before_text.sse", .overloaded),
      ("ollama_native/error_mid_stream.ndjson", .overloaded),
      ("openai_responses/stream_quota_error.sse", .credit),
    ])
  func broken(file: String, kind: ModelFailure.Kind) throws {
    let bytes = try RecordedTraffic.bytes(file)
    for pieces in [Int.max, 1, 7] {
      let result = RecordedTraffic.events(bytes, RecordedTraffic.wire(of: file), pieces: pieces)
      #expect(result.failure?.kind == kind)
    }
  }

  @Test("an error in the last line of Ollama is one")
  func ollamaError() {
    let text = """
      {"model":"m","message":{"role":"assistant","content":"ret"},"done":false}
      {"error":"an error was encountered while running the model"}
      """
    let result = RecordedTraffic.events(Array(text.utf8), OllamaWire(), pieces: 5)
    #expect(result.failure?.kind == .overloaded && Heard(result.events).text == "ret")
  }

  @Test("thoughts between tags do not reach the files, whatever fences they hold")
  func thinkTags() throws {
    let bytes = try RecordedTraffic.bytes("constructed/think_tags_in_content.sse")
    let heard = Heard(RecordedTraffic.events(bytes, OpenAIWire(), pieces: 3).events)
    #expect(ModelAnswer(heard.text).script == "return {}\n")
  }

  @Test("bytes that are no UTF-8 harm nothing")
  func invalidUTF8() {
    let head = Array(#"data: {"model":"m","choices":[{"delta":{"content":"a"#.utf8)
    let tail =
      Array(#"b"},"finish_reason":"stop"}]}"#.utf8) + [10, 10] + Array("data: [DONE]\n\n".utf8)
    let result = RecordedTraffic.events(head + [0xFF, 0xC3] + tail, OpenAIWire(), pieces: 1)
    #expect(result.failure == nil && Heard(result.events).text.hasSuffix("b"))
  }

  @Test(
    "errors say what to do",
    arguments: [
      ("constructed/anthropic_error_429.json", 429, ModelFailure.Kind.rateLimited),
      ("constructed/anthropic_error_429_spend.json", 429, .credit),
      ("constructed/anthropic_error_529.json", 529, .overloaded),
      ("constructed/openai_error_429_rate.json", 429, .rateLimited),
      ("constructed/openai_error_429_credit.json", 429, .credit),
      ("constructed/openai_error_400_context.json", 400, .tooLong),
      ("constructed/llamacpp_error_400_context.json", 400, .tooLong),
      ("constructed/llamacpp_error_503_loading.json", 503, .overloaded),
      ("anthropic/error_404_model.response.json", 404, .unknownModel),
      ("anthropic/error_400_effort.response.json", 400, .field),
      ("openai_chat/error_404_model.response.json", 404, .unknownModel),
      ("openai_chat/error_unsupported_max_tokens.json", 400, .field),
      ("openai_responses/error_400.response.json", 400, .request),
      ("openrouter/error_429.response.json", 429, .rateLimited),
      ("ollama_native/error_404.json", 404, .unknownModel),
      ("ollama_native/error_503_busy.json", 503, .overloaded),
    ])
  func errors(file: String, status: Int, kind: ModelFailure.Kind) throws {
    let json = try JSONValue(parsing: RecordedTraffic.bytes(file))
    let error = try #require(ServerError(json))
    let failure = ModelFailure(error, status: status, server: "server", model: "model")
    #expect(failure.kind == kind)
    #expect(failure.message.contains("; "), "it says what to do: \(failure.message)")
    switch file {
    case "constructed/llamacpp_error_400_context.json": #expect(failure.contextTokens == 8192)
    case "openai_chat/error_unsupported_max_tokens.json":
      #expect(failure.field == "max_tokens" && failure.replacement == "max_completion_tokens")
    case "openrouter/error_429.response.json":
      #expect(failure.message.contains("rate-limited upstream"))
    default: break
    }
  }
}

@Suite("Requests are what the servers expect")
struct WireRequestTests {
  static let request = ModelRequest(
    stage: .plan, system: ["rules", "sheet"],
    messages: [
      ModelMessage(.user, "one"), ModelMessage(.assistant, "two"), ModelMessage(.user, "three"),
    ], maximumOutput: 600, schema: ["type": "object"])

  private func body(
    _ wire: any ModelWire, isLocal: Bool = false, isOpenAI: Bool = false, promptTokens: Int = 6_000
  ) -> JSONValue {
    .object(
      wire.body(
        Self.request,
        WireTarget(
          model: "m", isLocal: isLocal, isOpenAI: isOpenAI, promptTokens: promptTokens)))
  }

  @Test("of Anthropic: the stable part is marked for the cache, and nothing samples")
  func anthropic() {
    let body = body(AnthropicWire())
    #expect(body["system"]?[0]?["cache_control"] == nil)
    #expect(body["system"]?[1]?["cache_control"] == ["type": "ephemeral"])
    #expect(body["messages"]?[1]?["role"] == "assistant")
    #expect(body["messages"]?[2]?["content"]?[0]?["text"] == "three")
    #expect(body["max_tokens"] == 600 && body["stream"] == true && body["temperature"] == nil)
    let headers = AnthropicWire().headers(key: .key("k")).map { "\($0.name): \($0.value)" }
    #expect(headers == ["anthropic-version: 2023-06-01", "x-api-key: k"])
    #expect(
      AnthropicWire().headers(key: .token("t")).map(\.value) == ["2023-06-01", "Bearer t"])
  }

  @Test("of OpenAI and those who speak like it")
  func openAI() {
    let cloud = body(OpenAIWire(), isOpenAI: true)
    #expect(cloud["max_completion_tokens"] == 600 && cloud["max_tokens"] == nil)
    #expect(cloud["temperature"] == nil && cloud["stream_options"] == ["include_usage": true])
    #expect(cloud["response_format"]?["json_schema"]?["schema"] == ["type": "object"])
    #expect(cloud["messages"]?[0] == ["role": "system", "content": "rules\n\nsheet"])
    let local = body(OpenAIWire(), isLocal: true)
    #expect(local["max_tokens"] == 600 && local["temperature"] == 0.2)
  }

  @Test(
    "of Ollama: the context is always said, in few sizes",
    arguments: [
      (1_000, 8_192), (6_000, 8_192), (7_000, 16_384), (20_000, 32_768), (40_000, 65_536),
    ])
  func ollama(promptTokens: Int, context: Int64) {
    let body = body(OllamaWire(), isLocal: true, promptTokens: promptTokens)
    #expect(body["options"]?["num_ctx"] == .integer(context))
    #expect(body["truncate"] == false && body["think"] == false)
    #expect(body["format"] == ["type": "object"])
  }

  @Test("fields a model does not take are left out or renamed")
  func quirks() {
    var quirks = ModelQuirks()
    quirks.dropped = ["temperature"]
    quirks.renamed = ["max_tokens": "max_completion_tokens"]
    let body = quirks.applied(to: ["model": "m", "max_tokens": 5, "temperature": 1])
    #expect(body == ["model": "m", "max_completion_tokens": 5])
    #expect(ModelQuirks(json: quirks.json) == quirks)
  }
}
