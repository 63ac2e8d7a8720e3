import BlockModel
import OrderedCollections

/// Understands the JSON values of one answer of a protocol, in their order.
protocol AnswerReader: Sendable {
  /// One event of a stream.
  mutating func read(_ event: JSONValue) throws(ModelFailure) -> [ModelEvent]
  /// An answer that came whole, although a stream was asked for.
  mutating func readWhole(_ answer: JSONValue) throws(ModelFailure) -> [ModelEvent]
  /// The mark that ends a stream of events without being JSON.
  mutating func readEndMark()
  /// The connection ended: what is left to say.
  mutating func finish() throws(ModelFailure) -> [ModelEvent]
}

extension AnswerReader {
  mutating func readEndMark() {}
}

/// Who is asked, for messages.
struct ServerName: Sendable, Hashable {
  var server: String
  var model: String

  func failure(_ error: ServerError, status: Int = 200) -> ModelFailure {
    ModelFailure(error, status: status, server: server, model: model)
  }

  /// The answer ended too early.
  var cut: ModelFailure {
    ModelFailure(.unreachable, "the answer of \(server) broke off; try again")
  }

  var nonsense: ModelFailure {
    ModelFailure(
      .nonsense,
      "\(server) answered with something that is not a model's answer; check the base URL with `dash models`"
    )
  }
}

/// Calls of tools that a model asks for although none are offered, put together from their pieces.
struct PartialTools: Sendable {
  private struct Part {
    var id = ""
    var name = ""
    var arguments = ""
    var isClosed = false
  }

  private var parts: OrderedDictionary<Int, Part> = [:]

  var isEmpty: Bool { parts.isEmpty }

  mutating func add(
    _ index: Int, id: String? = nil, name: String? = nil, arguments: JSONValue? = nil
  ) {
    var part = parts[index] ?? Part()
    if let id, !id.isEmpty { part.id = id }
    if let name, !name.isEmpty { part.name = name }
    if let text = arguments?.string {
      part.arguments += text
    } else if let object = arguments, object.object != nil {
      part.arguments = object.json()
    }
    parts[index] = part
  }

  /// Empty ids get one of their own; arguments that are no complete JSON object are `nil`.
  var events: [ModelEvent] {
    parts.values.enumerated().map { place, part in
      let text = part.arguments.trimming(\.isWhitespace)
      let value = text.isEmpty ? .object([:]) : try? JSONValue(parsing: text)
      return .toolCall(
        ModelToolCall(
          id: part.id.isEmpty ? "call_\(place)" : part.id, name: part.name,
          arguments: value?.object))
    }
  }
}
