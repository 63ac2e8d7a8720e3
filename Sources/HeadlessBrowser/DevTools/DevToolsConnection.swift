import Foundation
import Synchronization

/// The DevTools protocol on a socket: messages in JSON, each ended by a NUL.
///
/// Whoever is on the other side reads hostile pages and is not believed: what it sends is bounded, and
/// who does not keep to the protocol is let go of.
final class DevToolsConnection: Sendable {
  /// News, and the page, frame or worker they come from.
  struct News: Sendable {
    let event: DevToolsEvent
    let session: DevToolsSession?
  }

  /// Bytes of one message: a page of the largest size, escaped.
  static let mostBytes = 48 << 20
  /// News that wait to be looked at; a page that makes more of them is up to something.
  private static let mostNews = 4096

  private typealias Answer = Result<Data, DevToolsProblem>

  private struct State {
    var lastID = 0
    var waiting: [Int: CheckedContinuation<Answer, Never>] = [:]
    var listener: AsyncStream<News>.Continuation?
    var end: DevToolsProblem?
  }

  private let descriptor: Int32
  private let writing = DispatchQueue(label: "dash.devtools")
  private let state = Mutex(State())

  /// - Parameter descriptor: a stream socket, which is closed when the other side is gone.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    let thread = Thread { [self] in read() }
    thread.name = "dash devtools"
    thread.start()
  }

  /// Ends the conversation; whoever waits for an answer gets none.
  func close() {
    // Not later: the number may be another's by then.
    state.withLock { if $0.end == nil { shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  /// Why nothing can be asked any more.
  var end: DevToolsProblem? { state.withLock { $0.end } }

  /// The news from now on, for one listener at a time. They end with the connection.
  func news() -> AsyncStream<News> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: News.self, bufferingPolicy: .bufferingOldest(Self.mostNews))
    let (earlier, isOver) = state.withLock { state in
      defer { state.listener = continuation }
      return (state.listener, state.end != nil)
    }
    earlier?.finish()
    if isOver { continuation.finish() }
    return stream
  }

  /// Sends a command and waits for its answer.
  @discardableResult
  func send<Command: DevToolsCommand>(
    _ command: Command, to session: DevToolsSession? = nil
  ) async throws(DevToolsProblem) -> Command.Reply {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    guard
      let frame = try? JSONEncoder().encode(
        DevToolsOrder(id: id, command: command, session: session))
    else { throw .refused("\(Command.method) cannot be written as JSON") }
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let problem = state.withLock { state -> DevToolsProblem? in
          if let end = state.end { return end }
          if Task.isCancelled { return .cancelled }
          state.waiting[id] = continuation
          return nil
        }
        if let problem {
          continuation.resume(returning: .failure(problem))
        } else {
          write(frame + [0])
        }
      }
    } onCancel: {
      finish(id, .failure(.cancelled))
    }
    let message = try answer.get()
    do {
      return try JSONDecoder().decode(DevToolsAnswer<Command.Reply>.self, from: message).result
    } catch {
      throw .refused("the answer to \(Command.method) is not what the protocol says")
    }
  }

  private func finish(_ id: Int, _ answer: Answer) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: answer)
  }

  // MARK: The socket

  private func write(_ frame: Data) {
    writing.async { [self] in
      guard end == nil else { return }
      // Safe because send(2) reads at most the count it is given before it returns.
      frame.withUnsafeBytes { bytes in
        var sent = 0
        while sent < bytes.count {
          let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
          let count = Foundation.send(
            descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return close() }
          sent += count
        }
      }
    }
  }

  private func read() {
    var problem = DevToolsProblem.closed
    var message = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    reading: while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      var rest = buffer[..<count]
      while let end = rest.firstIndex(of: 0) {
        message.append(contentsOf: rest[..<end])
        guard receive(message) else { break reading }
        message = Data()
        rest = rest[(end + 1)...]
      }
      message.append(contentsOf: rest)
      guard message.count <= Self.mostBytes else {
        problem = .tooLarge
        break
      }
    }
    over(problem)
  }

  /// - Returns: `false` when whoever wrote this is not believed any more.
  private func receive(_ message: Data) -> Bool {
    guard let head = try? JSONDecoder().decode(DevToolsHead.self, from: message) else {
      return false
    }
    if let id = head.id {
      finish(id, head.error.map { .failure(.refused($0.message)) } ?? .success(message))
      return true
    }
    guard let method = head.method else { return false }
    do {
      guard let event = try DevToolsEvent(method, in: message) else { return true }
      let listener = state.withLock { $0.listener }
      if case .dropped = listener?.yield(News(event: event, session: head.sessionId)) {
        return false
      }
      return true
    } catch {
      return false
    }
  }

  private func over(_ problem: DevToolsProblem) {
    shutdown(descriptor, Int32(SHUT_RDWR))
    let left = state.withLock { state in
      state.end = problem
      defer { state.waiting = [:] }
      return state
    }
    left.waiting.values.forEach { $0.resume(returning: .failure(problem)) }
    left.listener?.finish()
    // After what is being written, so that the number is not another's by then.
    writing.async { Foundation.close(self.descriptor) }
  }
}
