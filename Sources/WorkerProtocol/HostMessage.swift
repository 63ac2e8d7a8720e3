/// What the host tells a child: the run, once; then one answer to each of its questions.
public enum HostMessage: Sendable, Equatable {
  case run(RunOrder)
  /// The answers to ``ChildMessage/http(_:)``, in the order of the requests.
  case answers([HTTPAnswer])
  /// The answer to ``ChildMessage/store(_:)``: JSON, `nil` where there is nothing.
  case stored(ArraySlice<UInt8>?)
  /// ``ChildMessage/store(_:)`` was not done.
  case refused(Refusal)
  /// The question crosses a limit: the child names its line with ``ChildMessage/limit(_:_:)``, and ends.
  case end(ScriptLimit)

  /// The first byte of a frame.
  private enum Kind: UInt8 {
    case run = 1
    case answers, stored, refused, end
  }

  /// Reads a frame, without its length, that the host sent.
  public init(_ frame: [UInt8]) throws(WireProblem) {
    var reader = WireReader(frame)
    switch try reader.choice(.kindOfMessage, of: Kind.self) {
    case .run: self = .run(try RunOrder(from: &reader))
    case .answers:
      self = .answers(
        try reader.list(.requests) { reader throws(WireProblem) in try HTTPAnswer(from: &reader) })
    case .stored:
      self = .stored(
        try reader.optional(.stored) { reader throws(WireProblem) in try reader.content(.stored) })
    case .refused: self = .refused(try Refusal(from: &reader))
    case .end: self = .end(try reader.choice(.choice))
    }
    try reader.finish()
  }

  /// The whole frame.
  /// - Throws: ``WireProblem`` when a field is beyond its bound.
  public func encoded() throws(WireProblem) -> [UInt8] {
    var writer = WireWriter(kind: kind.rawValue, size: size)
    switch self {
    case .run(let order): order.encode(to: &writer)
    case .answers(let answers):
      writer.write(answers, .requests) { $1.encode(to: &$0) }
    case .stored(let json): writer.write(json) { $0.write($1, .stored) }
    case .refused(let refusal): refusal.encode(to: &writer)
    case .end(let limit): writer.write(limit.rawValue)
    }
    return try writer.finish(most: Frame.mostOfHost)
  }

  /// About the bytes of the frame.
  private var size: Int {
    switch self {
    case .run(let order): order.script.count + order.context.params.count + 512
    case .answers(let answers): answers.reduce(64) { $0 + $1.size }
    case .stored(let json): (json?.count ?? 0) + 64
    case .refused, .end: 256
    }
  }

  private var kind: Kind {
    switch self {
    case .run: .run
    case .answers: .answers
    case .stored: .stored
    case .refused: .refused
    case .end: .end
    }
  }
}
