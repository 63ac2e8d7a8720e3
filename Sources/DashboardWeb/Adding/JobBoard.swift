import BlockModel
import Foundation

/// The sentences that are being made into blocks, each in its own task.
actor JobBoard {
  /// Makes a block of a sentence and reports in words what it is doing.
  typealias Work =
    @Sendable (
      _ sentence: String, _ grants: [Grant.Subject], _ report: @escaping @Sendable (String) -> Void
    ) async -> AddJob.Status

  /// Characters of a sentence.
  static let longestSentence = 2_000
  /// Sentences that may be worked on at the same time.
  static let atOnce = 8
  /// Jobs that are over and still remembered, for pages that ask late.
  private static let remembered = 50

  private let work: Work
  private let hub: OpenPages
  private var jobs: [String: AddJob] = [:]
  private var order: [String] = []
  private var tasks: [String: Task<Void, Never>] = [:]

  init(hub: OpenPages, work: @escaping Work) {
    self.hub = hub
    self.work = work
  }

  /// Begins to work on a sentence.
  func start(_ text: String, grants: [Grant.Subject]) async throws(WebProblem) -> AddJob {
    let sentence = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !sentence.isEmpty else {
      throw WebProblem(
        .unprocessableContent, "empty", "Say in a sentence what the block should show.")
    }
    guard sentence.count <= Self.longestSentence else {
      throw WebProblem(
        .unprocessableContent, "too_long",
        "That is longer than \(Self.longestSentence) characters. Make it shorter.")
    }
    guard tasks.count < Self.atOnce else {
      throw WebProblem(
        .tooManyRequests, "busy",
        "\(Self.atOnce) blocks are being made already. Wait for one or cancel it.")
    }
    let job = AddJob(
      id: UUID().uuidString.lowercased(), sentence: sentence, grants: grants,
      status: .running("Starting"))
    jobs[job.id] = job
    order.append(job.id)
    tasks[job.id] = Task {
      let status = await work(sentence, grants) { stage in
        Task { await self.report(stage, of: job.id) }
      }
      await self.end(job.id, with: Task.isCancelled ? .cancelled : status)
    }
    await hub.publish(ServerEvent(name: .job, data: job.json))
    return job
  }

  func job(_ id: String) -> AddJob? { jobs[id] }

  /// The jobs that are being worked on, oldest first.
  func running() -> [AddJob] { order.compactMap { jobs[$0] }.filter(\.isRunning) }

  /// The job when it is over; for callers without script, who wait.
  func end(of id: String) async -> AddJob? {
    await tasks[id]?.value
    return jobs[id]
  }

  func cancel(_ id: String) async {
    guard let task = tasks[id] else { return }
    task.cancel()
    await end(id, with: .cancelled)
  }

  func cancelAll() {
    for task in tasks.values { task.cancel() }
  }

  private func report(_ stage: String, of id: String) async {
    guard var job = jobs[id], job.isRunning else { return }
    job.status = .running(stage)
    await change(to: job)
  }

  private func end(_ id: String, with status: AddJob.Status) async {
    tasks[id] = nil
    guard var job = jobs[id], job.isRunning else { return }
    job.status = status
    await change(to: job)
    while order.count > Self.remembered, let oldest = order.first, tasks[oldest] == nil {
      jobs[oldest] = nil
      order.removeFirst()
    }
  }

  private func change(to job: AddJob) async {
    jobs[job.id] = job
    await hub.publish(ServerEvent(name: .job, data: job.json))
  }
}
