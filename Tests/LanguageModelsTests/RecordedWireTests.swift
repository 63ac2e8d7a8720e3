import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite(
  "What servers of models really said is read right",
  .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct RecordedWireTests {
  private func traffic() throws -> WireTraffic { try #require(WireTraffic.recorded) }

  @Test(
    "every recorded stream, whole and in pieces of any size",
    arguments: WireTraffic.recorded?.expected.map(\.file) ?? [])
  func stream(file: String) throws { try traffic().checkStream(file) }

  @Test("a recorded stream that is cut anywhere is no answer, or says all of it")
  func cut() throws { try traffic().checkCut() }

  @Test(
    "recorded whole answers too, although a stream was asked for",
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
    try traffic().checkWhole(file, stop, input: input)
  }

  @Test(
    "what is no answer is told from a recorded one",
    arguments: [
      ("openai_chat/nonsense_200.response.json", ModelFailure.Kind.nonsense),
      ("constructed/html_error_502.html", .nonsense),
      ("constructed/stream_cut_mid_json.sse", .unreachable),
      ("constructed/anthropic_stream_overloaded_before_text.sse", .overloaded),
      ("ollama_native/error_mid_stream.ndjson", .overloaded),
      ("openai_responses/stream_quota_error.sse", .credit),
    ])
  func broken(file: String, kind: ModelFailure.Kind) throws {
    try traffic().checkBroken(file, kind)
  }

  @Test("recorded thoughts between tags do not reach the files, whatever fences they hold")
  func thinkTags() throws {
    let bytes = try traffic().bytes("constructed/think_tags_in_content.sse")
    let heard = Heard(WireTraffic.events(bytes, OpenAIWire(), pieces: 3).events)
    #expect(ModelAnswer(heard.text).script == "return {}\n")
  }

  @Test(
    "recorded errors say what to do",
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
    let failure = try traffic().failure(file, status)
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
