import BlockModel
import Foundation

/// Many blocks that fail at the same time, each with a source of its own: not they broke, but what is between
/// them and their sources. Nothing is repaired then, and one line says it for all.
public struct Outage: Sendable, Hashable {
  /// Blocks whose last run failed, of those that ran lately.
  public var failing: Int
  public var ran: Int

  /// A block whose last run was lately.
  struct Witness: Hashable {
    var hosts: Set<String>
    /// `nil` when the run was good.
    var failure: FailureKind?
  }

  /// Seconds for which a run counts.
  static let window: TimeInterval = 600
  private static let fewestBlocks = 3
  private static let fewestHosts = 3
  private static let share = 0.6

  /// - Returns: `nil` when what fails is not more than chance and single sources explain.
  init?(_ witnesses: [Witness]) {
    let asking = witnesses.filter { !$0.hosts.isEmpty }
    let failing = asking.filter { $0.failure?.isOfSource == true }
    let hosts = failing.reduce(into: Set<String>()) { $0.formUnion($1.hosts) }
    guard failing.count >= Self.fewestBlocks, hosts.count >= Self.fewestHosts,
      Double(failing.count) >= Self.share * Double(asking.count)
    else { return nil }
    (self.failing, ran) = (failing.count, asking.count)
  }

  /// One line for the page.
  public var sentence: String {
    "\(failing) of \(ran) blocks that ran recently failed, each with a different source. This machine seems to have no connection to the internet. What they showed stays, and nothing is repaired until some of them work again."
  }
}

extension FailureKind {
  /// Could another answer than that of the source be the cause: none, or the page of a hotel's network?
  fileprivate var isOfSource: Bool {
    switch self {
    case .network, .httpStatus, .blocked, .scriptError, .shapeDrift, .contractViolation: true
    case .rateLimited, .auth, .permission, .specError, .limit, .host: false
    }
  }
}

extension DashboardEngine {
  /// Do so many blocks fail at once that no single one of them is to blame?
  public var outage: Outage? {
    let now = settings.now()
    return Outage(
      entries.values.compactMap { entry in
        guard let run = entry.lastRun, !entry.record.isPaused,
          (0...Outage.window).contains(now.timeIntervalSince(run.startedAt))
        else { return nil }
        return Outage.Witness(hosts: entry.hosts, failure: run.failure?.kind)
      })
  }
}
