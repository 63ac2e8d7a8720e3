import BlockModel
import Foundation
import Testing

@testable import LanguageModels

/// What must hold of every stream, whoever recorded or wrote it.
extension WireTraffic {
  /// A stream ends as is written beside it, whole and in pieces of any size.
  func checkStream(_ file: String) throws {
    let end = try #require(expected.first { $0.file == file }?.end)
    let bytes = try self.bytes(file)
    let whole = Self.events(bytes, Self.wire(of: file), pieces: .max)
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
      let again = Self.events(bytes, Self.wire(of: file), pieces: pieces)
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

  /// A stream that is cut anywhere is no answer, or says all of it.
  func checkCut() throws {
    for (file, end) in expected where end["error"] == nil {
      let bytes = try self.bytes(file)
      let wire = Self.wire(of: file)
      let all = Heard(Self.events(bytes, wire, pieces: .max).events)
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 31)) {
        let part = Self.events(Array(bytes[..<length]), wire, pieces: .max)
        let heard = Heard(part.events)
        #expect(
          part.failure != nil || (heard.text == all.text && heard.tools == all.tools),
          "\(file) cut at \(length)")
        if let failure = part.failure { #expect(failure.isRetryable, "\(file) at \(length)") }
      }
    }
  }

  /// A whole answer, although a stream was asked for.
  func checkWhole(_ file: String, _ stop: StopReason, input: Int?) throws {
    let bytes = try self.bytes(file)
    for pieces in [Int.max, 1] {
      let (events, failure) = Self.events(
        bytes, Self.wire(of: file), pieces: pieces)
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

  /// What is no answer is told from one.
  func checkBroken(_ file: String, _ kind: ModelFailure.Kind) throws {
    let bytes = try self.bytes(file)
    for pieces in [Int.max, 1, 7] {
      let result = Self.events(bytes, Self.wire(of: file), pieces: pieces)
      #expect(result.failure?.kind == kind)
    }
  }

  /// The failure that an answer with an error is told as.
  func failure(_ file: String, _ status: Int) throws -> ModelFailure {
    let error = try #require(ServerError(JSONValue(parsing: bytes(file))))
    return ModelFailure(error, status: status, server: "server", model: "model")
  }
}
