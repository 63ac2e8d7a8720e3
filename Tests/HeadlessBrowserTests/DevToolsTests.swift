import Foundation
import Testing

@testable import HeadlessBrowser

@Suite("DevTools are spoken with somebody who is not believed")
struct DevToolsTests {
  /// The other side of a connection.
  private struct Peer {
    let connection: DevToolsConnection
    let descriptor: Int32

    init() {
      var pair: [Int32] = [-1, -1]
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair)
      connection = DevToolsConnection(descriptor: pair[0])
      descriptor = pair[1]
    }

    /// The next message, waited for on a thread that nobody else needs.
    func read() async -> String {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread { [descriptor] in
          var (text, byte) = ([UInt8](), UInt8(0))
          while recv(descriptor, &byte, 1, 0) == 1, byte != 0 { text.append(byte) }
          continuation.resume(returning: String(decoding: text, as: UTF8.self))
        }
      }
    }

    func write(_ text: String) {
      let bytes = Array(text.utf8) + [0]
      _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
  }

  @Test("a command is a message, and its answer has its number")
  func answered() async throws {
    let peer = Peer()
    defer { close(peer.descriptor) }
    let found = Task {
      try await peer.connection.send(
        PageCommands.Find(nodeId: 7, selector: "#a"), to: DevToolsSession(rawValue: "S"))
    }
    let order = try JSONDecoder().decode(Order.self, from: Data(await peer.read().utf8))
    #expect(
      order
        == Order(
          id: 1, method: "DOM.querySelector", sessionId: "S",
          params: .init(nodeId: 7, selector: "#a")))
    peer.write(#"{"id": 9, "result": {"nodeId": 1}}"#)
    peer.write(#"{"id": 1, "result": {"nodeId": 8, "more": [null]}}"#)
    #expect(try await found.value.nodeId == 8)
  }

  private struct Order: Decodable, Equatable {
    struct Parameters: Decodable, Equatable {
      let nodeId: Int
      let selector: String
    }
    let id: Int
    let method: String
    let sessionId: String
    let params: Parameters
  }

  @Test(
    "what is not an answer is a problem",
    arguments: [
      (#"{"id": 1, "error": {"code": -1, "message": "no"}}"#, DevToolsProblem.refused("no")),
      (
        #"{"id": 1, "result": {"nodeId": "x"}}"#,
        .refused("the answer to DOM.querySelector is not what the protocol says")
      ),
      ("", .closed), ("{", .closed), ("[]", .closed), ("{}", .closed), (#"{"id": "1"}"#, .closed),
      (#"{"method": "Fetch.requestPaused", "params": {}}"#, .closed),
    ])
  func problems(message: String, problem: DevToolsProblem) async throws {
    let peer = Peer()
    defer { close(peer.descriptor) }
    let found = Task {
      try await peer.connection.send(PageCommands.Find(nodeId: 7, selector: "#a"))
    }
    _ = await peer.read()
    peer.write(message)
    await #expect(throws: problem) { try await found.value }
  }

  @Test("one who goes away, or floods, is let go of")
  func gone() async throws {
    let peer = Peer()
    let found = Task {
      try await peer.connection.send(PageCommands.Find(nodeId: 7, selector: "#a"))
    }
    _ = await peer.read()
    close(peer.descriptor)
    await #expect(throws: DevToolsProblem.closed) { try await found.value }

    let flood = Peer()
    defer { close(flood.descriptor) }
    let news = flood.connection.news()
    for _ in 0..<6000 { flood.write(#"{"method": "Page.loadEventFired", "params": {}}"#) }
    var count = 0
    for await _ in news { count += 1 }
    #expect(count <= 4096)
    #expect(flood.connection.end == .closed)
  }

  @Test("who does not wait any more is not kept waiting")
  func cancelled() async throws {
    let peer = Peer()
    defer { close(peer.descriptor) }
    let task = Task { try await peer.connection.send(PageCommands.Find(nodeId: 7, selector: "#a")) }
    _ = await peer.read()
    task.cancel()
    await #expect(throws: DevToolsProblem.cancelled) { try await task.value }
  }
}
