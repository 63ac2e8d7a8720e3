import BlockModel
import Egress
import Foundation
import Testing

@Suite("A secret goes where it is bound, and nowhere else")
struct SecretTests {
  static let value = "s3cr3t/+value &\"ü"
  let egress = Egress(
    secrets: Secrets(values: ["KEY": value, "NL": "a\r\nHost: evil", "EMPTY": ""]))

  private func permissions(
    _ server: LoopbackServer, bound hosts: Set<String> = ["127.0.0.1"]
  ) -> Permissions {
    var permissions = server.permissions
    permissions.secrets = ["KEY", "NL", "EMPTY", "UNSET"].map {
      SecretBinding(name: $0, hosts: hosts)
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
        == "the secret 'KEY' stands in the path or the body; put it into a header or the query")
    #expect(server.requests.isEmpty)
  }

  @Test(
    "a secret that cannot be sent says what to do, and nothing is sent",
    arguments: [
      (
        "UNKNOWN", FailureKind.permission,
        "the secret 'UNKNOWN' is not bound to 127.0.0.1; bind it in permissions.secrets or leave it out"
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
      #expect(failure.message == message)
    }
    #expect(server.requests.isEmpty)
  }

  @Test("a granted host that the secret is not bound to does not get it")
  func notBound() async throws {
    let server = try echo()
    let failure = try await egress.failure(
      EgressRequest("GET", server.url(), headers: [.init("X-Key", "{{secret:KEY}}")]),
      as: permissions(server, bound: ["api.example.org"]))
    #expect(failure.kind == .permission)
    #expect(server.requests.isEmpty)
  }

  @Test("a redirect to a granted host that the secret is not bound to does not carry it")
  func redirectElsewhere() async throws {
    let other = try echo()
    let server = try LoopbackServer { request, connection in
      // An open redirect hands the whole query on, and with it the value.
      let query = request.path.firstIndex(of: "?").map { String(request.path[$0...]) } ?? ""
      connection.answer(302, [("Location", "http://localhost:\(other.port)/\(query)")])
    }
    var permissions = permissions(server)
    permissions.privateHosts.insert(HostPort(host: "localhost", port: other.port))
    for request in [
      EgressRequest("GET", server.url("/?k={{secret:KEY}}")),
      EgressRequest("GET", server.url(), headers: [.init("X-Key", "{{secret:KEY}}")]),
    ] {
      let failure = try await egress.failure(request, as: permissions)
      #expect(failure.kind == .permission)
      #expect(
        failure.message
          == "the secret 'KEY' is not bound to localhost; bind it in permissions.secrets or leave it out"
      )
    }
    #expect(other.requests.isEmpty)
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
