import BlockModel
public import Foundation

/// How runs are made.
public struct RunnerConfiguration: Sendable {
  public enum Sandbox: String, Sendable, CaseIterable {
    /// Runs only when every layer is on.
    case strict
    /// Runs with what the kernel has, and says what is missing.
    case permissive
  }

  /// The executable `dash-worker`.
  public var worker: URL
  /// The folder `LuaStdlib`.
  public var stdlib: URL
  public var sandbox: Sandbox
  /// Children that wait already forked, 0…16.
  public var poolSize: Int
  /// Runs at a time; more wait in line.
  public var maximumRuns: Int
  /// Bytes that one run may receive, and that all runs of the moment may receive together.
  public var receivedPerRun = HostBudgets.receivedPerRun
  public var receivedByAllRuns = HostBudgets.receivedByAllRuns

  public init(
    worker: URL, stdlib: URL, sandbox: Sandbox = .strict, poolSize: Int = 4,
    maximumRuns: Int = max(16, 6 * ProcessInfo.processInfo.activeProcessorCount)
  ) {
    self.worker = worker
    self.stdlib = stdlib
    self.sandbox = sandbox
    self.poolSize = poolSize
    self.maximumRuns = maximumRuns
  }
}
