import BlockModel
import Egress
import Foundation
import Synchronization
import Testing

@Suite("Redirects are checked like requests")
struct RedirectTests {
  let egress = Egress()

  private func server(to location: String, status: Int = 302) throws -> LoopbackServer {
    try LoopbackServer { request, connection in
      if request.path == "/" {
        connection.answer(status, [("Location", location)])
      } else {
        connection.answer(text: "\(request.method) \(request.path)")
      }
    }
  }

  @Test(
    "one to an address that is not public is refused, whatever hosts were granted",
    arguments: [
      "http://127.0.0.1:1/", "http://127.1:1/", "http://2130706433:1/", "http://0x7f.1:1/",
      "http://0.0.0.0:1/", "http://10.0.0.1/", "http://172.20.0.1/", "http://192.168.0.1/",
      "http://169.254.169.254/latest/", "http://100.64.0.1/", "http://[::1]/",
      "http://[::ffff:127.0.0.1]:1/", "http://[2002:7f00:1::]/", "http://[64:ff9b::7f00:1]/",
      "http://[64:ff9b:1::7f00:1]/", "http://[fd00::1]/", "http://[fe80::1]/",
      "http://localhost:1/", "http://x.localhost/",
      "//localhost:1/", "//127.0.0.1:1/x",
    ])
  func privateAddresses(location: String) async throws {
    let server = try server(to: location)
    var permissions = server.permissions
    permissions.hosts = [
      "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.20.0.1", "192.168.0.1", "169.254.169.254",
      "100.64.0.1", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "2002:7f00:1::",
      "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "fd00::1", "fe80::1", "localhost", "x.localhost",
    ]
    let failure = try await egress.failure(EgressRequest("GET", server.url()), as: permissions)
    #expect(failure.kind == .permission)
    #expect(failure.message.contains(", not the internet; allow it with --grant"))
    #expect(failure.neededPlace != nil && failure.neededPlace?.port != server.port)
    #expect(server.requests.count == 1)
  }

  @Test(
    "one to any form of an address that is not public is refused like a request to it",
    arguments: PolicyTests.privateForms)
  func privateForms(url: String, host: String, reason: String) async throws {
    let server = try server(to: url)
    var permissions = server.permissions
    permissions.hosts = [host, "::ffff:7f00:1", "::ffff:a00:1"]
    let failure = try await egress.failure(EgressRequest("GET", server.url()), as: permissions)
    #expect(failure.kind == .permission)
    let place = try #require(failure.neededPlace)
    #expect(
      failure.message
        == "\(place) is \(reason), not the internet; allow it with --grant \(place) or the Allow button"
    )
    #expect(server.requests.count == 1)
  }

  @Test("one to another scheme is refused", arguments: PolicyTests.otherSchemes)
  func otherSchemes(location: String) async throws {
    let server = try server(to: location)
    let failure = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == .permission)
    #expect(failure.neededGrant == nil)
    #expect(server.requests.count == 1)
  }

  @Test("one that leaves the grant names the place that would be needed")
  func leaving() async throws {
    let server = try server(to: "https://elsewhere.test/x")
    let failure = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == .permission)
    #expect(failure.neededGrant == .host("elsewhere.test", method: "GET"))
    #expect(
      failure.message
        == "127.0.0.1:\(server.port) redirects to elsewhere.test, which it was not granted; allow elsewhere.test or change the script"
    )
  }

  @Test(
    "one to something else than a web address is refused",
    arguments: [
      ("file:///etc/passwd", FailureKind.permission, "an address that begins with 'file:'"),
      ("gopher://127.0.0.1/", .permission, "an address that begins with 'gopher:'"),
      ("http://user:pass@127.0.0.1/", .httpStatus, "a URL with a user name or password"),
      ("http://", .httpStatus, "'http://', which is not a URL"),
      ("http://127.0.0.1\\@evil.test/", .httpStatus, "which is not a URL"),
    ])
  func schemes(location: String, kind: FailureKind, words: String) async throws {
    let server = try server(to: location)
    let failure = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == kind)
    #expect(failure.message.hasPrefix("127.0.0.1:\(server.port) redirects to "))
    #expect(failure.message.contains(words))
  }

  @Test(
    "relative ones are read as browsers do",
    arguments: [("/b", "/b"), ("c?x=1#y", "/c?x=1"), ("?q", "/?q"), ("./d/../e", "/e")])
  func relative(location: String, path: String) async throws {
    let server = try server(to: location)
    guard path != "/?q" else {
      let answer = try await egress.send(
        EgressRequest("GET", server.url()), as: server.permissions)
      #expect(answer.url == server.url(path))
      return
    }
    let answer = try await egress.send(EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.text == "GET \(path)")
    #expect(answer.url == server.url(path))
  }

  @Test(
    "the method and the body go along as HTTP says",
    arguments: [
      (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (307, "POST", "POST"),
      (308, "POST", "POST"), (303, "PUT", "GET"), (302, "PUT", "PUT"), (303, "HEAD", "HEAD"),
      (302, "GET", "GET"),
    ])
  func methods(status: Int, method: String, next: String) async throws {
    let server = try server(to: "/next", status: status)
    let body = method == "POST" || method == "PUT" ? Array("data".utf8) : nil
    _ = try await egress.send(
      EgressRequest(method, server.url(), headers: [.init("Content-Type", "text/x")], body: body),
      as: server.permissions)
    let last = try #require(server.requests.last)
    #expect(last.method == next)
    #expect(last.body == (next == "POST" || next == "PUT" ? Array("data".utf8) : []))
    let keepsType = method == next
    #expect(last.header("content-type") == (keepsType ? "text/x" : nil))
  }

  @Test("a circle is noticed", arguments: [["/a", "/b"], ["/a"], ["/a#x", "/b#y"]])
  func loop(paths: [String]) async throws {
    let server = try LoopbackServer { request, connection in
      let bare = paths.map { $0.prefix { $0 != "#" } }
      let at = bare.firstIndex { $0 == request.path } ?? -1
      connection.answer(302, [("Location", paths[(at + 1) % paths.count])])
    }
    let failure = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == .httpStatus)
    #expect(
      failure.message
        == "127.0.0.1:\(server.port) redirects in a circle; open it in a browser, and use the address that shows the data"
    )
    #expect(server.requests.count == paths.count + 1)
  }

  @Test("a hundred hops end after ten")
  func hops() async throws {
    let server = try LoopbackServer { request, connection in
      let number = Int(request.path.dropFirst()) ?? 0
      if number < 100 {
        connection.answer(302, [("Location", "/\(number + 1)")])
      } else {
        connection.answer()
      }
    }
    let failure = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(failure.kind == .httpStatus)
    #expect(
      failure.message
        == "127.0.0.1:\(server.port) redirects more than 10 times; use the final address")
    #expect(server.requests.count == 11)
    let last = try await egress.send(
      EgressRequest("GET", server.url("/90")), as: server.permissions)
    #expect(last.url == server.url("/100"))
  }

  @Test(
    "a login is not carried to another origin, nor back again",
    arguments: ["http://localhost:PORT/", "http://127.0.0.1:PORT/"])
  func login(elsewhere: String) async throws {
    let homePort = Mutex(0)
    let other = try LoopbackServer { _, connection in
      connection.answer(
        302, [("Location", "http://127.0.0.1:\(homePort.withLock { $0 })/back")])
    }
    let server = try LoopbackServer { request, connection in
      switch request.path {
      case "/": connection.answer(302, [("Location", "/same")])
      case "/same":
        let next = elsewhere.replacing("PORT", with: "\(other.port)")
        connection.answer(302, [("Location", next)])
      default: connection.answer(text: "done")
      }
    }
    homePort.withLock { $0 = server.port }
    var permissions = server.permissions
    for host in ["localhost", "127.0.0.1"] {
      permissions.privateHosts.insert(HostPort(host: host, port: other.port))
    }
    let answer = try await egress.send(
      EgressRequest(
        "GET", server.url(), headers: [.init("Authorization", "Bearer x"), .init("X-A", "y")]),
      as: permissions)
    #expect(answer.text == "done")
    #expect(server.requests.map { $0.header("authorization") } == ["Bearer x", "Bearer x", nil])
    #expect(other.requests.map { $0.header("authorization") } == [nil])
    #expect(other.requests.map { $0.header("x-a") } == ["y"])
  }
}
