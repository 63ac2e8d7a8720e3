/// What the host tells the zygote: one record each on their `SOCK_SEQPACKET` pair.
public enum ZygoteOrder: Sendable, Equatable {
  /// Comes with a descriptor: fork a child at this end of a socket. The host may have written its run
  /// into the other end already; a child for which none `waits` there rehearses one first.
  case start(child: Int32, waits: Bool)
  /// SIGKILL the child, if it is still there.
  case kill(child: Int32)
}

/// What the zygote tells the host. Children have the numbers that the host gave them.
public enum ZygoteReport: Sendable, Equatable {
  /// Once, after its start: the layers of the sandbox that are on (`DASH_LAYER_*`).
  case ready(layers: Int32)
  /// A child that will wait was forked.
  case started(child: Int32, process: Int32)
  /// A child ended. One that could not be forked has been killed, as it were.
  case ended(child: Int32, Ending)

  /// How a child ended.
  public struct Ending: Sendable, Equatable {
    /// As of waitpid(2).
    public var status: Int32
    public var cpuMilliseconds: Int

    public init(status: Int32, cpuMilliseconds: Int) {
      self.status = status
      self.cpuMilliseconds = cpuMilliseconds
    }

    /// The signal that ended the child, 0 for none.
    public var signal: Int32 { status & 0x7F }
    public var exitStatus: Int32 { (status >> 8) & 0xFF }
  }
}

/// The bytes of a record.
public enum ZygoteRecord {
  /// More than any record has.
  public static let most = 64
}

extension ZygoteOrder {
  private enum Kind: UInt8 {
    case start = 1
    case kill
  }

  /// Reads a record.
  public init(_ record: [UInt8]) throws(WireProblem) {
    var reader = WireReader(record)
    let kind = try reader.choice(.kindOfMessage, of: Kind.self)
    let child = try reader.small(.child)
    switch kind {
    case .start: self = .start(child: child, waits: try reader.flag(.choice))
    case .kill: self = .kill(child: child)
    }
    try reader.finish()
  }

  public var encoded: [UInt8] {
    switch self {
    case .start(let child, let waits):
      var writer = WireWriter(kind: Kind.start.rawValue)
      writer.write(Int(child), .child)
      writer.write(waits)
      return writer.record
    case .kill(let child):
      var writer = WireWriter(kind: Kind.kill.rawValue)
      writer.write(Int(child), .child)
      return writer.record
    }
  }
}

extension ZygoteReport {
  private enum Kind: UInt8 {
    case ready = 1
    case started, ended
  }

  /// Reads a record.
  public init(_ record: [UInt8]) throws(WireProblem) {
    var reader = WireReader(record)
    switch try reader.choice(.kindOfMessage, of: Kind.self) {
    case .ready: self = .ready(layers: try reader.small(.layers))
    case .started:
      self = .started(child: try reader.small(.child), process: try reader.small(.process))
    case .ended:
      let child = try reader.small(.child)
      self = .ended(
        child: child,
        Ending(
          status: try reader.small(.exitStatus),
          cpuMilliseconds: try reader.number(.milliseconds)))
    }
    try reader.finish()
  }

  public var encoded: [UInt8] {
    switch self {
    case .ready(let layers):
      var writer = WireWriter(kind: Kind.ready.rawValue)
      writer.write(Int(layers), .layers)
      return writer.record
    case .started(let child, let process):
      var writer = WireWriter(kind: Kind.started.rawValue)
      writer.write(Int(child), .child)
      writer.write(Int(process), .process)
      return writer.record
    case .ended(let child, let ending):
      var writer = WireWriter(kind: Kind.ended.rawValue)
      writer.write(Int(child), .child)
      writer.write(Int(ending.status), .exitStatus)
      writer.write(min(ending.cpuMilliseconds, WireField.milliseconds.most), .milliseconds)
      return writer.record
    }
  }
}

extension WireReader {
  /// A number of a field whose most is that of Int32, or less.
  fileprivate mutating func small(_ field: WireField) throws(WireProblem) -> Int32 {
    Int32(clamping: try number(field))
  }
}
