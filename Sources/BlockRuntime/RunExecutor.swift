import Dispatch

/// Threads for runs alone. The time of a script goes on while the host answers it, so an answer must
/// not wait until somebody else's work leaves a thread of the shared pool, which has one for each core.
final class RunExecutor: TaskExecutor {
  // Queues of another quality of service have threads of their own.
  private let queue = DispatchQueue(
    label: "dash.runs", attributes: .concurrent, target: .global(qos: .userInitiated))

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
