/// What a child says last of itself.
public struct ProcessUse: Sendable, Equatable {
  /// Peak of the Lua allocator, bytes.
  public var memory: Int
  public var cpuMilliseconds: Int

  public init(memory: Int = 0, cpuMilliseconds: Int = 0) {
    self.memory = memory
    self.cpuMilliseconds = cpuMilliseconds
  }
}

/// What a script returned.
public struct ScriptResult: Sendable, Equatable {
  /// JSON within ``WireField/data`` and ``DataBounds``.
  public var data: ArraySlice<UInt8>
  /// One sentence for each key that was read and is not there, in runs that trace them.
  public var absentReads: [String]

  /// Sentences that are too long or too many for the wire are cut.
  public init(data: ArraySlice<UInt8>, absentReads: [String] = []) {
    self.data = data
    self.absentReads = absentReads.prefix(WireField.absentReads.most).map {
      $0.cut(to: .absentRead)
    }
  }
}

/// Why a script failed.
public struct ScriptFailure: Error, Sendable, Hashable {
  /// A raw value of `FailureKind`: `script_error`, `shape_drift`, `http_status`…
  public var kind: String
  /// One sentence.
  public var message: String
  /// `block.lua:12`
  public var place: String?
  /// Frames of the script, innermost first.
  public var traceback: [String]
  /// Seconds that the source asked to wait.
  public var retryAfter: Int?

  /// The script itself is wrong.
  public static let scriptError = "script_error"
  /// The script wanted more than it may have.
  public static let limit = "limit"

  /// Texts that are too long or too many for the wire are cut.
  public init(
    kind: String = scriptError, message: String, place: String? = nil, traceback: [String] = [],
    retryAfter: Int? = nil
  ) {
    self.kind = kind.cut(to: .kind)
    self.message = message.cut(to: .message)
    self.place = place?.cut(to: .place)
    self.traceback = traceback.prefix(WireField.frames.most).map { $0.cut(to: .frame) }
    self.retryAfter = retryAfter.map { min(max(0, $0), WireField.retryAfter.most) }
  }
}

extension ScriptFailure: CustomStringConvertible {
  public var description: String { (place.map { "\($0): " } ?? "") + message }
}

/// A limit that a script crossed, which no `pcall` catches. The raw values are `DASH_LIMIT_*` of
/// `CSandbox`, whose code writes the message when no Swift may run any more.
public enum ScriptLimit: UInt8, Sendable, CaseIterable {
  case memory = 1
  case seconds = 2
  case cpu = 3
  /// The number of requests.
  case requests = 4
  /// Bytes received from sources.
  case received = 5
}

/// The child ended itself because a limit was crossed.
public struct LimitCrossing: Sendable, Equatable {
  public var limit: ScriptLimit
  /// The line of the script, 0 when it is not known.
  public var line: Int

  public init(_ limit: ScriptLimit, line: Int) {
    self.limit = limit
    self.line = line
  }
}

// MARK: On the wire

extension ProcessUse {
  init(from reader: inout WireReader) throws(WireProblem) {
    memory = try reader.number(.memory)
    cpuMilliseconds = try reader.number(.milliseconds)
  }

  func encode(to writer: inout WireWriter) {
    writer.write(memory, .memory)
    writer.write(cpuMilliseconds, .milliseconds)
  }
}

extension ScriptResult {
  init(from reader: inout WireReader) throws(WireProblem) {
    data = try reader.content(.data)
    absentReads = try reader.list(.absentReads) { reader throws(WireProblem) in
      try reader.text(.absentRead)
    }
  }

  func encode(to writer: inout WireWriter) {
    writer.write(data, .data)
    writer.write(absentReads, .absentReads) { $0.write($1, .absentRead) }
  }
}

extension ScriptFailure {
  init(from reader: inout WireReader) throws(WireProblem) {
    kind = try reader.text(.kind)
    message = try reader.text(.message)
    place = try reader.optional(.place) { reader throws(WireProblem) in try reader.text(.place) }
    traceback = try reader.list(.frames) { reader throws(WireProblem) in try reader.text(.frame) }
    retryAfter = try reader.optional(.retryAfter) { reader throws(WireProblem) in
      try reader.number(.retryAfter)
    }
  }

  func encode(to writer: inout WireWriter) {
    writer.write(kind, .kind)
    writer.write(message, .message)
    writer.write(place) { $0.write($1, .place) }
    writer.write(traceback, .frames) { $0.write($1, .frame) }
    writer.write(retryAfter) { $0.write($1, .retryAfter) }
  }
}

extension LimitCrossing {
  init(from reader: inout WireReader) throws(WireProblem) {
    limit = try reader.choice(.choice)
    line = try reader.number(.line)
  }

  func encode(to writer: inout WireWriter) {
    writer.write(limit.rawValue)
    writer.write(line, .line)
  }
}
