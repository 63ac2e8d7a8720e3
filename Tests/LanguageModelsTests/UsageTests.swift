import Testing

@testable import LanguageModels

/// What a model says it used is a number from outside.
@Suite("Hostile usage numbers")
struct UsageTests {
  static let numbers = [
    "9223372036854775807", "-9223372036854775808", "-1", "1e400", "1.7e308", "18446744073709551616",
    "\"5\"", "null",
  ]

  @Test("end neither the reading nor the counting of an answer", arguments: UsageTests.numbers)
  func wires(number: String) {
    let answers: [(any ModelWire, String)] = [
      (
        AnthropicWire(),
        """
        {"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":\(number),"cache_read_input_tokens":\(number),"cache_creation_input_tokens":\(number),"output_tokens":\(number)}}
        """
      ),
      (
        OpenAIWire(),
        """
        {"choices":[{"index":\(number),"message":{"content":"a","tool_calls":[{"index":\(number),"id":"x","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":\(number),"completion_tokens":\(number),"cost":\(number)}}
        """
      ),
      (
        OllamaWire(),
        """
        {"message":{"content":"a"},"done":true,"done_reason":"stop","prompt_eval_count":\(number),"eval_count":\(number)}
        """
      ),
    ]
    for (wire, answer) in answers {
      let heard = Heard(WireTraffic.events(Array(answer.utf8), wire, pieces: .max).events)
      let sum = heard.usage + heard.usage
      #expect(sum.tokens >= 0)
      #expect((heard.usage.cost ?? 0) >= 0)
      #expect(ModelPrice(input: 3, output: 15).cost(of: sum) >= 0)
    }
  }
}
