import BlockModel
import Foundation
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("What servers of models say is read right")
struct WireTests {
  private static let traffic = WireTraffic.written

  @Test("every stream, whole and in pieces of any size", arguments: traffic.expected.map(\.file))
  func stream(file: String) throws { try Self.traffic.checkStream(file) }

  @Test("every protocol is there")
  func protocols() {
    let folders = Self.traffic.expected.map { $0.file.prefix { $0 != "/" } }
    #expect(
      Set(folders) == ["anthropic", "openai_chat", "openrouter", "ollama_native", "ollama_v1"])
  }

  @Test("a stream that is cut anywhere is no answer, or says all of it")
  func cut() throws { try Self.traffic.checkCut() }

  @Test(
    "whole answers too, although a stream was asked for",
    arguments: [
      ("anthropic/whole.json", StopReason.finished), ("anthropic/whole_tool.json", .toolCall),
      ("openai_chat/whole.json", .finished), ("openai_chat/whole_tool.json", .toolCall),
      ("openai_chat/whole_parts.json", .finished),
    ])
  func whole(file: String, stop: StopReason) throws {
    try Self.traffic.checkWhole(file, stop, input: 7)
  }

  @Test(
    "what is no answer is told from one",
    arguments: [
      ("openai_chat/nonsense.json", ModelFailure.Kind.nonsense),
      ("openai_chat/page.html", .nonsense), ("openai_chat/cut.sse", .unreachable),
      ("anthropic/overloaded.sse", .overloaded),
      ("ollama_native/error_in_stream.ndjson", .overloaded),
    ])
  func broken(file: String, kind: ModelFailure.Kind) throws {
    try Self.traffic.checkBroken(file, kind)
  }

  @Test("an error in the last line of Ollama is one")
  func ollamaError() {
    let text = """
      {"model":"m","message":{"role":"assistant","content":"ret"},"done":false}
      {"error":"an error was encountered while running the model"}
      """
    let result = WireTraffic.events(Array(text.utf8), OllamaWire(), pieces: 5)
    #expect(result.failure?.kind == .overloaded && Heard(result.events).text == "ret")
  }

  @Test("thoughts between tags do not reach the files, whatever fences they hold")
  func thinkTags() throws {
    let bytes = try Self.traffic.bytes("openai_chat/think_tags.sse")
    let heard = Heard(WireTraffic.events(bytes, OpenAIWire(), pieces: 3).events)
    #expect(ModelAnswer(heard.text).script == "return {}\n")
  }

  @Test("bytes that are no UTF-8 harm nothing")
  func invalidUTF8() {
    let head = Array(#"data: {"model":"m","choices":[{"delta":{"content":"a"#.utf8)
    let tail =
      Array(#"b"},"finish_reason":"stop"}]}"#.utf8) + [10, 10] + Array("data: [DONE]\n\n".utf8)
    let result = WireTraffic.events(head + [0xFF, 0xC3] + tail, OpenAIWire(), pieces: 1)
    #expect(result.failure == nil && Heard(result.events).text.hasSuffix("b"))
  }

  @Test(
    "errors say what to do",
    arguments: [
      ("anthropic/error_429.json", 429, ModelFailure.Kind.rateLimited),
      ("anthropic/error_529.json", 529, .overloaded),
      ("anthropic/error_404.json", 404, .unknownModel),
      ("openai_chat/error_429.json", 429, .rateLimited),
      ("openai_chat/error_credit.json", 429, .credit),
      ("openai_chat/error_context.json", 400, .tooLong),
      ("openai_chat/error_field.json", 400, .field),
      ("openai_chat/error_404.json", 404, .unknownModel),
      ("openrouter/error_429.json", 429, .rateLimited),
      ("ollama_native/error_404.json", 404, .unknownModel),
      ("ollama_native/error_503.json", 503, .overloaded),
      ("llamacpp/error_context.json", 400, .tooLong),
      ("llamacpp/error_loading.json", 503, .overloaded),
    ])
  func errors(file: String, status: Int, kind: ModelFailure.Kind) throws {
    let failure = try Self.traffic.failure(file, status)
    #expect(failure.kind == kind)
    #expect(failure.message.contains("; "), "it says what to do: \(failure.message)")
    switch file {
    case "llamacpp/error_context.json": #expect(failure.contextTokens == 8192)
    case "openai_chat/error_field.json":
      #expect(failure.field == "max_tokens" && failure.replacement == "max_completion_tokens")
    case "openrouter/error_429.json":
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
