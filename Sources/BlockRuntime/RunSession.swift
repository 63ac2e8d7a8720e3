import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import WorkerProtocol

/// One run, from the order to the ending: answers the child's questions, and watches its limits.
struct RunSession {
  let request: RunRequest
  let egress: Egress
  let browser: HeadlessBrowser
  let storage: any ScriptStorage
  let child: ZygoteProcess.Child
  let zygote: ZygoteProcess
  let executor: OwnThreads
  let budget: ReceiveBudget

  /// What a run left behind, apart from its duration.
  struct Record {
    var result: RunOutcome.Result = .failed(RunFailure(.host, "the run has not ended"))
    var log: [LogLine] = []
    var http: [HTTPExchange] = []
    var memoryBytes = 0
    var cpuMilliseconds = 0
    var absentReads: [String] = []
    var profile: [LineTime] = []
    /// The child sent a message.
    var hasSpoken = false
    /// The child was taken away, not by us, before it sent a message.
    var isLost = false
    /// A question that waits for its answer.
    fileprivate var question: Question?
    fileprivate var noteBytes = 0
    fileprivate var requests = 0
    /// A request failed because of Dash itself.
    fileprivate var hasHostFailure = false
  }

  private var connection: WorkerConnection { child.connection }

  fileprivate enum Question {
    case http([HTTPQuestion])
    case store(StoreQuestion)
  }

  /// What a message of the child asks of the host.
  private enum Message {
    case note
    case question(Question)
    case ending(RunOutcome.Result)
  }

  /// Wall-clock time beyond the deadline after which the host ends the child. The child's own alarm
  /// comes first and names the line; it counts from the moment the child lives, which on a busy
  /// machine is later than now, and needs a share of that machine to name it.
  static let grace = Duration.seconds(3)
  /// How long the caller's thread spins until the ending, which most scripts reach sooner than
  /// another thread could be woken.
  private static let spin = Duration.milliseconds(1)
  /// How long the thread of the run waits for each message before the reactor's does.
  private static let wait = Duration.milliseconds(3)
  /// Seconds a script may ask to be left alone.
  private static let longestPause = EgressResponse.longestPause

  /// Tells the child what to run, and spins a little.
  /// - Returns: `true` when the run is over; else it goes on with ``perform(_:)``.
  func begin(_ record: inout Record) -> Bool {
    do { connection.send(try HostMessage.run(order).encoded()) } catch {
      let failure = RunFailure(
        .limit, "the script and its parameters are too large to be run (\(error)); shorten them")
      end(with: .failed(failure), &record)
      return true
    }
    let clock = ContinuousClock()
    let latest = clock.now + Self.spin
    // A child that waited answers sooner than a thread that sleeps wakes up.
    while clock.now < latest,
      let frame = connection.early(within: Self.spin, sleeps: !child.waits)
    {
      switch message(frame, &record) {
      case .note: continue
      case .question(let question):
        record.question = question
        return false
      case .ending(let result):
        end(with: result, &record)
        return true
      }
    }
    return false
  }

  /// Goes on with a run that ``begin(_:)`` has begun. It ends at once when nobody waits for it any more.
  func perform(_ begun: Record) async -> Record {
    var record = begun
    var deadline: Task<Void, any Error>?
    let ending = await withTaskCancellationHandler {
      await converse(&record, &deadline)
    } onCancel: {
      zygote.kill(child.number)
    }
    deadline?.cancel()
    if let ending {
      end(with: ending, &record)
    } else {
      zygote.kill(child.number)
      let isExpired = await (try? deadline?.value) != nil
      let ending = await zygote.ending(of: child.number)
      record.cpuMilliseconds = ending?.cpuMilliseconds ?? 0
      record.result = .failed(
        .ended(ending, isExpired: isExpired, request.limits, budget))
      let isTaken = ending.map { $0.signal == SIGKILL } ?? true
      record.isLost = isTaken && !isExpired && !record.hasSpoken && !Task.isCancelled
      if Task.isCancelled, !isExpired { record.result = .failed(.givenUp) }
      connection.close()
    }
    return record
  }

  /// The child has said how it ended.
  private func end(with result: RunOutcome.Result, _ record: inout Record) {
    record.result = result
    if case .ok = result { zygote.leave(child) } else { zygote.discard(child) }
  }

  /// The next frame of the child. Whoever does not answer at once is waited for without a thread, and
  /// not longer than the deadline.
  private func next(_ deadline: inout Task<Void, any Error>?) async -> [UInt8]? {
    if let frame = connection.early(within: Self.wait, sleeps: true) { return frame }
    watch(&deadline)
    return await connection.next()
  }

  /// From now on the child is watched while the run waits for something.
  private func watch(_ deadline: inout Task<Void, any Error>?) {
    guard deadline == nil else { return }
    connection.watch()
    deadline = Task(executorPreference: executor) {
      try await Task.sleep(for: .seconds(request.limits.seconds) + Self.grace)
      zygote.kill(child.number)
    }
  }

  private var order: RunOrder {
    var order = RunOrder(
      script: Array(request.script.utf8)[...],
      context: RunOrder.Context(
        params: JSONValue.object(request.params).utf8()[...], now: request.now.scriptSeconds,
        lastSuccess: request.lastSuccess?.scriptSeconds, reason: request.reason.rawValue,
        block: request.block.text, zone: request.surroundings.zone,
        locale: request.surroundings.locale))
    order.action = request.action.map {
      RunOrder.Action(name: $0.name, arguments: $0.arguments.utf8()[...])
    }
    order.isCheck = request.isCheck
    order.tracesAbsentKeys = request.tracesAbsentKeys
    order.isProfiled = request.isProfiled
    order.milliseconds = request.limits.seconds * 1000
    order.cpuSeconds = request.limits.seconds
    order.memory = request.limits.memoryMiB << 20
    return order
  }

  /// Answers questions until the ending; `nil` when the child ended without one.
  private func converse(
    _ record: inout Record, _ deadline: inout Task<Void, any Error>?
  ) async -> RunOutcome.Result? {
    while true {
      if let question = record.question {
        record.question = nil
        await answer(question, &record, &deadline)
      }
      let frame = connection.breach == nil ? await next(&deadline) : nil
      guard let frame else { return connection.breach.map { .failed(.broken($0)) } }
      switch message(frame, &record) {
      case .note: continue
      case .question(let question): record.question = question
      case .ending(let result): return result
      }
    }
  }

  private func answer(
    _ question: Question, _ record: inout Record, _ deadline: inout Task<Void, any Error>?
  ) async {
    switch question {
    case .store(let question):
      let store = StoreBroker(block: request.block, storage: storage, now: request.now)
      send(await store.answer(question))
    case .http(let questions):
      watch(&deadline)
      record.requests += questions.count
      let (http, used) = (
        HTTPBroker(request: request, egress: egress, browser: browser, budget: budget),
        record.requests
      )
      let reply = await connection.finish(
        Task(executorPreference: executor) { await http.answer(questions, used: used) })
      record.http += reply.exchanges
      record.log += reply.notes.prefix(max(0, HostBudgets.logLines - record.log.count))
      record.hasHostFailure = record.hasHostFailure || reply.isHostFailure
      send(reply.message)
    }
  }

  /// Sends an answer, or says that it is too large to be sent.
  private func send(_ answer: HostMessage) {
    do { connection.send(try answer.encoded()) } catch {
      let refusal = HostMessage.refused(
        Refusal(
          FailureKind.limit.rawValue, "the answer is too large for a run (\(error)); ask for less"))
      if let frame = try? refusal.encoded() { connection.send(frame) }
    }
  }

  // MARK: What the child says

  /// Reads a frame and takes notes of it.
  private func message(_ frame: [UInt8], _ record: inout Record) -> Message {
    record.hasSpoken = true
    do throws(Breach) {
      return try message(try ChildMessage(believed: frame), &record)
    } catch {
      return .ending(.failed(.broken(error)))
    }
  }

  private func message(_ message: ChildMessage, _ record: inout Record) throws(Breach) -> Message {
    switch message {
    case .http(let questions): return .question(.http(questions))
    case .store(let question): return .question(.store(question))
    case .log(let note):
      record.noteBytes += note.text.utf8.count
      guard record.log.count < HostBudgets.logLines, record.noteBytes <= HostBudgets.logBytes else {
        throw .tooManyNotes
      }
      record.log.append(LogLine(note.level.inLog, note.text))
      return .note
    case .profile(let lines):
      record.profile = lines.map {
        LineTime(line: $0.line, hits: $0.hits, time: .microseconds($0.microseconds))
      }
      return .note
    case .result(let result, let use):
      record.take(use)
      record.absentReads = result.absentReads
      return .ending(.ok(try JSONValue(dataOf: result)))
    case .failure(let failure, let use):
      record.take(use)
      return .ending(
        .failed(
          RunFailure(
            failure, longestPause: Self.longestPause, hasHostFailure: record.hasHostFailure)))
    case .limit(let crossing, let use):
      record.take(use)
      return .ending(
        .failed(.crossed(crossing.limit, request.limits, budget, line: crossing.line)))
    }
  }
}

extension ChildMessage {
  fileprivate init(believed frame: [UInt8]) throws(Breach) {
    do { try self.init(frame) } catch { throw .message(error) }
  }
}

extension RunSession.Record {
  /// What the child says it used.
  fileprivate mutating func take(_ use: ProcessUse) {
    memoryBytes = use.memory
    cpuMilliseconds = use.cpuMilliseconds
  }
}

extension RunFailure {
  /// What the child says of a script. A failure of Dash itself is not the child's to tell, unless the
  /// host told it so in this run.
  fileprivate init(_ failure: ScriptFailure, longestPause: Int, hasHostFailure: Bool) {
    let kind = FailureKind(rawValue: failure.kind).flatMap {
      $0 == .host && !hasHostFailure ? nil : $0
    }
    self.init(
      kind ?? .scriptError, failure.message, place: failure.place, traceback: failure.traceback,
      retryAfter: failure.retryAfter.map { min(max($0, 1), longestPause) })
  }
}

extension LogNote.Level {
  fileprivate var inLog: LogLine.Level {
    switch self {
    case .info: .info
    case .warn: .warn
    case .error: .error
    }
  }
}

extension Date {
  /// Whole seconds since 1970, within what scripts may name.
  fileprivate var scriptSeconds: Int {
    Int(clamping: timeIntervalSince1970.clamped(to: -1e11...1e11))
  }
}
