import BlockModel
import BlockRuntime
import Foundation
import Synchronization
import Testing

/// A server on loopback that answers every connection with the same bytes, as long as they are read.
private final class SameAnswer: Sendable {
  let port: Int
  private let listener: Int32
  /// Answers that were read to their end.
  private let whole = Mutex(0)

  init(head: String, body: Int) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) + listen(listener, 512) + getsockname(listener, $0, &length)
      }
    }
    try #require(result == 0)
    port = Int(UInt16(bigEndian: address.sin_port))
    self.listener = listener
    Thread.detachNewThread { [weak self] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        Thread.detachNewThread { [weak self] in
          if Self.answer(client, head, body) { self?.whole.withLock { $0 += 1 } }
          close(client)
        }
      }
      close(listener)
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// How many answers were read to their end.
  var wholeAnswers: Int { whole.withLock { $0 } }

  var permissions: Permissions {
    Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: port)])
  }

  /// A script that asks so many times at once.
  func script(_ count: Int, then rest: String = "return { n = #answers }") -> String {
    """
    local requests = {}
    for i = 1, \(count) do requests[i] = 'http://127.0.0.1:\(port)/' .. i end
    local answers = require('http').all(requests)
    \(rest)
    """
  }

  private static func answer(_ client: Int32, _ head: String, _ body: Int) -> Bool {
    var buffer = [UInt8](repeating: 65, count: 1 << 16)
    _ = recv(client, &buffer, 4096, 0)
    buffer = [UInt8](repeating: 65, count: 1 << 16)
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body)\r\n\(head)\r\n"
    var left = body
    guard send(client, head, head.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else { return false }
    while left > 0 {
      let sent = send(client, buffer, min(left, buffer.count), Int32(MSG_NOSIGNAL))
      guard sent > 0 else { return false }
      left -= sent
    }
    return true
  }
}

@Suite("What a run receives is bounded while it comes", .serialized, .timeLimit(.minutes(2)))
struct ReceivedBytesTests {
  @Test("a hundred large answers end their run at its line, long before all of them came")
  func perRun() async throws {
    let server = try SameAnswer(head: "", body: 9 << 20)
    let workshop = Workshop { $0.receivedPerRun = 20 << 20 }
    let outcome = await workshop.run(
      "\n" + server.script(100), seconds: 60, memoryMiB: 256, requests: 500,
      permissions: server.permissions)
    #expect(outcome.failure?.kind == .limit)
    #expect(
      outcome.failure?.message
        == "the script received more than 20 MiB from its sources; ask for less")
    #expect(outcome.failure?.place == "block.lua:4")
    // Two of nine MiB fit into 20.
    #expect(outcome.http.filter { $0.status == 200 }.count <= 2)
    #expect(server.wholeAnswers < 20)
    await workshop.runner.shutdown()
  }

  @Test("no pcall catches it, and many small answers count together")
  func together() async throws {
    let server = try SameAnswer(head: "", body: 100_000)
    let workshop = Workshop { $0.receivedPerRun = 1 << 20 }
    let outcome = await workshop.run(
      "local http = require 'http'\nwhile true do pcall(http.get, 'http://127.0.0.1:\(server.port)/') end",
      seconds: 60, requests: 500, permissions: server.permissions)
    #expect(outcome.failure?.message.contains("more than 1 MiB") == true, "\(outcome.result)")
    #expect(outcome.http.filter { $0.status == 200 }.count == 10)
    await workshop.runner.shutdown()
  }

  @Test("answers from a cassette count, too")
  func replayed() async throws {
    let cassette = try TestCassette([
      .init("https://a.test/x", body: String(repeating: "x", count: 300_000))
    ])
    let workshop = Workshop { $0.receivedPerRun = 1 << 20 }
    let outcome = await workshop.run(
      "for i = 1, 9 do require('http').get('https://a.test/x') end return {}",
      permissions: cassette.permissions
    ) { $0.cassette = cassette.replay }
    #expect(outcome.failure?.message.contains("more than 1 MiB") == true, "\(outcome.result)")
    #expect(outcome.http.count == 4)
    await workshop.runner.shutdown()
  }

  @Test("all runs together receive no more than they may, and every run has its share")
  func allRuns() async throws {
    let large = try SameAnswer(head: "", body: 9 << 20)
    let small = try SameAnswer(head: "", body: 1 << 20)
    let workshop = Workshop { $0.receivedByAllRuns = 4 << 20 }
    let outcome = await workshop.run(
      large.script(3), seconds: 60, memoryMiB: 256, permissions: large.permissions)
    #expect(outcome.failure?.kind == .limit)
    #expect(
      outcome.failure?.message
        == "all blocks together received more than 4 MiB at once; ask for less, or run the block at another time"
    )
    // Four times its share in all, but none of them more than what is always there.
    let outcomes = await withTaskGroup(of: RunOutcome.self) { group in
      for _ in 0..<4 {
        group.addTask {
          await workshop.run(
            small.script(6), seconds: 60, memoryMiB: 256, permissions: small.permissions)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes { #expect(outcome.data == ["n": 6], "\(outcome.result)") }
    await workshop.runner.shutdown()
  }

  @Test("headers of many answers, more than a mebibyte of them, reach the script")
  func headers() async throws {
    let line = "X-Long: \(String(repeating: "h", count: 60_000))\r\n"
    let server = try SameAnswer(head: line + line.replacing("Long", with: "Other"), body: 1)
    let workshop = Workshop()
    let outcome = await workshop.run(
      server.script(
        30,
        then: """
          local bytes = 0
          for _, answer in ipairs(answers) do bytes = bytes + #answer.headers['X-Long'] + #answer.body end
          return { bytes = bytes }
          """), seconds: 60, permissions: server.permissions)
    #expect(outcome.data == ["bytes": 1_800_030], "\(outcome.result)")
    await workshop.runner.shutdown()
  }

  @Test("answers that are too large for one batch are refused one by one, and the rest is there")
  func batch() async throws {
    let server = try SameAnswer(head: "", body: 9 << 20)
    let workshop = Workshop { $0.receivedPerRun = 100 << 20 }
    let outcome = await workshop.run(
      server.script(
        6,
        then: """
          local good, refused = 0, nil
          for _, answer in ipairs(answers) do
            if answer.ok then good = good + 1 else refused = answer.error end
          end
          return { good = good, refused = refused }
          """), seconds: 60, memoryMiB: 512, permissions: server.permissions)
    #expect(
      outcome.data == [
        "good": 5,
        "refused": "the answers of one batch are larger than 48 MiB; ask for fewer at once",
      ], "\(outcome.result)")
    await workshop.runner.shutdown()
  }
}
