/// What a script asks of its `store`.
public enum StoreQuestion: Sendable, Equatable {
  case get(key: String)
  /// The value is JSON.
  case set(key: String, value: ArraySlice<UInt8>)
  case delete(key: String)
  case keys(prefix: String)
  /// A point of a series at `at` (seconds since 1970), now when absent. The value is JSON.
  case append(series: String, value: ArraySlice<UInt8>, at: Double?)
  case range(series: String, SeriesSpan)
}

/// Which points of a series are wanted.
public struct SeriesSpan: Sendable, Equatable {
  /// An end of the span.
  public enum End: Sendable, Equatable {
    /// Seconds since 1970.
    case at(Double)
    /// Seconds before now.
    case ago(Double)
  }

  /// How the points of a bucket become one.
  public enum Aggregate: UInt8, Sendable, CaseIterable {
    case mean, min, max, sum, first, last, count
  }

  /// Days, weeks from Monday or months of a calendar, which are of different lengths.
  public enum CalendarUnit: UInt8, Sendable, CaseIterable {
    case day, week, month
  }

  public var since: End?
  public var until: End?
  /// Only the newest so many.
  public var last: Int?
  /// Seconds of a bucket.
  public var every: Int?
  /// A bucket is one of the calendar in ``zone``, instead of ``every``.
  public var calendar: CalendarUnit?
  /// The name of a zone (IANA).
  public var zone: String?
  public var aggregate: Aggregate?

  public init(
    since: End? = nil, until: End? = nil, last: Int? = nil, every: Int? = nil,
    calendar: CalendarUnit? = nil, zone: String? = nil, aggregate: Aggregate? = nil
  ) {
    self.since = since
    self.until = until
    self.last = last
    self.every = every
    self.calendar = calendar
    self.zone = zone
    self.aggregate = aggregate
  }
}

// MARK: On the wire

extension StoreQuestion {
  private enum Kind: UInt8 { case get, set, delete, keys, append, range }

  init(from reader: inout WireReader) throws(WireProblem) {
    let kind = try reader.choice(.choice, of: Kind.self)
    let key = try reader.text(.key)
    switch kind {
    case .get: self = .get(key: key)
    case .set: self = .set(key: key, value: try reader.content(.value))
    case .delete: self = .delete(key: key)
    case .keys: self = .keys(prefix: key)
    case .append:
      let value = try reader.content(.value)
      let at = try reader.optional(.time) { reader throws(WireProblem) in
        try reader.seconds(.time)
      }
      self = .append(series: key, value: value, at: at)
    case .range: self = .range(series: key, try SeriesSpan(from: &reader))
    }
  }

  func encode(to writer: inout WireWriter) {
    func begin(_ kind: Kind, _ key: String) {
      writer.write(kind.rawValue)
      writer.write(key, .key)
    }
    switch self {
    case .get(let key): begin(.get, key)
    case .set(let key, let value):
      begin(.set, key)
      writer.write(value, .value)
    case .delete(let key): begin(.delete, key)
    case .keys(let prefix): begin(.keys, prefix)
    case .append(let series, let value, let at):
      begin(.append, series)
      writer.write(value, .value)
      writer.write(at) { $0.write($1, .time) }
    case .range(let series, let span):
      begin(.range, series)
      span.encode(to: &writer)
    }
  }
}

extension SeriesSpan {
  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    since = try reader.optional(.choice) { reader throws(WireProblem) in try End(from: &reader) }
    until = try reader.optional(.choice) { reader throws(WireProblem) in try End(from: &reader) }
    last = try reader.optional(.points) { reader throws(WireProblem) in try reader.number(.points) }
    every = try reader.optional(.span) { reader throws(WireProblem) in try reader.number(.span) }
    calendar = try reader.optional(.choice) { reader throws(WireProblem) in
      try reader.choice(.choice)
    }
    zone = try reader.optional(.key) { reader throws(WireProblem) in try reader.text(.key) }
    aggregate = try reader.optional(.choice) { reader throws(WireProblem) in
      try reader.choice(.choice)
    }
  }

  fileprivate func encode(to writer: inout WireWriter) {
    writer.write(since) { $1.encode(to: &$0) }
    writer.write(until) { $1.encode(to: &$0) }
    writer.write(last) { $0.write($1, .points) }
    writer.write(every) { $0.write($1, .span) }
    writer.write(calendar) { $0.write($1.rawValue) }
    writer.write(zone) { $0.write($1, .key) }
    writer.write(aggregate) { $0.write($1.rawValue) }
  }
}

extension SeriesSpan.End {
  private enum Kind: UInt8 { case at, ago }

  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    switch try reader.choice(.choice, of: Kind.self) {
    case .at: self = .at(try reader.seconds(.time))
    case .ago: self = .ago(try reader.seconds(.span))
    }
  }

  fileprivate func encode(to writer: inout WireWriter) {
    switch self {
    case .at(let seconds):
      writer.write(Kind.at.rawValue)
      writer.write(seconds, .time)
    case .ago(let seconds):
      writer.write(Kind.ago.rawValue)
      writer.write(seconds, .span)
    }
  }
}
