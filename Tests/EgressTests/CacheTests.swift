import BlockModel
import Foundation
import Synchronization
import Testing

@testable import Egress

@Suite("Answers are given again only when they may be")
struct CacheTests {
  let egress = Egress()
  let now = Date(timeIntervalSince1970: 1_800_000_000)

  /// Answers with a number that grows, unless the validators match.
  private func server(_ headers: [(String, String)], status: Int = 200) throws -> LoopbackServer {
    let count = Mutex(0)
    return try LoopbackServer { request, connection in
      let isSame =
        headers.contains { $0.0 == "ETag" && request.header("if-none-match") == $0.1 }
        || headers.contains {
          $0.0 == "Last-Modified" && request.header("if-modified-since") == $0.1
        }
      let number = count.withLock {
        $0 += 1
        return $0
      }
      connection.answer(isSame ? 304 : status, headers, text: isSame ? "" : "\(number)")
    }
  }

  private func ask(
    _ server: LoopbackServer, after seconds: Double = 0, ttl: Duration? = nil,
    isFresh: Bool = false, headers: [EgressRequest.Header] = []
  ) async throws -> String {
    let answer = try await egress.send(
      EgressRequest("GET", server.url(), headers: headers, ttl: ttl, isFresh: isFresh),
      as: server.permissions, now: now + seconds)
    #expect(answer.status < 400 && answer.status != 304)
    return "\(answer.text) \(answer.exchange.cache)"
  }

  @Test(
    "by its headers",
    arguments: [
      ([("Cache-Control", "max-age=60")], ["1 miss", "1 hit", "2 miss"]),
      ([("Cache-Control", "public, max-age=\"60\"")], ["1 miss", "1 hit", "2 miss"]),
      ([("Cache-Control", "max-age=60"), ("Age", "45")], ["1 miss", "2 miss", "3 miss"]),
      (
        [("Cache-Control", "max-age=60"), ("ETag", "\"v1\"")],
        ["1 miss", "1 hit", "1 revalidated"]
      ),
      ([("ETag", "\"v1\"")], ["1 miss", "1 revalidated", "1 revalidated"]),
      (
        [("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")],
        ["1 miss", "1 revalidated", "1 revalidated"]
      ),
      (
        [("Cache-Control", "no-cache, max-age=60"), ("ETag", "W/\"v1\"")],
        ["1 miss", "1 revalidated", "1 revalidated"]
      ),
      (
        [("Cache-Control", "no-store"), ("ETag", "\"v1\"")], ["1 miss", "2 miss", "3 miss"]
      ),
      ([], ["1 miss", "2 miss", "3 miss"]),
      ([("Cache-Control", "max-age=nonsense")], ["1 miss", "2 miss", "3 miss"]),
      ([("Cache-Control", "max-age=-5")], ["1 miss", "2 miss", "3 miss"]),
    ] as [([(String, String)], [String])])
  func headers(headers: [(String, String)], expected: [String]) async throws {
    let server = try server(headers)
    var seen: [String] = []
    for seconds in [0.0, 30, 90] { seen.append(try await ask(server, after: seconds)) }
    #expect(seen == expected)
  }

  @Test("an answer that was found unchanged is good for as long again")
  func renewed() async throws {
    let server = try server([("Cache-Control", "max-age=60"), ("ETag", "\"v1\"")])
    var seen: [String] = []
    for seconds in [0.0, 90, 149, 151] { seen.append(try await ask(server, after: seconds)) }
    #expect(seen == ["1 miss", "1 revalidated", "1 hit", "1 revalidated"])
  }

  @Test("by the time the script gave, which is stronger than the headers")
  func ttl() async throws {
    let server = try server([("Cache-Control", "no-store")])
    #expect(try await ask(server, ttl: .seconds(100)) == "1 miss")
    #expect(try await ask(server, after: 99, ttl: .seconds(100)) == "1 hit")
    #expect(try await ask(server, after: 99, ttl: .seconds(50)) == "2 miss")
    #expect(try await ask(server, after: 149, ttl: .zero) == "3 miss")
  }

  @Test("never for one who wants it fresh, for other headers, or when the clock was set back")
  func notGiven() async throws {
    let server = try server([("Cache-Control", "max-age=60")])
    #expect(try await ask(server) == "1 miss")
    #expect(try await ask(server, isFresh: true) == "2 miss")
    #expect(try await ask(server, headers: [.init("Accept", "text/csv")]) == "3 miss")
    #expect(try await ask(server, after: 1) == "2 hit")
    #expect(try await ask(server, after: -86_400) == "4 miss")
  }

  @Test("never when the answer was none", arguments: [404, 500, 203])
  func statuses(status: Int) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(status, [("Cache-Control", "max-age=60")])
    }
    for _ in 0..<2 {
      let answer = try await egress.send(
        EgressRequest("GET", server.url(), ttl: .seconds(60)), as: server.permissions, now: now)
      #expect(answer.exchange.cache == .miss)
    }
    #expect(server.requests.count == 2)
  }

  @Test("the oldest go when the memory for them is full")
  func capacity() async throws {
    let egress = Egress(configuration: EgressConfiguration(cacheBytes: 8000))
    let server = try LoopbackServer { request, connection in
      connection.answer(
        200, [("Cache-Control", "max-age=60")],
        [UInt8](repeating: 65, count: request.path == "/big" ? 2001 : 1000))
    }
    var seen: [String] = []
    for path in ["/1", "/2", "/3", "/4", "/1", "/5", "/2", "/1", "/big", "/big"] {
      let answer = try await egress.send(
        EgressRequest("GET", server.url(path)), as: server.permissions, now: now)
      seen.append("\(answer.exchange.cache)")
    }
    #expect(
      seen == ["miss", "miss", "miss", "miss", "hit", "miss", "miss", "hit", "miss", "miss"])
  }

  private func response(_ url: String, body: Int = 0, header: Int = 0) -> EgressResponse {
    EgressResponse(
      status: 200, url: url,
      headers: [
        .init("cache-control", "max-age=60"), .init("x", String(repeating: "h", count: header)),
      ], body: [UInt8](repeating: 0, count: body),
      exchange: HTTPExchange(
        method: "GET", url: url, status: 200, bytes: body, milliseconds: 0, cache: .miss))
  }

  @Test(
    "everything an entry holds counts: body, headers, address, and what the caller sent",
    arguments: [(100_000, 0, 0, 0), (0, 100_000, 0, 0), (0, 0, 50_000, 0), (0, 0, 0, 100_000)])
  func bounds(body: Int, header: Int, address: Int, asked: Int) async {
    let cache = ResponseCache(capacity: 1_000_000, mostEntries: 1000)
    for number in 0..<100 {
      let url = "https://a.test/\(number)" + String(repeating: "u", count: address)
      let key = ResponseCache.Key(
        url: url, headers: [.init("X", String(repeating: "a", count: asked))], isGranted: false)
      await cache.store(
        response(url, body: body, header: header), for: key, hasTTL: false, now: now)
      #expect(await cache.bytes <= 1_000_000)
    }
    #expect((5...10).contains(await cache.count))
  }

  @Test("their number is bounded too, and one that was replaced counts once")
  func entries() async {
    let cache = ResponseCache(capacity: 1_000_000, mostEntries: 50)
    for number in 0..<200 {
      let url = "https://a.test/\(number % 80)"
      let key = ResponseCache.Key(url: url, headers: [], isGranted: false)
      await cache.store(response(url), for: key, hasTTL: false, now: now)
      await cache.store(response(url), for: key, hasTTL: false, now: now)
    }
    #expect(await cache.count == 50)
    let bytes = await cache.bytes
    #expect(bytes > 0 && bytes < 50 * 1000)
  }
}
