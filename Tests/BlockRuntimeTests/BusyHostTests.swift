import BlockModel
import Foundation
import Testing

/// A server on loopback that does something when the first and when the last of its requests comes.
private final class CountingServer: Sendable {
  let port: Int

  init(
    requests: Int, first: @escaping @Sendable () -> Void, last: @escaping @Sendable () -> Void
  ) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) + listen(listener, 8) + getsockname(listener, $0, &length)
      }
    }
    try #require(result == 0)
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      for number in 1...requests {
        let client = accept(listener, nil, nil)
        var buffer = [UInt8](repeating: 0, count: 4096)
        _ = recv(client, &buffer, buffer.count, 0)
        if number == 1 { first() }
        if number == requests { last() }
        let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n\(number)"
        send(client, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        close(client)
      }
      close(listener)
    }
  }
}

/// Work that holds every thread of the shared pool until it is told to let go.
private final class Blockade: @unchecked Sendable {
  // Safe because everything is read and written under the condition's lock.
  private let condition = NSCondition()
  private var holding = 0
  private var isOver = false

  /// Returns when as many threads are held as there are cores.
  func begin() {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    for _ in 0..<cores * 4 { Task.detached { self.hold() } }
    condition.withLock {
      while holding < cores, condition.wait(until: Date(timeIntervalSinceNow: 10)) {}
    }
  }

  func end() {
    condition.withLock {
      isOver = true
      condition.broadcast()
    }
  }

  private func hold() {
    condition.withLock {
      holding += 1
      condition.broadcast()
      // A run that needs these threads fails in the meantime.
      while !isOver, condition.wait(until: Date(timeIntervalSinceNow: 10)) {}
    }
  }
}

@Suite("A busy host")
struct BusyHostTests {
  let workshop = Workshop()

  @Test("does not use up the time of a script: its requests are answered on threads of their own")
  func answers() async throws {
    let blockade = Blockade()
    let server = try CountingServer(
      requests: 5, first: { blockade.begin() }, last: { blockade.end() })
    let outcome = await workshop.run(
      """
      local http, sum = require "http", 0
      for i = 1, 5 do
        sum = sum + tonumber(http.get("http://127.0.0.1:\(server.port)/" .. i).body)
      end
      return { sum = sum }
      """,
      permissions: Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)]))
    blockade.end()
    #expect(outcome.data == ["sum": 15], "\(outcome.result)")
  }
}
