import BlockModel
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import DashboardWeb

@Suite("Live updates")
struct LiveTests {
  private let event = ServerEvent(name: .card, data: ["id": "a"])

  @Test("every open page gets every event")
  func everyPage() async throws {
    let hub = OpenPages()
    let pages = [
      await hub.subscribe(from: "::1", drop: {}), await hub.subscribe(from: "::1", drop: {}),
    ]
    await hub.publish(event)
    for page in pages {
      var beats = page.beats.makeAsyncIterator()
      guard case .event(let first) = await beats.next() else {
        Issue.record("no event")
        return
      }
      #expect(first == event)
    }
  }

  @Test("a page that does not read is dropped, and the others go on")
  func slowPage() async throws {
    let hub = OpenPages(depth: 2)
    let dropped = Mutex(false)
    let sleeper = await hub.subscribe(from: "::1", drop: { dropped.withLock { $0 = true } })
    let reader = await hub.subscribe(from: "::1", drop: {})
    var beats = reader.beats.makeAsyncIterator()
    for _ in 0..<3 {
      await hub.publish(event)
      _ = await beats.next()
    }
    #expect(dropped.withLock { $0 })
    #expect(await hub.pages == 1)
    withExtendedLifetime(sleeper) {}
  }

  @Test(
    "where too many pages are open, one more takes the place of the oldest of the busiest address")
  func tooMany() async throws {
    let hub = OpenPages(maximumPages: 4)
    let dropped = Mutex<[String]>([])
    var held: [OpenPages.Subscription] = []
    for name in ["alone", "first of three", "second of three", "third of three", "newcomer"] {
      held.append(
        await hub.subscribe(
          from: name.hasSuffix("three") ? "192.168.1.9" : name,
          drop: { dropped.withLock { $0.append(name) } }))
    }
    #expect(dropped.withLock { $0 } == ["first of three"])
    #expect(await hub.pages == 4)
    var beats = held[1].beats.makeAsyncIterator()
    #expect(await beats.next() == nil)
  }

  @Test("an event is one data line, whatever its texts hold")
  func format() {
    let event = ServerEvent(name: .job, data: ["stage": "a\nb\r\n\ndata: c"])
    let lines = event.lines(id: 7)
    #expect(lines == "id: 7\nevent: job\ndata: {\"stage\":\"a\\nb\\r\\n\\ndata: c\"}\n\n")
  }

  @Test(
    "the stream begins with all cards, whatever was the last event",
    arguments: ["", "5", "-1", "999999999999999999999999", "\u{1F600}", "../../x"])
  func stream(lastEvent: String) async throws {
    let fixture = Fixture()
    let hub = fixture.hub
    let name = try #require(HTTPField.Name("Last-Event-ID"))
    try await fixture.live { server in
      async let answer = server.send(.get, "/events", [name: lastEvent])
      while await hub.pages == 0 { await Task.yield() }
      await hub.publish(event)
      await hub.closeAll()
      let response = try await answer
      #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
      // nginx keeps answers back until they are large, unless it is told not to.
      #expect(response.headers[.accelBuffering] == "no")
      let text = response.text
      #expect(text.hasPrefix("retry: 2000\n\nid: 1\nevent: hello\ndata: {\"cards\":[]}\n\n"))
      #expect(text.contains("id: 2\nevent: card\ndata: {\"id\":\"a\"}\n\n"))
    }
    #expect(await hub.pages == 0)
  }
}

extension LiveTests {
  @Test("a sign of life is an event, because scripts never see a comment")
  func heartbeat() {
    #expect(ServerEvent.heartbeat == "event: beat\ndata: {}\n\n")
  }

  @Test("a page that is closed does not count any more, without waiting for a heartbeat")
  func closedPage() async throws {
    let fixture = Fixture()
    try await fixture.live { server in
      var page: RawConnection? = try RawConnection(port: server.port)
      try page?.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(await page?.receive(until: "event: hello").contains("200 OK") == true)
      #expect(await fixture.hub.pages == 1)
      page = nil
      while await fixture.hub.pages > 0 { await Task.yield() }
    }
  }
}

@Suite("Sentences being worked on")
struct JobTests {
  @Test("a job tells its stages and its end to every page")
  func stages() async throws {
    let hub = OpenPages()
    let page = await hub.subscribe(from: "::1", drop: {})
    let block = BlockID("news-abcd")
    let board = JobBoard(hub: hub) { _, _, report in
      report("Reading the page")
      return block.map { .added($0) } ?? .cancelled
    }
    let job = try await board.start("  show news \n", grants: [])
    #expect(job.sentence == "show news")
    let ended = await board.end(of: job.id)
    #expect(ended?.status == block.map { .added($0) })
    var beats = page.beats.makeAsyncIterator()
    guard case .event(let first) = await beats.next() else {
      Issue.record("no event")
      return
    }
    #expect(first.data["status"]?.string == "running")
  }

  @Test("a job knows the places that were allowed for it, so that a second one comes on top")
  func grants() async throws {
    let place = Grant.Subject.privateHost(HostPort(host: "nas.home", port: 80))
    let other = Grant.Subject.host("other.example", method: "GET")
    let board = JobBoard(hub: OpenPages()) { _, _, _ in .answer("One more.", grant: other) }
    let job = try await board.start("show news", grants: [place])
    let ended = try #require(await board.end(of: job.id))
    #expect(ended.json["grants"] == ["private nas.home:80"])
    #expect(ended.json["grant"] == "host GET other.example")
    #expect(ended.json["grant_label"] == "Allow other.example")
    let form = JobCard(shell: Fixture().shell, session: "", job: ended)
    #expect(
      String(decoding: form.html.bytes, as: UTF8.self).contains(
        "private nas.home:80,host GET other.example"))
  }

  @Test("a cancelled job ends as cancelled")
  func cancel() async throws {
    let board = JobBoard(hub: OpenPages()) { _, _, _ in
      while !Task.isCancelled { await Task.yield() }
      return .answer("too late")
    }
    let job = try await board.start("show news", grants: [])
    await board.cancel(job.id)
    #expect(await board.job(job.id)?.status == .cancelled)
  }

  @Test("an empty or endless sentence is answered at once", arguments: ["", " \n ", "long"])
  func refused(sentence: String) async {
    let board = JobBoard(hub: OpenPages()) { _, _, _ in .cancelled }
    let text = sentence == "long" ? String(repeating: "x", count: 2001) : sentence
    await #expect(throws: WebProblem.self) { _ = try await board.start(text, grants: []) }
  }
}
