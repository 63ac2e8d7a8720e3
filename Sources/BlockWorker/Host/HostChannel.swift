import CLua
import CSandbox
import WorkerProtocol

#if canImport(Glibc)
import Glibc
#endif

/// The child's end of the socket to the host: blocking, one question at a time.
final class HostChannel {
  /// The descriptor of the run's socket, -1 before the run began (tests without a host).
  private var socket: Int32 = -1
  /// Answers in place of a host, for tests.
  private let standIn: ((ChildMessage) -> HostMessage)?

  /// The script's line of the last question, for errors after a tail call, which leaves no frame.
  private(set) var lastLine: Int32 = 0

  init(standIn: ((ChildMessage) -> HostMessage)? = nil) { self.standIn = standIn }

  func connect(_ socket: Int32) { self.socket = socket }

  /// Ends a child whose host went away or sent what no host of ours sends.
  func endForNonsense() -> Never { _exit(DASH_EXIT_PROTOCOL.exitStatus) }

  // MARK: Messages

  /// Asks the host, and waits. A limit that the question crosses ends the process.
  /// - Returns: the answer, or why the question cannot be asked.
  func ask(_ question: ChildMessage, for call: LuaCall) -> Result<HostMessage, Unasked> {
    let frame: [UInt8]
    do { frame = try question.encoded() } catch {
      return .failure(Unasked(error))
    }
    if let standIn { return .success(standIn(question)) }
    guard socket >= 0 else { return .failure(Unasked("there is no host to ask in this process")) }
    let line = dash_lua_line(call.state, "block.lua")
    if line > 0 { lastLine = line }
    send(frame)
    let answer = receive()
    // It cannot be caught: the child names its line and ends.
    if case .end(let limit) = answer { dash_lua_end(call.state, Int32(limit.rawValue)) }
    return .success(answer)
  }

  /// Sends a message that has no answer.
  func send(_ message: ChildMessage) {
    do { send(try message.encoded()) } catch {
      // Only a result or a failure of ours that broke its own bounds.
      endForNonsense()
    }
  }

  func receive() -> HostMessage {
    do { return try HostMessage(receiveFrame()) } catch { endForNonsense() }
  }

  // MARK: Bytes

  /// Sends a frame. A host that went away ends the child.
  func send(_ frame: [UInt8]) {
    guard socket >= 0 else { return }
    var sent = 0
    while sent < frame.count {
      // Safe because write(2) reads at most the count it is given before it returns.
      let count = frame[sent...].withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { endForNonsense() }
      sent += count
    }
  }

  /// Waits for the next frame, which comes without its length.
  func receiveFrame() -> [UInt8] {
    do {
      let prefix = readExactly(Frame.prefixLength)
      return readExactly(try Frame.length(prefix[...], most: Frame.mostOfHost))
    } catch { endForNonsense() }
  }

  private func readExactly(_ count: Int) -> [UInt8] {
    guard socket >= 0 else { endForNonsense() }
    // Safe because read(2) writes at most what is left, and `filled` is what it wrote.
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let received = read(socket, buffer.baseAddress.map { $0 + filled }, count - filled)
        if received < 0, errno == EINTR { continue }
        guard received > 0 else { endForNonsense() }
        filled += received
      }
    }
  }
}

/// Why a script could not ask.
struct Unasked: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  init(_ problem: WireProblem) {
    if case .frame(_, let most) = problem {
      description = "what is sent is larger than \(most >> 20) MiB; send less at once"
    } else {
      description = problem.description
    }
  }
}

extension Int {
  /// The exit statuses are an anonymous C enum, which Swift sees as `Int`.
  var exitStatus: Int32 { Int32(self) }
}
