import BlockModel
import Foundation
import TestSupport

@testable import LanguageModels

/// Answers of servers of models as they come over the wire, in a folder with `expected.json`: for each
/// stream what a reader must end with.
struct WireTraffic {
  let folder: URL

  /// What we wrote by the documents of the servers.
  static let written = WireTraffic(folder: Fixtures.folder.appending(path: "model_wire"))

  /// What servers really said.
  static let recorded = Corpus.folder.map { WireTraffic(folder: $0.appending(path: "model_wire")) }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// Of the protocols that Dash speaks.
  var expected: [(file: String, end: JSONValue)] {
    guard let bytes = try? bytes("expected.json"), let json = try? JSONValue(parsing: bytes) else {
      return []
    }
    return (json.object ?? [:]).filter { !$0.key.hasPrefix("openai_responses/") }
      .map { ($0.key, $0.value) }
  }

  static func wire(of file: String) -> any ModelWire {
    switch file.prefix(while: { $0 != "/" }) {
    case "anthropic": AnthropicWire()
    case "ollama_native": OllamaWire()
    default: file.contains("anthropic_") ? AnthropicWire() : OpenAIWire()
    }
  }

  /// All events of an answer that arrives in pieces of so many bytes.
  static func events(
    _ bytes: [UInt8], _ wire: any ModelWire, pieces: Int
  ) -> (events: [ModelEvent], failure: ModelFailure?) {
    var stream = AnswerStream(wire, ServerName(server: "server", model: "asked"))
    var events: [ModelEvent] = []
    do throws(ModelFailure) {
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + pieces)
        try stream.add(Array(bytes[start..<end]), to: &events)
        start = end
      }
      try stream.end(&events)
      return (events, nil)
    } catch {
      return (events, error)
    }
  }
}

/// What events come to together.
struct Heard: Hashable {
  var model = ""
  var text = ""
  var thinking = ""
  var usage = ModelUsage()
  var tools: [ModelToolCall] = []
  var refusal: String?
  var stop: StopReason?
  /// Why nothing came for a while.
  var reasons: [String] = []
  var waits: Int { reasons.count }

  init(_ events: [ModelEvent]) {
    for event in events {
      switch event {
      case .waiting(let reason): reasons.append(reason)
      case .started(let model):
        self.model = model
        text = ""
        thinking = ""
      case .text(let part): text += part
      case .thinking(let part): thinking += part
      case .usage(let usage): self.usage = usage
      case .toolCall(let call): tools.append(call)
      case .refusal(let reason): refusal = reason
      case .finished(let reason): stop = reason
      }
    }
  }
}
