/// What a child is told to run, within which limits.
public struct RunOrder: Sendable, Equatable {
  /// What the script finds in `ctx`.
  public struct Context: Sendable, Equatable {
    /// The values of all parameters, a JSON object.
    public var params: ArraySlice<UInt8>
    /// Seconds since 1970.
    public var now: Int
    public var lastSuccess: Int?
    public var reason: String
    public var block: String
    /// IANA name of the person's time zone.
    public var zone: String
    /// BCP 47 tag of the language that the card speaks.
    public var locale: String

    public init(
      params: ArraySlice<UInt8>, now: Int, lastSuccess: Int? = nil, reason: String, block: String,
      zone: String = "UTC", locale: String = "en"
    ) {
      self.params = params
      self.now = now
      self.lastSuccess = lastSuccess
      self.reason = reason
      self.block = block
      self.zone = zone
      self.locale = locale
    }
  }

  /// A button or checkbox was used.
  public struct Action: Sendable, Equatable {
    public var name: String
    /// JSON.
    public var arguments: ArraySlice<UInt8>

    public init(name: String, arguments: ArraySlice<UInt8>) {
      self.name = name
      self.arguments = arguments
    }
  }

  public var script: ArraySlice<UInt8>
  public var context: Context
  public var action: Action?
  /// Only compile the script.
  public var isCheck = false
  /// Report reads of keys that are not there.
  public var tracesAbsentKeys = false
  /// Tell where the time went.
  public var isProfiled = false
  /// Wall-clock time.
  public var milliseconds = 30_000
  public var cpuSeconds = 30
  /// Bytes of the Lua allocator.
  public var memory = 128 << 20

  public init(script: ArraySlice<UInt8>, context: Context) {
    self.script = script
    self.context = context
  }
}

extension RunOrder {
  init(from reader: inout WireReader) throws(WireProblem) {
    script = try reader.content(.script)
    context = try Context(from: &reader)
    action = try reader.optional(.action) { reader throws(WireProblem) in
      Action(name: try reader.text(.action), arguments: try reader.content(.arguments))
    }
    isCheck = try reader.flag(.choice)
    tracesAbsentKeys = try reader.flag(.choice)
    isProfiled = try reader.flag(.choice)
    milliseconds = try reader.number(.milliseconds)
    cpuSeconds = try reader.number(.cpuSeconds)
    memory = try reader.number(.memory)
  }

  func encode(to writer: inout WireWriter) {
    writer.write(script, .script)
    context.encode(to: &writer)
    writer.write(action) { writer, action in
      writer.write(action.name, .action)
      writer.write(action.arguments, .arguments)
    }
    writer.write(isCheck)
    writer.write(tracesAbsentKeys)
    writer.write(isProfiled)
    writer.write(milliseconds, .milliseconds)
    writer.write(cpuSeconds, .cpuSeconds)
    writer.write(memory, .memory)
  }
}

extension RunOrder.Context {
  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    params = try reader.content(.params)
    now = Int(try reader.seconds(.time))  // checked: the reader refuses what is beyond the field
    lastSuccess = try reader.optional(.time) { reader throws(WireProblem) in
      Int(try reader.seconds(.time))  // checked: the reader refuses what is beyond the field
    }
    reason = try reader.text(.reason)
    block = try reader.text(.block)
    zone = try reader.text(.zone)
    locale = try reader.text(.locale)
  }

  fileprivate func encode(to writer: inout WireWriter) {
    writer.write(params, .params)
    writer.write(Double(now), .time)
    writer.write(lastSuccess) { $0.write(Double($1), .time) }
    writer.write(reason, .reason)
    writer.write(block, .block)
    writer.write(zone, .zone)
    writer.write(locale, .locale)
  }
}
