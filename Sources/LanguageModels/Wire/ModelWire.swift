import BlockModel

/// How one protocol writes a request and how its answer is read.
protocol ModelWire: Sendable {
  /// Behind the base URL.
  var path: String { get }
  var framing: AnswerFraming { get }
  /// The field of the body that holds a model to a form.
  var schemaField: String { get }

  func headers(key: ModelKey?) -> [(name: String, value: String)]
  func body(_ request: ModelRequest, _ target: WireTarget) -> JSONObject
  func reader(_ name: ServerName) -> any AnswerReader
}

/// What a request needs to know of whom it goes to.
struct WireTarget: Sendable, Hashable {
  var model: String
  /// On the person's own machine or network.
  var isLocal: Bool
  /// OpenAI's own servers.
  var isOpenAI: Bool
  /// What the prompt will take, as far as can be known before.
  var promptTokens: Int
}

/// How an answer is cut into JSON values.
enum AnswerFraming: Sendable, Hashable {
  /// Server-sent events, `[DONE]` at the end.
  case events
  /// A JSON value a line.
  case lines
}

/// Bytes of an answer in, events of the model out.
struct AnswerStream {
  private enum Mode {
    case unknown
    case events(EventFraming)
    case lines(LineFraming)
    case whole
  }

  private let name: ServerName
  private let framing: AnswerFraming
  private var reader: any AnswerReader
  private var mode = Mode.unknown
  private var held: [UInt8] = []

  init(_ wire: any ModelWire, _ name: ServerName) {
    self.name = name
    framing = wire.framing
    reader = wire.reader(name)
  }

  /// Appends what the bytes say to `events`, also what they say before they turn out to be wrong.
  mutating func add(_ bytes: [UInt8], to events: inout [ModelEvent]) throws(ModelFailure) {
    switch mode {
    case .unknown:
      held += bytes
      // Servers answer with a whole object, or a page, although a stream was asked for.
      let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF]
      guard let first = held.first(where: { $0 > 0x20 && !marks.contains($0) }) else { return }
      switch (framing, first) {
      case (_, UInt8(ascii: "<")): throw name.nonsense
      case (.events, UInt8(ascii: "{")), (.events, UInt8(ascii: "[")): mode = .whole
      case (.events, _): mode = .events(EventFraming())
      case (.lines, _): mode = .lines(LineFraming())
      }
      if case .whole = mode { return }
      let early = held
      held = []
      try add(early, to: &events)
    case .whole: held += bytes
    case .events(var framing):
      let data = framing.add(bytes)
      mode = .events(framing)
      try read(data, &events)
    case .lines(var framing):
      let texts = framing.add(bytes)
      mode = .lines(framing)
      try read(texts, &events)
    }
  }

  /// The connection ended.
  mutating func end(_ events: inout [ModelEvent]) throws(ModelFailure) {
    switch mode {
    case .unknown: throw name.cut
    case .whole:
      guard let json = try? JSONValue(parsing: held) else { throw name.nonsense }
      events += try reader.readWhole(json)
    case .events(var framing): try read(framing.end(), &events, isLast: true)
    case .lines(var framing):
      try read([framing.end()].compactMap(\.self), &events, isLast: true)
    }
    events += try reader.finish()
  }

  private mutating func read(
    _ texts: [String], _ events: inout [ModelEvent], isLast: Bool = false
  ) throws(ModelFailure) {
    for text in texts {
      let text = text.trimming(\.isWhitespace)
      if text.isEmpty { continue }
      if text == "[DONE]" {
        reader.readEndMark()
        continue
      }
      guard let json = try? JSONValue(parsing: text) else {
        // A connection that was closed inside of a value.
        if isLast { throw name.cut }
        throw name.nonsense
      }
      events += try reader.read(json)
    }
  }
}
