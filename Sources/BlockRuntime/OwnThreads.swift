import Dispatch
import Synchronization

/// Threads for one kind of work alone: an executor beside the shared pool, which has a thread for each
/// core and serves pages.
///
/// Runs have theirs because the time of a script goes on while the host answers it: an answer must not
/// wait until somebody else's work leaves a thread. Authoring has its own because it reads whatever a
/// source or a model sends.
public final class OwnThreads: TaskExecutor {
  private struct Waiting {
    var jobs: [UnownedJob] = []
    /// Threads that take jobs.
    var threads = 0
  }

  // Queues of another quality of service have threads of their own.
  private let queue: DispatchQueue
  private let width: Int
  private let waiting = Mutex(Waiting())

  /// - Parameters:
  ///   - label: names the threads for a debugger: `dash.runs`.
  ///   - width: jobs at the same time.
  ///   - isUrgent: something waits for it whose time goes on.
  public init(label: String, width: Int = .max, isUrgent: Bool = false) {
    queue = DispatchQueue(
      label: label, attributes: .concurrent,
      target: .global(qos: isUrgent ? .userInitiated : .utility))
    self.width = width
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isMore = waiting.withLock { waiting in
      waiting.jobs.append(job)
      guard waiting.threads < width else { return false }
      waiting.threads += 1
      return true
    }
    if isMore { queue.async { self.work() } }
  }

  /// Runs jobs in the order they came until none waits.
  private func work() {
    while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func next() -> UnownedJob? {
    waiting.withLock { waiting in
      guard !waiting.jobs.isEmpty else {
        waiting.threads -= 1
        return nil
      }
      return waiting.jobs.removeFirst()
    }
  }
}
