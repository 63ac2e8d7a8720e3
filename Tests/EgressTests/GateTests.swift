import BlockModel
import Egress
import Foundation
import Testing

@Suite("A source is asked as often as it wants")
struct GateTests {
  let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "Retry-After closes a place until then, in seconds or as a date of the source's clock",
    arguments: [
      (429, "120", nil, 120, "120 s"), (503, "120", nil, 120, "120 s"), (429, "0", nil, 1, "1 s"),
      (429, "172800", nil, 172_800, "2 days"), (429, "90000", nil, 90_000, "25 h"),
      (429, "99999999", nil, 2_592_000, "30 days"),
      (429, "99999999999999999999", nil, 2_592_000, "30 days"),
      (503, "Tue, 01 Jan 2030 00:02:00 GMT", nil, 120, "120 s"),
      (503, "Fri, 04 Jan 2030 00:00:00 GMT", nil, 259_200, "3 days"),
      (429, "Mon, 01 Jan 2029 00:00:00 GMT", nil, 1, "1 s"),
      // The longer of the two.
      (429, "120", "max-age=172800", 172_800, "2 days"), (429, "600", "max-age=60", 600, "10 min"),
      (503, "120", "private, max-age=3600", 3600, "60 min"),
      (429, nil, "max-age=172800", 172_800, "2 days"), (429, "soon", "max-age=60", 60, "60 s"),
      (429, "120", "max-age=99999999999999999999", 120, "120 s"),
    ] as [(Int, String?, String?, Int, String)])
  func retryAfter(
    status: Int, value: String?, control: String?, seconds: Int, words: String
  ) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(
        status,
        [("Date", "Tue, 01 Jan 2030 00:00:00 GMT")] + (value.map { [("Retry-After", $0)] } ?? [])
          + (control.map { [("Cache-Control", $0)] } ?? []))
    }
    let egress = Egress()
    let request = EgressRequest("GET", server.url())
    let answer = try await egress.send(request, as: server.permissions, now: now)
    #expect(answer.status == status)
    #expect(answer.retryAfter == seconds)
    do {
      _ = try await egress.send(request, as: server.permissions, now: now)
      Issue.record("the place was asked although it wanted a pause")
    } catch {
      error.expectSentence()
      #expect(error.kind == .rateLimited)
      #expect(error.retryAfter == seconds)
      #expect(
        error.message
          == "127.0.0.1:\(server.port) asked for a pause; it will be asked again in \(words)")
    }
    #expect(server.requests.count == 1)
    let later = now + Double(seconds)
    // Everybody can learn it, whoever was refused.
    let place = HostPort(host: "127.0.0.1", port: server.port)
    #expect(await egress.closedUntil(place, now: now) == later)
    #expect(await egress.closedUntil(place, now: later) == nil)
    #expect(try await egress.send(request, as: server.permissions, now: later).status == status)
    #expect(server.requests.count == 2)
  }

  @Test(
    "other answers close nothing",
    arguments: [
      (200, "120", ""), (404, "120", "max-age=60"), (500, "120", ""), (429, "soon", "max-age=0"),
      (503, "", "max-age=60"), (429, "-5", "no-store"),
    ])
  func notClosed(status: Int, value: String, control: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(status, [("Retry-After", value), ("Cache-Control", control)])
    }
    let egress = Egress()
    for _ in 0..<2 {
      let answer = try await egress.send(
        EgressRequest("GET", server.url()), as: server.permissions, now: now)
      #expect(answer.retryAfter == nil)
    }
  }

  @Test("a closed place still gives what is in the cache, and is closed to nobody else's place")
  func closedElsewhere() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path == "/ok" {
        connection.answer(200, [("Cache-Control", "max-age=600")], text: "kept")
      } else {
        connection.answer(429, [("Retry-After", "60")])
      }
    }
    let other = try LoopbackServer { _, connection in connection.answer(text: "open") }
    let egress = Egress()
    for path in ["/ok", "/limit"] {
      _ = try await egress.send(
        EgressRequest("GET", server.url(path)), as: server.permissions, now: now)
    }
    let kept = try await egress.send(
      EgressRequest("GET", server.url("/ok")), as: server.permissions, now: now)
    #expect(kept.exchange.cache == .hit)
    let open = try await egress.send(
      EgressRequest("GET", other.url()), as: other.permissions, now: now)
    #expect(open.text == "open")
  }

  @Test(
    "no more requests at a time than agreed, and all of them are answered", .timeLimit(.minutes(1)))
  func concurrency() async throws {
    let running = Running()
    let server = try LoopbackServer { _, connection in
      running.enter(atLeast: 3)
      // Held a little longer, so that a fourth one would be seen.
      var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, 20)
      running.leave()
      connection.answer(text: "done")
    }
    let egress = Egress(configuration: EgressConfiguration(requestsPerHost: 3))
    let answers = await withTaskGroup(of: String?.self) { group in
      for number in 0..<20 {
        group.addTask {
          try? await egress.send(
            EgressRequest("GET", server.url("/\(number)")), as: server.permissions
          ).text
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: "done", count: 20))
    #expect(running.most == 3)
  }

  @Test("a turn that ends while nobody waits is there for the next")
  func oneByOne() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "done") }
    let egress = Egress(configuration: EgressConfiguration(requestsPerHost: 1))
    for number in 0..<3 {
      let answer = try await egress.send(
        EgressRequest("GET", server.url("/\(number)"), timeout: .seconds(5)),
        as: server.permissions)
      #expect(answer.text == "done")
    }
  }

  @Test("waiting for a turn ends with the timeout of the request")
  func turn() async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    let egress = Egress(configuration: EgressConfiguration(requestsPerHost: 1))
    let first = Task {
      try await egress.send(EgressRequest("GET", server.url("/first")), as: server.permissions)
    }
    for await _ in server.arrivals { break }
    let failure = try await egress.failure(
      EgressRequest("GET", server.url("/second"), timeout: .milliseconds(200)),
      as: server.permissions)
    #expect(failure.kind == .network)
    #expect(
      failure.message == "no complete answer came within 0.2 s; it will be tried again later")
    first.cancel()
    _ = await first.result
    #expect(server.requests.map(\.path) == ["/first"])
  }
}

/// How many requests a server has at a time.
private final class Running: @unchecked Sendable {
  // Safe because everything is read and written under the condition's lock.
  private let condition = NSCondition()
  private var now = 0
  private var highest = 0

  var most: Int { condition.withLock { highest } }

  /// Waits until as many requests as `count` have been here at the same time.
  func enter(atLeast count: Int) {
    condition.withLock {
      now += 1
      highest = max(highest, now)
      condition.broadcast()
      while highest < count { condition.wait() }
    }
  }

  func leave() { condition.withLock { now -= 1 } }
}
