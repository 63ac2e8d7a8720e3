public import BlockModel
public import Egress
public import Foundation

/// How the engine behaves; the defaults are for a home machine.
public struct EngineSettings: Sendable {
  /// Runs of the schedule at a time; a person's click never waits for them. Most of them wait for their
  /// sources; how many compute at the same time is for the pool of workers.
  public var concurrentRuns: Int
  /// Runs of the schedule at a time that ask the same host.
  public var concurrentRunsOfHost: Int
  /// Seconds over which the first runs after a start are spread.
  public var startSpread: TimeInterval
  /// Seconds between two looks at the working copies and at changes of other processes.
  public var watchInterval: Duration
  /// Where the answers for a block are recorded to or replayed from: `--record`, `--replay`, `--demo`.
  public var cassette: @Sendable (_ block: BlockID, _ manifest: Manifest) -> Cassette?
  /// The clock on the wall.
  public var now: @Sendable () -> Date
  /// A random number in 0..<1 that spreads runs.
  public var random: @Sendable () -> Double

  public init(
    concurrentRuns: Int = 4 * ProcessInfo.processInfo.activeProcessorCount,
    concurrentRunsOfHost: Int = 4, startSpread: TimeInterval = 20,
    watchInterval: Duration = .seconds(1),
    cassette: @escaping @Sendable (BlockID, Manifest) -> Cassette? = { _, _ in nil },
    now: @escaping @Sendable () -> Date = { Date() },
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.concurrentRuns = concurrentRuns
    self.concurrentRunsOfHost = concurrentRunsOfHost
    self.startSpread = startSpread
    self.watchInterval = watchInterval
    self.cassette = cassette
    self.now = now
    self.random = random
  }
}
