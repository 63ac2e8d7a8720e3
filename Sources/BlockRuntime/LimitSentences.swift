import BlockModel
import CSandbox
import Egress
import Foundation
import WorkerProtocol

/// What crossed limits and broken children are called: one sentence each, with the next step.
extension RunFailure {
  static func crossed(
    _ limit: ScriptLimit, _ limits: Limits, _ budget: ReceiveBudget, line: Int = 0
  ) -> RunFailure {
    let message =
      switch limit {
      case .memory:
        "the script used more than \(limits.memoryMiB) MiB of memory; work on less data at once"
      case .seconds, .cpu:
        "the script ran longer than \(limits.seconds) s; make it do less, or raise limits.seconds"
      case .requests:
        "the script made more than \(limits.requests) requests; ask for less, or raise limits.requests"
      case .received:
        budget.refusal?.description ?? "the script received too much; ask for less"
      }
    return RunFailure(.limit, message, place: line > 0 ? "block.lua:\(line)" : nil)
  }

  /// The child is not one of ours any more.
  static func broken(_ breach: some CustomStringConvertible) -> RunFailure {
    RunFailure(
      .limit, "the script's process broke the protocol and was ended: \(breach)")
  }

  /// Nobody waited for the run any more.
  static let givenUp = RunFailure(.host, "the run was given up before it ended")

  /// A child ended without a last word.
  static func ended(
    _ ending: ZygoteProcess.Ending?, isExpired: Bool, _ limits: Limits, _ budget: ReceiveBudget
  ) -> RunFailure {
    guard let ending else {
      return RunFailure(.host, "the worker ended in the middle of the run; it was started again")
    }
    if isExpired { return crossed(.seconds, limits, budget) }
    switch (ending.signal, ending.exitStatus) {
    case (0, Int32(DASH_EXIT_MEMORY)): return crossed(.memory, limits, budget)
    case (SIGKILL, _):
      return RunFailure(
        .host,
        "the script's process was ended from outside, perhaps because memory ran out; it will be tried again"
      )
    case (SIGALRM, _), (0, Int32(DASH_EXIT_SECONDS)): return crossed(.seconds, limits, budget)
    case (0, Int32(DASH_EXIT_SANDBOX)):
      return RunFailure(
        .host, "a layer of the sandbox could not be entered, so the script was not run")
    case (SIGXCPU, _), (0, Int32(DASH_EXIT_CPU)): return crossed(.cpu, limits, budget)
    case (SIGSYS, _):
      return RunFailure(
        .limit, "the script's process asked the system for something forbidden and was ended")
    case (SIGABRT, _), (SIGSEGV, _), (SIGBUS, _), (SIGTRAP, _), (SIGILL, _):
      return RunFailure(
        .limit, "the script's process crashed, most often because memory ran out; work on less data"
      )
    default:
      return RunFailure(.limit, "the script's process ended without an answer")
    }
  }
}
