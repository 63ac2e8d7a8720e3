import BlockModel
import Egress
import Foundation
import Testing

@Suite("A streamed answer", .timeLimit(.minutes(1)))
struct StreamTests {
  private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

  private func patience(
    head: Duration = .seconds(30), idle: Duration = .seconds(30), total: Duration = .seconds(50)
  ) -> StreamPatience {
    StreamPatience(connect: .seconds(5), head: head, idle: idle, total: total)
  }

  private func failure(
    _ server: LoopbackServer, _ patience: StreamPatience, as permissions: Permissions? = nil,
    maximumBytes: Int = 1 << 20
  ) async -> (parts: [EgressPart], failure: EgressFailure?) {
    let egress = Egress()
    var parts: [EgressPart] = []
    do {
      let request = EgressRequest(
        "POST", server.url(), headers: [.init("x-api-key", "k")], body: Array("{}".utf8),
        maximumBytes: maximumBytes)
      let stream = egress.stream(
        request, as: permissions ?? server.permissions, patience: patience)
      for try await part in stream { parts.append(part) }
      return (parts, nil)
    } catch {
      (error as? EgressFailure)?.expectSentence()
      return (parts, error as? EgressFailure)
    }
  }

  @Test("is handed on while it comes")
  func pieces() async throws {
    let (turns, turn) = AsyncStream.makeStream(of: Void.self)
    let server = try LoopbackServer { _, connection in
      connection.send(Self.head + "one")
      // The second piece is sent only after the first one was read.
      let wait = DispatchSemaphore(value: 0)
      Task {
        for await _ in turns { break }
        wait.signal()
      }
      wait.wait()
      connection.send("two")
    }
    let egress = Egress()
    let stream = egress.stream(
      EgressRequest("POST", server.url(), body: Array("{}".utf8)), as: server.permissions,
      patience: patience())
    var parts: [EgressPart] = []
    for try await part in stream {
      parts.append(part)
      if part == .body(Array("one".utf8)) { turn.yield() }
    }
    #expect(
      parts == [
        .head(status: 200, headers: [.init("content-type", "text/event-stream")]),
        .body(Array("one".utf8)), .body(Array("two".utf8)),
      ])
    #expect(server.requests.first.map { String(decoding: $0.body, as: UTF8.self) } == "{}")
  }

  @Test("without a body has a head")
  func empty() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(529) }
    let result = await failure(server, patience())
    guard case .head(529, _)? = result.parts.first else {
      Issue.record("\(result)")
      return
    }
    #expect(result.failure == nil && result.parts.count == 1)
  }

  @Test("that leads elsewhere is not followed, and nothing of it is handed on")
  func redirect() async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(307, [("Location", "http://evil.example/")], text: "body")
    }
    let result = await failure(server, patience())
    #expect(result.failure?.kind == .permission)
    #expect(result.parts.isEmpty && server.requests.count == 1)
  }

  @Test(
    "that stops coming is given up",
    arguments: [("", "head"), (head + "begun", "idle"), (head, "idle")])
  func silence(sent: String, phase: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.send(sent)
      connection.waitForEnd()
    }
    let short = Duration.milliseconds(300)
    let result = await failure(
      server,
      sent.isEmpty
        ? StreamPatience(connect: short, head: short, idle: .seconds(30), total: .seconds(50))
        : patience(idle: short))
    #expect(result.failure?.kind == .network)
    #expect(result.failure?.message.contains("did not answer within") == true)
  }

  @Test("that never ends is cut at its limits")
  func endless() async throws {
    let server = try LoopbackServer { _, connection in
      connection.send(Self.head)
      while connection.send([UInt8](repeating: 0x61, count: 4096)) {}
    }
    let large = await failure(server, patience(), maximumBytes: 100_000)
    #expect(large.failure?.kind == .limit)
    let late = await failure(server, patience(total: .milliseconds(200)), maximumBytes: .max)
    #expect(late.failure?.kind == .network)
  }

  @Test("of a place that was not granted is refused")
  func policy() async throws {
    let server = try LoopbackServer { _, connection in connection.answer() }
    let result = await failure(
      server, patience(), as: Permissions(hosts: ["127.0.0.1"], methods: ["POST"]))
    #expect(result.failure?.kind == .permission)
    #expect(server.requests.isEmpty)
  }

  @Test("nobody reads any more closes its connection")
  func cancelled() async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let server = try LoopbackServer { _, connection in
      connection.send(Self.head + "half")
      connection.waitForEnd()
      ended.yield()
    }
    let egress = Egress()
    let task = Task {
      let stream = egress.stream(
        EgressRequest("POST", server.url(), body: []), as: server.permissions,
        patience: patience())
      for try await part in stream where part == .body(Array("half".utf8)) { return }
    }
    try await task.value
    for await _ in ends { break }
  }
}
