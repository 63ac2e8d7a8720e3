import Foundation
import Testing

@testable import DashboardWeb

/// Crowds of clients, half of them hostile. `make soak` sets DASH_CROWD to 2000.
@Suite("Crowds", .serialized, .timeLimit(.minutes(15)))
struct CrowdTests {
  static let size =
    ProcessInfo.processInfo.environment["DASH_CROWD"].flatMap { Int($0) } ?? 100

  private static let stream = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
  private static let page = "GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

  @Test("of many live pages half do not read: those that do miss nothing, and a new one gets in")
  func livePages() async throws {
    let pages = Self.size / 4
    var fixture = Fixture()
    fixture.hub = OpenPages(maximumPages: pages)
    let hub = fixture.hub
    let before = try Footprint()
    let port = try await fixture.live { server in
      let port = server.port
      let clients = try Clients(Self.size, port: port, request: Self.stream)
      #expect(await hub.pages == pages)
      #expect(try Footprint.sockets(at: port) > 8)
      let reader = Task { await clients.read() }
      // Larger than what the system keeps for those who do not read.
      let event = ServerEvent(
        name: .job, data: ["text": .string(String(repeating: "x", count: 16 << 10))])
      var events = 0
      while await hub.pages > clients.readers(of: pages), events < 20_000 {
        await hub.publish(event)
        events += 1
        // The readers keep up: whoever is dropped does not read.
        while clients.slowest < events { await Task.yield() }
      }
      #expect(await hub.pages == clients.readers(of: pages))
      let newcomer = try RawConnection(port: port)
      try newcomer.send(Self.stream)
      #expect(await newcomer.receive(until: "event: hello").contains("200 OK"))
      let during = try Footprint()
      #expect(during.residentKiB - before.residentKiB < 512 << 10)
      clients.stop()
      let bytes = await reader.value
      clients.leave()
      print(
        "crowd: \(Self.size) live pages, half of them not reading; \(events) events, \(bytes >> 20) MiB read, \(before) → \(during)"
      )
      #expect(clients.gaps == 0)
      return port
    }
    #expect(try Footprint.sockets(at: port) <= 8)
  }

  @Test("idle connections by the thousand keep nobody out, and no more than the bound stay open")
  func idleConnections() async throws {
    let count = Self.size * 5
    let fixture = Fixture()
    let before = try Footprint()
    let port = try await fixture.live { server in
      let port = server.port
      var idle: [RawConnection] = []
      for number in 1...count {
        idle.append(try RawConnection(port: port))
        guard number.isMultiple(of: count / 5) else { continue }
        let person = try RawConnection(port: port)
        try person.send(Self.page)
        #expect(await person.receive().contains("the page"))
      }
      let open = fixture.connections.count
      #expect(open <= OpenConnections.Limits().waitingPerAddress)
      let during = try Footprint()
      print("idle: \(count) connections, \(open) of them open; \(before) → \(during)")
      #expect(during.residentKiB - before.residentKiB < 256 << 10)
      withExtendedLifetime(idle) {}
      return port
    }
    #expect(try Footprint.sockets(at: port) <= 8)
  }

  @Test("requests that come slowly, or without end, keep nobody out")
  func slowRequests() async throws {
    var fixture = Fixture()
    fixture.idleTimeout = .milliseconds(800)
    fixture.bodyPatience = .milliseconds(400)
    let csrf = fixture.keys.csrfToken(session: "")
    let port = try await fixture.live { server in
      let port = server.port
      let starts = [
        "GET /page HTTP/1.1\r\nHost: local", "", "POST /write HTTP/1.1\r\n",
        "POST /write HTTP/1.1\r\nHost: localhost\r\nX-Dash-CSRF: \(csrf)\r\nContent-Length: 9\r\n\r\nx",
        "POST /write HTTP/1.1\r\nHost: localhost\r\nX-Dash-CSRF: \(csrf)\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      ]
      let slow = try (0..<Self.size).map { number in
        let connection = try RawConnection(port: port)
        try connection.send(starts[number % starts.count])
        return connection
      }
      let person = try RawConnection(port: port)
      try person.send(Self.page)
      #expect(await person.receive().contains("the page"))
      // Every one of them is ended by the server.
      var ends: [String: Int] = [:]
      for connection in slow {
        let answer = await connection.receive()
        ends[String(answer.prefix { !$0.isNewline }), default: 0] += 1
      }
      print("slow: \(Self.size) requests, ended with \(ends)")
      #expect(ends["HTTP/1.1 408 Request Timeout"] == Self.size / 5 * 2)
      return port
    }
    #expect(try Footprint.sockets(at: port) <= 8)
  }

  private static let head = "POST /write HTTP/1.1\r\nHost: localhost\r\nX-Dash-CSRF: "

  /// What is sent, the headers that come before it, and how it is answered at most.
  static let huge: [(name: String, bytes: String, status: String)] = [
    ("an address", "GET /\(String(repeating: "a", count: 1 << 20)) HTTP/1.1\r\n", "400"),
    (
      "a header",
      "GET /page HTTP/1.1\r\nHost: localhost\r\nX-A: \(String(repeating: "a", count: 1 << 20))",
      "400"
    ),
    (
      "many headers",
      "GET /page HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "X-A: b\r\n", count: 20_000))",
      "400"
    ),
    ("an announced body", "Content-Length: 99999999999\r\n\r\nabc", "413"),
    (
      "a body of chunks",
      "Transfer-Encoding: chunked\r\n\r\n"
        + String(repeating: "1000\r\n\(String(repeating: "a", count: 4096))\r\n", count: 512), "413"
    ),
    ("a length that is none", "Content-Length: 99999999999999999999999\r\n\r\nabc", "400"),
    ("two lengths", "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"),
    (
      "length and chunks", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"
    ),
    ("no HTTP", String(repeating: "\u{0}\u{1}\u{FF}", count: 10_000), "400"),
    ("a line without end", String(repeating: "GET ", count: 100_000), "400"),
  ]

  @Test("a request that is too large or has two meanings is refused", arguments: huge)
  func hugeRequest(name: String, bytes: String, status: String) async throws {
    let fixture = Fixture()
    let isWhole = bytes.hasPrefix("Content-Length") || bytes.hasPrefix("Transfer-Encoding")
    let head = isWhole ? Self.head + fixture.keys.csrfToken(session: "") + "\r\n" : ""
    try await fixture.live { server in
      let connection = try RawConnection(port: server.port)
      // It may be refused before all of it was sent, and then the connection be gone.
      try? connection.send(head + bytes)
      let answer = await connection.receive()
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(80))")
      let person = try RawConnection(port: server.port)
      try person.send(Self.page)
      #expect(await person.receive().contains("the page"))
    }
  }
}
