import BlockModel
import CSandbox
import Egress
import Foundation
import WorkerProtocol

/// One run, from the request to the last word: answers the child's questions, and watches its limits.
struct RunSession {
  let request: RunRequest
  let egress: Egress
  let storage: any ScriptStorage
  let child: ZygoteProcess.Child
  let zygote: ZygoteProcess
  let executor: RunExecutor

  /// What a run left behind, apart from its duration.
  struct Record {
    var result: RunOutcome.Result = .failed(RunFailure(.host, "the run has not ended"))
    var log: [LogLine] = []
    var http: [HTTPExchange] = []
    var memoryBytes = 0
    var cpuMilliseconds = 0
    var absentReads: [String] = []
    /// The child said something.
    var isHeard = false
    /// The child was taken away, not by us, before it said anything.
    var isLost = false
    /// A question that waits for its answer.
    fileprivate var question: Question?
    fileprivate var notes = 0
    fileprivate var noteBytes = 0
    fileprivate var requests = 0
  }

  private var connection: WorkerConnection { child.connection }

  /// What a frame of the child means.
  private enum Word {
    case note
    case question(Question)
    case last(RunOutcome.Result)
  }

  fileprivate struct Question {
    var type: MessageType
    var header: JSONValue
    var body: [UInt8]
  }

  /// Wall-clock time beyond the deadline after which the host ends the child. The child's own alarm
  /// comes first and names the line; it counts from the moment the child lives, which on a busy
  /// machine is later than now.
  static let grace = Duration.seconds(1)
  /// How long the caller's thread waits for the last word, which most scripts say sooner than
  /// another thread could be woken.
  private static let moment = Duration.milliseconds(1)
  /// How long the thread of the run waits for each word before the reactor's does.
  private static let patience = Duration.milliseconds(3)
  /// More than a child of ours sends.
  private static let maximumNotes = 5000
  private static let maximumNoteBytes = 1 << 20
  /// Seconds a script may ask to be left alone.
  private static let longestPause: Int64 = 86_400

  /// Tells the child what to run, and listens for a moment.
  /// - Returns: `true` when the run is over; else it goes on with ``perform(_:)``.
  func begin(_ record: inout Record) -> Bool {
    connection.send(runFrame)
    let clock = ContinuousClock()
    let latest = clock.now + Self.moment
    // A child that waited answers sooner than a thread that sleeps wakes up.
    while clock.now < latest,
      let frame = connection.early(within: Self.moment, sleeps: !child.waits)
    {
      switch word(frame, &record) {
      case .note: continue
      case .question(let question):
        record.question = question
        return false
      case .last(let result):
        end(with: result, &record)
        return true
      }
    }
    return false
  }

  /// Goes on with a run that ``begin(_:)`` has begun.
  func perform(_ begun: Record) async -> Record {
    var record = begun
    var deadline: Task<Void, any Error>?
    let lastWord = await converse(&record, &deadline)
    deadline?.cancel()
    if let lastWord {
      end(with: lastWord, &record)
    } else {
      zygote.kill(child.number)
      let isExpired = await (try? deadline?.value) != nil
      let ending = await zygote.ending(of: child.number)
      record.cpuMilliseconds = ending?.cpuMilliseconds ?? 0
      record.result = .failed(failure(of: ending, isExpired: isExpired))
      let isTaken = ending.map { $0.signal == SIGKILL } ?? true
      record.isLost = isTaken && !isExpired && !record.isHeard
      connection.close()
    }
    return record
  }

  /// The last word was said.
  private func end(with result: RunOutcome.Result, _ record: inout Record) {
    record.result = result
    if case .ok = result { zygote.leave(child) } else { zygote.discard(child) }
  }

  /// The next frame of the child. Whoever does not answer at once is waited for without a thread, and
  /// not longer than the deadline.
  private func next(_ deadline: inout Task<Void, any Error>?) async -> Frame? {
    if let frame = connection.early(within: Self.patience, sleeps: true) { return frame }
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

  private var runFrame: Frame {
    var ctx: JSONObject = [
      "params": .object(request.params),
      "now": .integer(Int64(request.now.timeIntervalSince1970)),
      "reason": .string(request.reason.rawValue),
      "block": .string(request.block.text),
    ]
    ctx["last_success"] = request.lastSuccess.map { .integer(Int64($0.timeIntervalSince1970)) }
    var header: JSONObject = [
      "type": .string(MessageType.run.rawValue),
      "milliseconds": .integer(Int64(request.limits.seconds) * 1000),
      "cpu_seconds": .integer(Int64(request.limits.seconds)),
      "memory_bytes": .integer(Int64(request.limits.memoryMiB) << 20),
      "ctx": .object(ctx),
    ]
    if request.isCheck { header["check"] = true }
    if request.tracesAbsentKeys { header["trace"] = true }
    if let action = request.action {
      header["action"] = ["name": .string(action.name), "args": action.arguments]
    }
    return Frame(header: JSONValue.object(header).utf8(), body: Array(request.script.utf8))
  }

  /// Answers questions until the last word; `nil` when the child ended without one.
  private func converse(
    _ record: inout Record, _ deadline: inout Task<Void, any Error>?
  ) async -> RunOutcome.Result? {
    let http = HTTPBroker(request: request, egress: egress)
    let store = StoreBroker(block: request.block, storage: storage, now: request.now)
    while true {
      if let question = record.question {
        record.question = nil
        if question.type == .store {
          connection.send(await store.answer(question.header, question.body))
        } else {
          watch(&deadline)
          record.requests += question.header["requests"]?.array?.count ?? 0
          let used = record.requests
          let reply = await connection.finish(
            Task(executorPreference: executor) {
              await http.answer(question.header, question.body, used: used)
            })
          record.http += reply.exchanges
          connection.send(reply.frame)
        }
      }
      let frame = connection.isBroken ? nil : await next(&deadline)
      guard let frame else { return connection.isBroken ? .failed(broken) : nil }
      switch word(frame, &record) {
      case .note: continue
      case .question(let question): record.question = question
      case .last(let result): return result
      }
    }
  }

  /// Reads a frame and takes notes of it.
  private func word(_ frame: Frame, _ record: inout Record) -> Word {
    record.isHeard = true
    guard let header = try? JSONValue(parsing: frame.header),
      let type = header["type"]?.string.flatMap(MessageType.init)
    else { return .last(.failed(broken)) }
    switch type {
    case .http, .store: return .question(Question(type: type, header: header, body: frame.body))
    case .log:
      record.notes += 1
      record.noteBytes += frame.body.count
      guard record.notes <= Self.maximumNotes, record.noteBytes <= Self.maximumNoteBytes else {
        return .last(.failed(broken))
      }
      let level = header["level"]?.string.flatMap(LogLine.Level.init) ?? .info
      record.log.append(LogLine(level, String(decoding: frame.body, as: UTF8.self)))
      return .note
    case .result:
      note(header, &record)
      record.absentReads = header["absent"]?.array?.compactMap(\.string) ?? []
      return .last(result(frame.body))
    case .fail:
      note(header, &record)
      return .last(.failed(failure(header)))
    case .limit:
      note(header, &record)
      return .last(.failed(limitFailure(header)))
    case .run, .reply: return .last(.failed(broken))
    }
  }

  /// What the child says it used.
  private func note(_ header: JSONValue, _ record: inout Record) {
    record.memoryBytes = Int(clamping: header["memory"]?.integer ?? 0)
    record.cpuMilliseconds = Int(clamping: header["cpu_ms"]?.integer ?? 0)
  }

  private func result(_ body: [UInt8]) -> RunOutcome.Result {
    guard let data = try? JSONValue(parsing: body) else { return .failed(broken) }
    // A script that returns nothing, or an empty table, returned an object without members.
    return .ok(data == .null || data == .array([]) ? .object([:]) : data)
  }

  private var broken: RunFailure {
    RunFailure(.limit, "the script's process broke the protocol and was ended")
  }

  private func failure(_ header: JSONValue) -> RunFailure {
    RunFailure(
      header["kind"]?.string.flatMap(FailureKind.init) ?? .scriptError,
      header["message"]?.string ?? "the script failed without a message",
      place: header["at"]?.string,
      traceback: header["traceback"]?.array?.compactMap(\.string) ?? [],
      retryAfter: header["retry_after"]?.integer.map { Int(min(max($0, 1), Self.longestPause)) })
  }

  private func limitFailure(_ header: JSONValue) -> RunFailure {
    let line = header["line"]?.integer ?? 0
    return RunFailure(
      .limit, Self.sentence(for: header["limit"]?.string ?? "", request.limits),
      place: line > 0 ? "block.lua:\(line)" : nil)
  }

  private static func sentence(for limit: String, _ limits: Limits) -> String {
    switch limit {
    case "memory":
      "the script used more than \(limits.memoryMiB) MiB of memory; work on less data at once"
    case "seconds":
      "the script ran longer than \(limits.seconds) s; make it do less, or raise limits.seconds"
    case "requests":
      "the script made more than \(limits.requests) requests; ask for less, or raise limits.requests"
    case "cpu": "the script computed longer than \(limits.seconds) s; make it do less"
    default: "the script crossed a limit and was ended"
    }
  }

  /// Why a child ended without a last word.
  private func failure(of ending: ZygoteProcess.Ending?, isExpired: Bool) -> RunFailure {
    guard let ending else {
      return RunFailure(.host, "the worker ended in the middle of the run; it was started again")
    }
    if isExpired { return RunFailure(.limit, Self.sentence(for: "seconds", request.limits)) }
    switch (ending.signal, ending.exitStatus) {
    case (0, Int32(DASH_EXIT_MEMORY)):
      return RunFailure(.limit, Self.sentence(for: "memory", request.limits))
    case (SIGKILL, _):
      return RunFailure(
        .host,
        "the script's process was ended from outside, perhaps for want of memory; it is tried again"
      )
    case (SIGALRM, _), (0, Int32(DASH_EXIT_SECONDS)):
      return RunFailure(.limit, Self.sentence(for: "seconds", request.limits))
    case (0, Int32(DASH_EXIT_SANDBOX)):
      return RunFailure(
        .host, "a layer of the sandbox could not be entered, so the script was not run")
    case (SIGXCPU, _), (0, Int32(DASH_EXIT_CPU)):
      return RunFailure(.limit, Self.sentence(for: "cpu", request.limits))
    case (SIGSYS, _):
      return RunFailure(
        .limit, "the script's process asked the system for something forbidden and was ended")
    case (SIGABRT, _), (SIGSEGV, _), (SIGBUS, _), (SIGTRAP, _), (SIGILL, _):
      return RunFailure(
        .limit, "the script's process crashed, most often for want of memory; work on less data")
    default:
      return RunFailure(.limit, "the script's process ended without an answer")
    }
  }
}
