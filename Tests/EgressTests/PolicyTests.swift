import BlockModel
import Egress
import Foundation
import Testing

@Suite("What is refused before anything is sent")
struct PolicyTests {
  let egress = Egress()

  static let otherSchemes = [
    "file:///etc/passwd", "FILE:///etc/passwd", "gopher://example.org/1", "ftp://example.org/",
    "dict://example.org:2628/d:x", "data:text/plain,x", "ldap://example.org/",
    "ws://example.org/",
    "smb://example.org/x", "telnet://example.org",
  ]

  @Test("only http and https are asked", arguments: otherSchemes)
  func schemes(url: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", url), as: Permissions(hosts: ["example.org", ""]))
    #expect([.permission, .scriptError].contains(failure.kind))
    if url.contains("://") {
      let scheme = url.prefix { $0 != ":" }.lowercased()
      #expect(
        failure.message
          == "the block asks for an address that begins with '\(scheme):'; only http and https are allowed, so use such an address"
      )
      #expect(failure.kind == .permission)
    }
    #expect(failure.neededGrant == nil)
  }

  /// Every form in which an address that is not public can be written: the host as it is read, and
  /// what it is.
  static let privateForms: [(url: String, host: String, reason: String)] = [
    ("http://127.0.0.1/", "127.0.0.1", "this machine"),
    ("http://127.1/", "127.0.0.1", "this machine"),
    ("http://127.0.1/", "127.0.0.1", "this machine"),
    ("http://2130706433/", "127.0.0.1", "this machine"),
    ("http://0x7f.1/", "127.0.0.1", "this machine"),
    ("http://0x7f000001/", "127.0.0.1", "this machine"),
    ("http://0177.0.0.1/", "127.0.0.1", "this machine"),
    ("http://017700000001/", "127.0.0.1", "this machine"),
    ("http://0/", "0.0.0.0", "this machine"),
    ("http://0.0.0.0/", "0.0.0.0", "this machine"),
    ("http://127%2e0.0.1/", "127.0.0.1", "this machine"),
    ("http://10.1.2.3/", "10.1.2.3", "a private network"),
    ("http://172.16.0.1/", "172.16.0.1", "a private network"),
    ("http://192.168.1.1:8080/", "192.168.1.1", "a private network"),
    ("http://3232235777/", "192.168.1.1", "a private network"),
    ("http://100.64.0.1/", "100.64.0.1", "a carrier's private network"),
    (
      "http://169.254.169.254/latest/meta-data", "169.254.169.254",
      "a link-local address, where clouds keep their metadata"
    ),
    (
      "http://2852039166/", "169.254.169.254",
      "a link-local address, where clouds keep their metadata"
    ),
    ("http://[::1]/", "::1", "this machine"),
    ("http://[0:0:0:0:0:0:0:1]/", "::1", "this machine"),
    ("http://[::]/", "::", "this machine"),
    ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1", "this machine"),
    ("http://[::ffff:7f00:1]/", "::ffff:127.0.0.1", "this machine"),
    ("http://[::ffff:a00:1]/", "::ffff:10.0.0.1", "a private network"),
    ("http://[2002:7f00:1::]/", "2002:7f00:1::", "this machine"),
    ("http://[64:ff9b::7f00:1]/", "64:ff9b::7f00:1", "this machine"),
    ("http://[64:ff9b:1::808:808]/", "64:ff9b:1::808:808", "a translation of the local network"),
    ("http://[fe80::1]/", "fe80::1", "a link-local address"),
    ("http://[fd00::1]/", "fd00::1", "a private network"),
    ("http://localhost/", "localhost", "this machine"),
    ("http://LOCALHOST/", "localhost", "this machine"),
    ("http://localhost./", "localhost.", "this machine"),
    ("http://a.b.localhost/", "a.b.localhost", "this machine"),
  ]

  @Test(
    "an address that is not public is refused in every form it can be written in",
    arguments: privateForms)
  func privateAddresses(url: String, host: String, reason: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", url), as: Permissions(hosts: [host, "::ffff:7f00:1", "::ffff:a00:1"]))
    #expect(failure.kind == .permission)
    let place = try #require(failure.neededPlace)
    #expect(
      failure.message
        == "\(place) is \(reason), not the internet; allow it with --grant \(place) or the Allow button"
    )
    #expect(url.contains(":8080") ? place.port == 8080 : place.port == 80)
  }

  @Test(
    "an address that a VPN made up says what it is, and how it is allowed once",
    arguments: ["http://198.18.0.7/", "http://198.19.255.1:8080/"])
  func madeUp(url: String) async throws {
    let host = try #require(URL(string: url)?.host)
    let failure = try await egress.failure(
      EgressRequest("GET", url), as: Permissions(hosts: [host]))
    let place = try #require(failure.neededPlace)
    #expect(failure.kind == .permission)
    #expect(
      failure.message
        == "\(place) is an address that a VPN or proxy of this machine makes up for every name (fake IP); switch that off there, or allow it once with --grant \(place) or the Allow button"
    )
  }

  @Test(
    "a host is asked only when the block was granted it",
    arguments: [
      ("https://other.test/", ["good.test"]), ("https://good.test.evil.test/", ["good.test"]),
      ("https://evilgood.test/", ["good.test", "*.good.test"]),
      ("https://good.test/", ["*.good.test"]), ("https://a.b.good.test/", ["*.good.test"]),
      ("https://test/", ["good.test"]), ("https://good.test./", ["good.test"]),
      ("https://good.test%00.evil.test/", ["good.test"]),
    ] as [(String, Set<String>)])
  func hosts(url: String, hosts: Set<String>) async throws {
    let failure = try await egress.failure(EgressRequest("GET", url), as: Permissions(hosts: hosts))
    if url.contains("%00") {
      #expect(failure.kind == .scriptError)
      return
    }
    let host = try #require(URL(string: url)?.host)
    #expect(failure.kind == .permission)
    // A name without a dot is none of the internet.
    #expect(
      failure.neededGrant
        == (host == "test"
          ? .privateHost(HostPort(host: host, port: 443)) : .host(host, method: "GET")))
    #expect(
      failure.message
        == "the block asks for \(host), which it was not granted; allow \(host) or change the script"
    )
  }

  @Test("a grant of one port is none for another")
  func ports() async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", "http://127.0.0.1:81/"),
      as: Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: 80)]))
    #expect(failure.kind == .permission)
    #expect(failure.neededPlace == HostPort(host: "127.0.0.1", port: 81))
  }

  @Test(
    "what is not a URL is the script's mistake",
    arguments: [
      "", "/relative", "https://", "https:///x", "nonsense", "https://good.test\r\nX: y/",
      "https://good.test/\r\nHost: evil.test", "https://good .test/", "https://good.test/\u{0}",
      "https://good.test\\@evil.test/", "https://good.test/\u{7F}", "https://good.test:99999/",
      "https://[::1/", "https://good.test/" + String(repeating: "x", count: 70_000),
    ])
  func malformed(url: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", url), as: Permissions(hosts: ["good.test"]))
    #expect([.scriptError, .permission].contains(failure.kind))
    #expect(failure.exchange.url.utf8.count <= 2048)
    // "nonsense" and relative paths may be read as hosts, which were not granted.
    if failure.kind == .scriptError {
      let shown = String(
        String.UnicodeScalarView(
          url.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? "�" : $0 }))
      #expect(
        failure.message
          == "the block asks for '\(shown)', which is not a URL; check the address")
    } else {
      #expect(failure.neededGrant != nil)
    }
  }

  @Test(
    "a URL with a user name or password is refused",
    arguments: [
      "https://user@good.test/", "https://user:pass@good.test/", "https://good.test@evil.test/",
      "https://@good.test/", "https://:pass@good.test/",
    ])
  func userInfo(url: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", url), as: Permissions(hosts: ["good.test", "evil.test"]))
    #expect(failure.kind == .scriptError)
    #expect(
      failure.message
        == "the block asks for a URL with a user name or password; use a secret in a header instead"
    )
  }

  @Test(
    "a header cannot become two",
    arguments: [
      ("X-A", "a\r\nHost: evil.test"), ("X-A", "a\nb"), ("X-A", "a\rb"), ("X-A", "a\u{0}b"),
      ("X-A\r\nB", "x"), ("X A", "x"), ("X:A", "x"), ("", "x"), ("Ä", "x"), ("X-A", "\u{1}"),
    ])
  func injection(name: String, value: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", "https://good.test/", headers: [.init(name, value)]),
      as: Permissions(hosts: ["good.test"]))
    #expect(failure.kind == .scriptError)
    #expect(failure.message.hasSuffix("not allowed in headers; remove line breaks and signs"))
  }

  @Test(
    "headers that decide where a request goes and how long it is belong to Dash",
    arguments: [
      "Host", "HOST", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE",
      "Trailer", "Proxy-Authorization", "Proxy-Connection", "Keep-Alive", "Expect", "Cookie",
      "Accept-Encoding",
    ])
  func ownHeaders(name: String) async throws {
    let failure = try await egress.failure(
      EgressRequest("GET", "https://good.test/", headers: [.init(name, "x")]),
      as: Permissions(hosts: ["good.test"]))
    #expect(failure.kind == .scriptError)
    #expect(
      failure.message
        == "the header '\(name)' is set by Dash and cannot be changed; leave it out")
  }

  @Test(
    "a method must be granted", arguments: ["POST", "DELETE", "TRACE", "GET / HTTP/1.1\r\nX: y"])
  func methods(method: String) async throws {
    let failure = try await egress.failure(
      EgressRequest(method, "https://good.test/"), as: Permissions(hosts: ["good.test"]))
    #expect(failure.kind == .permission)
    #expect(failure.message.hasSuffix("add it to permissions.methods in block.json"))
  }
}
