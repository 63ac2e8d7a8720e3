public import Foundation

/// Everything one run of a block left behind.
public struct RunOutcome: Sendable, Hashable {
  public enum Result: Sendable, Hashable {
    /// What the script returned: plain data, at most 1 MiB as JSON.
    case ok(JSONValue)
    case failed(RunFailure)
  }

  public var result: Result
  public var startedAt: Date
  public var duration: Duration
  public var log: [LogLine]
  public var http: [HTTPExchange]
  public var used: ResourceUse
  /// What the checker says of the spec against this run's data, one sentence each.
  public var specProblems: [String]
  /// Rules of the contract that only warn and that the data broke, one clause each.
  public var doubts: [String] = []
  /// Keys the script read that the sources do not have, when the run was traced.
  public var absentReads: [String] = []
  /// Where the time of the script went, when the run was profiled, in the order of its lines.
  public var profile: [LineTime] = []
  /// What the script wants kept. Whoever keeps the run keeps it in the same step; a trial, and a run that
  /// failed, leave it.
  public var changes = ScriptChanges()

  public init(
    result: Result, startedAt: Date, duration: Duration = .zero, log: [LogLine] = [],
    http: [HTTPExchange] = [], used: ResourceUse = ResourceUse(), specProblems: [String] = []
  ) {
    self.result = result
    self.startedAt = startedAt
    self.duration = duration
    self.log = log
    self.http = http
    self.used = used
    self.specProblems = specProblems
  }

  public var data: JSONValue? {
    if case .ok(let data) = result { data } else { nil }
  }

  public var failure: RunFailure? {
    if case .failed(let failure) = result { failure } else { nil }
  }
}

/// Why a run failed.
public struct RunFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public var kind: FailureKind
  /// One clear sentence: what happened and what to do next.
  public var message: String
  /// Where in the script: `block.lua:12`.
  public var place: String?
  /// Frames of the script, innermost first, without frames of the host.
  public var traceback: [String]
  /// Seconds the source asked to wait (`Retry-After`).
  public var retryAfter: Int?

  public init(
    _ kind: FailureKind, _ message: String, place: String? = nil, traceback: [String] = [],
    retryAfter: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.place = place
    self.traceback = traceback
    self.retryAfter = retryAfter
  }

  public var description: String { message }
}

/// The time of one line of a script.
public struct LineTime: Sendable, Hashable {
  /// From 1.
  public var line: Int
  /// How often it was begun.
  public var hits: Int
  /// With what it called in modules, and without what it called in the script.
  public var time: Duration

  public init(line: Int, hits: Int, time: Duration) {
    self.line = line
    self.hits = hits
    self.time = time
  }
}

public struct LogLine: Sendable, Hashable {
  public enum Level: String, Sendable, CaseIterable { case info, warn, error }

  public var level: Level
  public var text: String

  public init(_ level: Level, _ text: String) {
    self.level = level
    self.text = text
  }
}

/// One HTTP request a run made, without headers and bodies; secrets are masked.
public struct HTTPExchange: Sendable, Hashable {
  public enum CacheUse: String, Sendable, CaseIterable { case hit, miss, revalidated, replay }

  public var method: String
  public var url: String
  /// `nil` when no answer came.
  public var status: Int?
  /// Bytes of the decoded body.
  public var bytes: Int
  public var milliseconds: Int
  public var cache: CacheUse
  public var error: String?
  /// What a person would have to allow for this request to be sent.
  public var neededGrant: Grant.Subject?

  public init(
    method: String, url: String, status: Int?, bytes: Int, milliseconds: Int, cache: CacheUse,
    error: String? = nil
  ) {
    self.method = method
    self.url = url
    self.status = status
    self.bytes = bytes
    self.milliseconds = milliseconds
    self.cache = cache
    self.error = error
  }
}

public struct ResourceUse: Sendable, Hashable {
  public var cpuMilliseconds: Int
  /// Peak of the Lua allocator.
  public var memoryBytes: Int

  public init(cpuMilliseconds: Int = 0, memoryBytes: Int = 0) {
    self.cpuMilliseconds = cpuMilliseconds
    self.memoryBytes = memoryBytes
  }
}

extension RunOutcome {
  /// The outcome in the form of the API, the run log and `dash run-block --json`.
  public var json: JSONValue {
    let failure = failure
    return [
      "status": failure == nil ? "ok" : "failed",
      "data": data ?? .null,
      "kind": failure.map { .string($0.kind.rawValue) } ?? .null,
      "message": failure.map { .string($0.message) } ?? .null,
      "at": failure?.place.map { .string($0) } ?? .null,
      "traceback": .array(failure?.traceback.map { .string($0) } ?? []),
      "duration_ms": .integer(Int64(duration.wholeMilliseconds)),
      "log": .array(log.map { ["level": .string($0.level.rawValue), "text": .string($0.text)] }),
      "http": .array(http.map(\.json)),
      "used": [
        "cpu_ms": .integer(Int64(used.cpuMilliseconds)),
        "memory_bytes": .integer(Int64(used.memoryBytes)),
      ],
      "spec_problems": .array(specProblems.map { .string($0) }),
      "doubts": .array(doubts.map { .string($0) }),
    ]
  }
}

extension HTTPExchange {
  public var json: JSONValue {
    [
      "method": .string(method), "url": .string(url),
      "status": status.map { .integer(Int64($0)) } ?? .null, "bytes": .integer(Int64(bytes)),
      "ms": .integer(Int64(milliseconds)), "cache": .string(cache.rawValue),
      "error": error.map { .string($0) } ?? .null,
    ]
  }
}
