import BlockModel
import Egress
import Foundation
import Testing

@Suite("A secret goes where it is bound, and nowhere else")
struct SecretTests {
  static let value = "s3cr3t/+value &\"ü"
  let egress = Egress(
    secrets: Secrets(values: [
      "KEY": value, "NL": "a\r\nHost: evil", "EMPTY": "", "PADDED": "  SECRET123  ",
    ]))

  private func permissions(
    _ server: LoopbackServer, bound origins: Set<Origin>? = nil
  ) -> Permissions {
    var permissions = server.permissions
    permissions.secrets = ["KEY", "NL", "EMPTY", "UNSET", "PADDED"].map {
      SecretBinding(name: $0, origins: origins ?? [server.origin])
    }
    return permissions
  }

  /// Sends back everything it was sent, in the header and the body.
  private func echo() throws -> LoopbackServer {
    try LoopbackServer { request, connection in
      let query = request.path.firstIndex(of: "?").map { request.path[$0...] } ?? ""
      let readable = query.removingPercentEncoding ?? ""
      let json = JSONValue.string(readable).json()
      connection.answer(
        200, [("X-Echo", request.header("x-key") ?? "")],
        text: [request.head, readable, json, json.replacing("/", with: "\\/")]
          .joined(separator: "\n"))
    }
  }

  @Test(
    "it is filled in in a header and in the query, in each way a placeholder can be written",
    arguments: [
      "?k={{secret:KEY}}", "?k=%7B%7Bsecret%3AKEY%7D%7D", "?k=%7b%7bsecret:KEY%7d%7d",
      "?a=b%3Ac&k={{secret:KEY}}&d=%7B1%7D",
    ])
  func filling(query: String) async throws {
    let server = try echo()
    let answer = try await egress.send(
      EgressRequest(
        "GET", server.url("/p%3Aq\(query)"), headers: [.init("X-Key", "Bearer {{secret:KEY}}")]),
      as: permissions(server))
    let request = try #require(server.requests.first)
    #expect(request.header("x-key") == "Bearer \(Self.value)")
    let sent = "s3cr3t%2F%2Bvalue%20%26%22%C3%BC"
    #expect(request.path.contains("k=\(sent)"))
    #expect(request.path.hasPrefix("/p%3Aq?"), "the rest of the address stays as it was")
    if query.contains("b%3Ac") { #expect(request.path == "/p%3Aq?a=b%3Ac&k=\(sent)&d=%7B1%7D") }

    // Nothing that comes back, or is kept, holds the value in any form it was echoed in.
    let seen =
      [answer.text, answer.url, answer.exchange.url, answer.header("x-echo") ?? ""].joined()
    #expect(answer.text.contains("•••"))
    #expect(answer.header("x-echo") == "Bearer •••")
    for part in ["s3cr3t", "%2Bvalue", "+value"] { #expect(!seen.contains(part), "\(seen)") }
  }

  @Test(
    "a placeholder where no secret may stand is never filled in, and nothing is sent",
    arguments: [
      ("/{{secret:KEY}}", nil, "put it into a header or the query"),
      ("/a%7B%7Bsecret%3AKEY%7D%7D?x", nil, "put it into a header or the query"),
      ("/", "token={{secret:KEY}}", "put it into a header or the query"),
    ])
  func wrongPlace(path: String, body: String?, words: String) async throws {
    let server = try echo()
    let failure = try await egress.failure(
      EgressRequest(
        body == nil ? "GET" : "POST", server.url(path), body: body.map { Array($0.utf8) }),
      as: permissions(server))
    #expect(failure.kind == .scriptError)
    #expect(
      failure.message
        == "the secret 'KEY' is in the path or the body; put it into a header or the query")
    #expect(server.requests.isEmpty)
  }

  @Test(
    "a secret that cannot be sent says what to do, and nothing is sent",
    arguments: [
      (
        "UNKNOWN", FailureKind.permission,
        "the secret 'UNKNOWN' may not be sent to ORIGIN; allow it with `dash allow ID secret ORIGIN UNKNOWN`, and bind it in permissions.secrets if block.json does not"
      ),
      (
        "UNSET", .auth,
        "the secret 'UNSET' has no value yet; set it in the settings of the block"
      ),
      (
        "EMPTY", .auth,
        "the secret 'EMPTY' has no value yet; set it in the settings of the block"
      ),
      (
        "NL", .auth,
        "the secret 'NL' holds a line break; set it again in the settings of the block"
      ),
    ])
  func unfit(name: String, kind: FailureKind, message: String) async throws {
    let server = try echo()
    for request in [
      EgressRequest("GET", server.url(), headers: [.init("X-Key", "{{secret:\(name)}}")]),
      EgressRequest("GET", server.url("/?k={{secret:\(name)}}")),
    ] {
      let failure = try await egress.failure(request, as: permissions(server))
      #expect(failure.kind == kind)
      #expect(failure.message == message.replacing("ORIGIN", with: "\(server.origin)"))
    }
    #expect(server.requests.isEmpty)
  }

  @Test("a granted place that the secret is not bound to does not get it")
  func notBound() async throws {
    let server = try echo()
    for origin in [
      Origin(host: "api.example.org"), Origin(scheme: .http, host: "127.0.0.1"),
      Origin(scheme: .https, host: "127.0.0.1", port: server.port),
      Origin(scheme: .http, host: "127.0.0.1", port: server.port == 1 ? 2 : server.port - 1),
    ] {
      let failure = try await egress.failure(
        EgressRequest("GET", server.url(), headers: [.init("X-Key", "{{secret:KEY}}")]),
        as: permissions(server, bound: [origin]))
      #expect(failure.kind == .permission)
      #expect(
        failure.message
          == "the secret 'KEY' may not be sent to \(server.origin); allow it with `dash allow ID secret \(server.origin) KEY`, and bind it in permissions.secrets if block.json does not"
      )
    }
    #expect(server.requests.isEmpty)
  }

  @Test(
    "a redirect to another host or port does not carry it, even where it is bound, and goes on",
    arguments: ["localhost", "127.0.0.1"], [302, 307, 308])
  func redirectElsewhere(host: String, status: Int) async throws {
    let other = try echo()
    let server = try LoopbackServer { _, connection in
      connection.answer(status, [("Location", "http://\(host):\(other.port)/")])
    }
    let origins: Set = [server.origin, Origin(scheme: .http, host: host, port: other.port)]
    for origins in [origins, [server.origin]] {
      var permissions = permissions(server, bound: origins)
      permissions.privateHosts.insert(HostPort(host: host, port: other.port))
      let answer = try await egress.send(
        EgressRequest(
          "GET", server.url(),
          headers: [
            .init("X-Key", "{{secret:KEY}}"), .init("Authorization", "Bearer {{secret:KEY}}"),
            .init("Accept", "text/csv"),
          ]), as: permissions)
      #expect(answer.status == 200)
      #expect(server.requests.last?.header("x-key") == Self.value)
      let arrived = try #require(other.requests.last)
      #expect(arrived.header("x-key") == nil && arrived.header("authorization") == nil)
      #expect(arrived.header("accept") == "text/csv")
      #expect(!arrived.head.contains("s3cr3t"))
    }
  }

  @Test("a redirect that takes the query with the value elsewhere is not followed")
  func redirectWithQuery() async throws {
    let other = try echo()
    let server = try LoopbackServer { request, connection in
      // An open redirect hands the whole query on, and with it the value.
      let query = request.path.firstIndex(of: "?").map { String(request.path[$0...]) } ?? ""
      connection.answer(302, [("Location", "http://127.0.0.1:\(other.port)/\(query)")])
    }
    for origins in [[server.origin], [server.origin, other.origin]] as [Set<Origin>] {
      var permissions = permissions(server, bound: origins)
      permissions.privateHosts.insert(HostPort(host: "127.0.0.1", port: other.port))
      let failure = try await egress.failure(
        EgressRequest("GET", server.url("/?k={{secret:KEY}}")), as: permissions)
      #expect(failure.kind == .permission)
      #expect(
        failure.message
          == "127.0.0.1:\(server.port) redirects to \(other.origin) with the secret 'KEY' in the address, and a secret stays with the origin it was written for; use the final address"
      )
    }
    #expect(other.requests.isEmpty)
  }

  @Test("spaces around a kept value are not part of it, and no form of it comes back")
  func padded() async throws {
    let server = try echo()
    let answer = try await egress.send(
      EgressRequest(
        "GET", server.url("/?k={{secret:PADDED}}"),
        headers: [.init("X-Key", "{{secret:PADDED}}")]), as: permissions(server))
    #expect(server.requests.first?.header("x-key") == "SECRET123")
    #expect(server.requests.first?.path == "/?k=SECRET123")
    #expect(!answer.text.contains("SECRET123") && answer.header("x-echo") == "•••")
  }

  @Test("over plain http it is sent to no place of the internet, granted or not")
  func unencrypted() async throws {
    let sentence =
      "a secret is not sent to http://ORIGIN, where anybody on the way could read it; use an https address"
    for (place, url) in [
      ("example.org", "http://example.org/"), ("example.org:8443", "http://example.org:8443/?a"),
      ("93.184.216.34", "http://93.184.216.34/"),
    ] {
      let port = url.contains("8443") ? 8443 : 80
      let host = String(place.prefix { $0 != ":" })
      var permissions = Permissions(
        hosts: [host],
        secrets: [
          SecretBinding(name: "KEY", origins: [Origin(scheme: .http, host: host, port: port)])
        ])
      let request = EgressRequest("GET", url, headers: [.init("X-Key", "{{secret:KEY}}")])
      #expect(
        try await egress.failure(request, as: permissions).message
          == sentence.replacing("ORIGIN", with: place))
      guard host.first?.isNumber == true else { continue }
      // Not even when a person granted the place: the address decides.
      permissions.privateHosts = [HostPort(host: host, port: port)]
      #expect(
        try await egress.failure(request, as: permissions).message
          == sentence.replacing("ORIGIN", with: place))
    }
  }

  @Test("a later answer of the same place that shows the value does not show it to the script")
  func later() async throws {
    let server = try LoopbackServer { request, connection in
      connection.answer(
        200, [("Cache-Control", "max-age=60")],
        text: request.path == "/me" ? "your key is \(Self.value)" : "signed in")
    }
    let permissions = permissions(server)
    _ = try await egress.send(
      EgressRequest("GET", server.url("/login"), headers: [.init("X-Key", "{{secret:KEY}}")]),
      as: permissions)
    for use in [HTTPExchange.CacheUse.miss, .hit] {
      let answer = try await egress.send(
        EgressRequest("GET", server.url("/me")), as: permissions)
      #expect(answer.text == "your key is •••")
      #expect(answer.exchange.cache == use)
    }
    let others = Egress(secrets: Secrets(values: ["KEY": Self.value]))
    let answer = try await others.send(
      EgressRequest("GET", server.url("/me")), as: server.permissions)
    #expect(answer.text.contains("s3cr3t"), "who has no secret there has nothing to hide")
  }

  @Test("a redirect on the same host that repeats the query works, and shows the placeholder")
  func redirectSame() async throws {
    let server = try LoopbackServer { request, connection in
      guard request.path.hasPrefix("/old") else { return connection.answer(text: "new") }
      connection.answer(301, [("Location", "/new" + request.path.dropFirst(4))])
    }
    let answer = try await egress.send(
      EgressRequest("GET", server.url("/old?k={{secret:KEY}}")), as: permissions(server))
    #expect(answer.text == "new")
    #expect(server.requests.last?.path == "/new?k=s3cr3t%2F%2Bvalue%20%26%22%C3%BC")
    #expect(answer.url == server.url("/new?k={{secret:KEY}}"))
    #expect(answer.exchange.url == answer.url)
  }

  @Test("an answer to a request with a secret is not given to anybody else")
  func notCached() async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(200, [("Cache-Control", "max-age=600")], text: "private")
    }
    let request = EgressRequest(
      "GET", server.url(), headers: [.init("X-Key", "{{secret:KEY}}")], ttl: .seconds(600))
    for _ in 0..<2 {
      #expect(try await egress.send(request, as: permissions(server)).exchange.cache == .miss)
    }
    #expect(server.requests.count == 2)
  }

  @Test("bytes that are no text survive the masking")
  func binary() async throws {
    let body: [UInt8] = [0, 255, 254, 13, 10] + Array(Self.value.utf8) + [0, 200, 128]
    let server = try LoopbackServer { _, connection in connection.answer(200, [], body) }
    let answer = try await egress.send(
      EgressRequest("GET", server.url(), headers: [.init("X-Key", "{{secret:KEY}}")]),
      as: permissions(server))
    #expect(answer.body == [0, 255, 254, 13, 10] + Array("•••".utf8) + [0, 200, 128])
    #expect(answer.exchange.bytes == answer.body.count)
  }
}
