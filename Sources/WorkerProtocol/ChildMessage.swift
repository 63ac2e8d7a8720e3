/// What a child tells the host: questions, each of which it waits for the answer to; notes, which have
/// none; and one ending, after which nothing comes.
public enum ChildMessage: Sendable, Equatable {
  case http([HTTPQuestion])
  case store(StoreQuestion)
  case log(LogNote)
  /// Where the time of the script went, for who asked for it.
  case profile([ProfiledLine])
  case result(ScriptResult, ProcessUse)
  case failure(ScriptFailure, ProcessUse)
  case limit(LimitCrossing, ProcessUse)

  /// The first byte of a frame. `CSandbox` writes the one of ``limit(_:_:)``.
  private enum Kind: UInt8 {
    case http = 1
    case store, log, result, failure, limit, profile
  }

  /// Reads a frame, without its length, that a child sent.
  /// - Throws: ``WireProblem`` when the child is not one of ours.
  public init(_ frame: [UInt8]) throws(WireProblem) {
    var reader = WireReader(frame)
    switch try reader.choice(.kindOfMessage, of: Kind.self) {
    case .http:
      self = .http(
        try reader.list(.requests) { reader throws(WireProblem) in try HTTPQuestion(from: &reader) }
      )
    case .store: self = .store(try StoreQuestion(from: &reader))
    case .log: self = .log(try LogNote(from: &reader))
    case .profile:
      self = .profile(
        try reader.list(.profile) { reader throws(WireProblem) in try ProfiledLine(from: &reader) })
    case .result:
      self = .result(try ScriptResult(from: &reader), try ProcessUse(from: &reader))
    case .failure:
      self = .failure(try ScriptFailure(from: &reader), try ProcessUse(from: &reader))
    case .limit:
      self = .limit(try LimitCrossing(from: &reader), try ProcessUse(from: &reader))
    }
    try reader.finish()
  }

  /// The whole frame.
  /// - Throws: ``WireProblem`` when a field is beyond its bound.
  public func encoded() throws(WireProblem) -> [UInt8] {
    var writer = WireWriter(kind: kind.rawValue)
    switch self {
    case .http(let questions):
      writer.write(questions, .requests) { $1.encode(to: &$0) }
    case .store(let question): question.encode(to: &writer)
    case .log(let note): note.encode(to: &writer)
    case .profile(let lines): writer.write(lines, .profile) { $1.encode(to: &$0) }
    case .result(let result, let use):
      result.encode(to: &writer)
      use.encode(to: &writer)
    case .failure(let failure, let use):
      failure.encode(to: &writer)
      use.encode(to: &writer)
    case .limit(let crossing, let use):
      crossing.encode(to: &writer)
      use.encode(to: &writer)
    }
    return try writer.finish(most: Frame.mostOfChild)
  }

  private var kind: Kind {
    switch self {
    case .http: .http
    case .store: .store
    case .log: .log
    case .profile: .profile
    case .result: .result
    case .failure: .failure
    case .limit: .limit
    }
  }
}
