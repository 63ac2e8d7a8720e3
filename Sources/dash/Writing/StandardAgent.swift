import AgentServer
import BlockModel
import Foundation

/// A client of the Model Context Protocol on standard input and output: a message a line.
struct StandardAgent {
  let session: AgentSession

  /// Answers until the client closes its end. Calls run beside each other; answers are whole lines.
  func serve() async {
    let lines = InputLines(maximum: AgentSession.maximumMessage)
    await withTaskGroup(of: Void.self) { group in
      for await line in lines.stream {
        guard !line.isEmpty else { continue }
        group.addTask {
          guard let answer = await session.answer(line) else { return }
          Output.print(answer.json())
        }
      }
      // What was asked is answered; what takes long is given up.
      let grace = Task {
        try? await Task.sleep(for: Self.grace)
        if !Task.isCancelled { await session.end() }
      }
      await group.waitForAll()
      grace.cancel()
    }
  }

  /// How long calls may go on after the client has closed its end.
  private static let grace = Duration.seconds(10)
}

/// The lines of standard input, read on a thread of their own: waiting for a client holds up nobody.
private struct InputLines {
  let stream: AsyncStream<[UInt8]>

  /// - Parameter maximum: bytes of a line; of a longer one so many and one more are given, and the rest is
  ///   passed over.
  init(maximum: Int) {
    stream = AsyncStream { continuation in
      Thread.detachNewThread {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
          // What is there, without waiting for more: a client waits for its answer.
          let count = read(STDIN_FILENO, &buffer, buffer.count)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { break }
          for byte in buffer[..<count] {
            if byte == UInt8(ascii: "\n") {
              continuation.yield(line)
              line.removeAll(keepingCapacity: true)
            } else if line.count <= maximum {
              line.append(byte)
            }
          }
        }
        if !line.isEmpty { continuation.yield(line) }
        continuation.finish()
      }
    }
  }
}
