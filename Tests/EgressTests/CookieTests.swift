import BlockModel
import Egress
import Foundation
import Testing

@Suite("Cookies live for one chain of redirects")
struct CookieTests {
  @Test("a source that sets one and asks again gets it, and nobody later")
  func chain() async throws {
    let server = try LoopbackServer { request, connection in
      switch (request.path, request.header("cookie")) {
      case ("/rss", let cookie?): connection.answer(text: "feed for \(cookie)")
      case ("/rss", nil): connection.answer(302, [("Location", "/c")])
      default:
        connection.answer(
          302, [("Location", "/rss"), ("Set-Cookie", "seen=1; Path=/; Max-Age=60")])
      }
    }
    let egress = Egress()
    for _ in 0..<2 {
      let answer = try await egress.send(
        EgressRequest("GET", server.url("/rss")), as: server.permissions)
      #expect(answer.text == "feed for seen=1")
    }
    #expect(
      server.requests.map { $0.header("cookie") } == [nil, nil, "seen=1", nil, nil, "seen=1"])
  }

  @Test("they go to the place they are for, by its path and host")
  func scope() async throws {
    let other = try LoopbackServer { _, connection in connection.answer(text: "other") }
    let server = try LoopbackServer { request, connection in
      switch request.path {
      case "/":
        connection.answer(
          302,
          [
            ("Location", "/a/1"), ("Set-Cookie", "a=1; Path=/a"), ("Set-Cookie", "b=2; Path=/b"),
            ("Set-Cookie", "d=4; Domain=test; Path=/"),
            ("Set-Cookie", "gone=5; Max-Age=0"),
          ])
      case "/a/1":
        connection.answer(
          302, [("Location", "http://localhost:\(other.port)/")])
      default: connection.answer()
      }
    }
    var permissions = server.permissions
    permissions.privateHosts.insert(HostPort(host: "localhost", port: other.port))
    let answer = try await Egress().send(EgressRequest("GET", server.url()), as: permissions)
    #expect(answer.text == "other")
    #expect(server.requests.map { $0.header("cookie") } == [nil, "a=1"])
    #expect(other.requests.map { $0.header("cookie") } == [nil])
  }

  @Test("an answer to one that was asked with cookies is nobody else's")
  func cache() async throws {
    let server = try LoopbackServer { request, connection in
      if request.header("cookie") == nil {
        connection.answer(302, [("Location", "/me"), ("Set-Cookie", "id=7; Path=/")])
      } else {
        connection.answer(200, [("Cache-Control", "max-age=600")], text: "yours")
      }
    }
    let egress = Egress()
    for _ in 0..<2 {
      let answer = try await egress.send(
        EgressRequest("GET", server.url("/")), as: server.permissions)
      #expect(answer.exchange.cache == .miss && answer.text == "yours")
    }
    #expect(server.requests.count == 4)
  }

  @Test("a circle that only sets the same one again is a circle")
  func circle() async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(302, [("Location", "/"), ("Set-Cookie", "a=1; Max-Age=60")])
    }
    let failure = try await Egress().failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == .httpStatus)
    #expect(failure.message.contains(" redirects in a circle; "))
    #expect(server.requests.count == 2)
  }
}
