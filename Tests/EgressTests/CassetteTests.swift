import BlockModel
import Egress
import Foundation
import Testing

@Suite("A cassette gives back what was recorded")
final class CassetteTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "egress-cassette-\(UUID().uuidString)")
  private let egress = Egress(secrets: Secrets(values: ["KEY": "s3cr3t-value"]))

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func text(of folder: URL) throws -> String {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try String(decoding: Data(contentsOf: $0), as: UTF8.self) + $0.lastPathComponent }
      .joined(separator: "\n")
  }

  @Test(
    "status, kept headers, address and every byte",
    arguments: [200, 301, 404, 429, 500, 204] as [Int])
  func roundTrip(status: Int) async throws {
    let body: [UInt8] = status == 204 ? [] : Array(0...255)
    let server = try LoopbackServer { request, connection in
      if request.path == "/" {
        connection.answer(302, [("Location", "/end?a=b")])
      } else {
        connection.answer(
          status,
          [
            ("Content-Type", "image/x"), ("ETag", "\"1\""), ("Retry-After", "7"),
            ("Set-Cookie", "private=1"), ("Location", "/end?a=c"), ("X-Other", "x"),
          ].filter { status != 301 || $0.0 != "Location" }, body)
      }
    }
    let request = EgressRequest("GET", server.url())
    let live = try await egress.send(request, as: server.permissions, cassette: .record(folder))
    let count = server.requests.count
    let again = try await Egress().send(
      request, as: server.permissions, cassette: .replay(folder))
    #expect(server.requests.count == count)
    #expect(again.status == status)
    #expect(again.status == live.status && again.url == live.url && again.body == live.body)
    #expect(again.header("content-type") == "image/x")
    #expect(again.header("etag") == "\"1\"")
    #expect(again.header("set-cookie") == nil)
    #expect(again.retryAfter == live.retryAfter)
    #expect(again.exchange.cache == .replay)
    #expect(again.exchange.bytes == live.exchange.bytes)
    #expect(!(try text(of: folder).contains("private=1")))
  }

  @Test("each method, address and body has an answer of its own")
  func different() async throws {
    let server = try LoopbackServer { request, connection in
      connection.answer(
        text: "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self))")
    }
    let requests = [
      EgressRequest("GET", server.url("/a")), EgressRequest("GET", server.url("/a?x=1")),
      EgressRequest("POST", server.url("/a"), body: Array("1".utf8)),
      EgressRequest("POST", server.url("/a"), body: Array("2".utf8)),
      EgressRequest("PUT", server.url("/a"), body: []),
    ]
    var live: [String] = []
    for request in requests {
      live.append(
        try await egress.send(request, as: server.permissions, cassette: .record(folder)).text)
    }
    #expect(Set(live).count == requests.count)
    for (request, text) in zip(requests, live) {
      let again = try await egress.send(
        request, as: server.permissions, cassette: .replay(folder))
      #expect(again.text == text)
    }
  }

  @Test("a source that is down answers with its status or not at all, and is never asked")
  func outage() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(200, [], []) }
    let request = EgressRequest("GET", server.url())
    let broken = try await egress.send(
      request, as: server.permissions, cassette: .outage(status: 500))
    #expect(broken.status == 500 && broken.body.isEmpty)
    await #expect {
      try await self.egress.send(request, as: server.permissions, cassette: .outage(status: nil))
    } throws: { ($0 as? EgressFailure)?.kind == .network }
    // What is not allowed is refused as ever.
    await #expect {
      try await self.egress.send(request, as: Permissions(), cassette: .outage(status: 500))
    } throws: { ($0 as? EgressFailure)?.kind == .permission }
    #expect(server.requests.isEmpty)
  }

  @Test("what came from the cache is recorded too, or a replay would miss it")
  func cached() async throws {
    let server = try LoopbackServer { request, connection in
      let isSame = request.header("if-none-match") != nil
      connection.answer(isSame ? 304 : 200, [("ETag", "\"1\"")], text: isSame ? "" : "kept")
    }
    let request = EgressRequest("GET", server.url())
    let lasting = EgressRequest("GET", server.url(), ttl: .seconds(60))
    for (request, use) in [(lasting, HTTPExchange.CacheUse.hit), (request, .revalidated)] {
      _ = try await egress.send(request, as: server.permissions)
      let folder = folder.appending(path: "\(use)")
      let live = try await egress.send(request, as: server.permissions, cassette: .record(folder))
      #expect(live.exchange.cache == use)
      let again = try await egress.send(
        request, as: server.permissions, cassette: .replay(folder))
      #expect(again.text == "kept")
    }
  }

  @Test("no value of a secret is in any of its files, and the replay needs none")
  func secrets() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path.hasPrefix("/?") {
        connection.answer(302, [("Location", "/end" + request.path.dropFirst())])
      } else {
        connection.answer(
          200, [("ETag", request.header("x-key") ?? "")], text: "you sent \(request.head)")
      }
    }
    var permissions = server.permissions
    permissions.secrets = [SecretBinding(name: "KEY", origins: [server.origin])]
    let request = EgressRequest(
      "GET", server.url("/?k={{secret:KEY}}"), headers: [.init("X-Key", "{{secret:KEY}}")])
    let live = try await egress.send(request, as: permissions, cassette: .record(folder))
    #expect(server.requests.last?.path == "/end?k=s3cr3t%2Dvalue")
    let kept = try text(of: folder)
    for form in ["s3cr3t-value", "s3cr3t%2Dvalue", "s3cr3t"] { #expect(!kept.contains(form)) }
    let again = try await Egress().send(request, as: permissions, cassette: .replay(folder))
    #expect(again.text == live.text)
    #expect(again.url == live.url)
  }

  @Test("a replay asks nobody, and holds to the permissions")
  func policy() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(
      """
      {"url": "https://a.test/", "status": 302, "headers": {"Location": "http://10.0.0.1/"}}
      """.utf8
    ).write(to: folder.appending(path: "1.json"))
    let away = try await egress.failure(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test", "10.0.0.1"]),
      cassette: .replay(folder))
    #expect(away.kind == .permission)
    #expect(away.neededPlace == HostPort(host: "10.0.0.1", port: 80))
    let other = try await egress.failure(
      EgressRequest("GET", "https://b.test/"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder))
    #expect(other.kind == .permission)
    let missing = try await egress.failure(
      EgressRequest("GET", "https://a.test/other"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder))
    #expect(missing.kind == .blocked)
    #expect(
      missing.message
        == "no answer to GET https://a.test/other is recorded; only recorded answers are used here"
    )
  }

  @Test(
    "a damaged cassette says which file, and reads nothing outside of its folder",
    arguments: [
      ("{", "is damaged"), (#"{"url": "https://a.test/", "body": "../x"}"#, "which is not there"),
      (#"{"url": "https://a.test/", "body": "/etc/passwd"}"#, "which is not there"),
      (#"{"url": "https://a.test/", "body": ".."}"#, "which is not there"),
      (#"{"url": "https://a.test/", "body": "a\u0000b"}"#, "which is not there"),
      (#"{"url": "https://a.test/", "body": "absent.txt"}"#, "which is not there"),
    ])
  func damaged(entry: String, words: String) async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(entry.utf8).write(to: folder.appending(path: "1.json"))
    let failure = try await egress.failure(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder))
    #expect(failure.kind == .host)
    #expect(failure.message.contains(words))
    #expect(failure.message.contains("1.json"))
  }

  @Test("links out of the folder are not followed, and neither is anything that is no file")
  func links() async throws {
    let files = FileManager.default
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    let outside = folder.appendingPathExtension("outside")
    try Data("private".utf8).write(to: outside)
    defer { try? files.removeItem(at: outside) }
    let entry = #"{"url": "https://a.test/", "body": "b.body.txt"}"#
    let (index, body) = (
      folder.appending(path: "1.json"), folder.appending(path: "b.body.txt")
    )
    for make in [
      { try files.createSymbolicLink(at: body, withDestinationURL: outside) },
      { try files.createDirectory(at: body, withIntermediateDirectories: false) },
      { #expect(mkfifo(body.path, 0o600) == 0) },
    ] as [() throws -> Void] {
      try Data(entry.utf8).write(to: index)
      try make()
      let failure = try await egress.failure(
        EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"]),
        cassette: .replay(folder))
      #expect(failure.kind == .host)
      #expect(failure.message.contains("which is not there or not a file of its own"))
      try files.removeItem(at: body)
    }
    try Data(#"{"url": "https://a.test/", "status": 204}"#.utf8).write(to: outside)
    try files.removeItem(at: index)
    try files.createSymbolicLink(at: index, withDestinationURL: outside)
    let failure = try await egress.failure(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder))
    #expect(failure.message.contains("1.json is damaged"))
  }

  @Test("a folder that is not there, or cannot be written, says so")
  func folders() async throws {
    let absent = try await egress.failure(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder.appending(path: "absent")))
    #expect(absent.kind == .host)
    #expect(absent.message.hasSuffix("cannot be read; check --replay"))
    let server = try LoopbackServer { _, connection in connection.answer() }
    let unwritable = try await egress.failure(
      EgressRequest("GET", server.url()), as: server.permissions,
      cassette: .record(URL(filePath: "/proc/none")))
    #expect(unwritable.kind == .host)
    #expect(unwritable.message.hasPrefix("the cassette folder /proc/none cannot be written"))
  }

  @Test("an address that ends in a star answers what begins with it; times are filled in")
  func templates() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(
      #"{"url": "https://a.test/x?*", "body": "b.body.txt", "template": true}"#.utf8
    ).write(to: folder.appending(path: "1.json"))
    try Data("{{now-10}} {{ms+0}} {{day+1}} {{iso}} {{secret:KEY}}".utf8)
      .write(to: folder.appending(path: "b.body.txt"))
    let answer = try await egress.send(
      EgressRequest("GET", "https://a.test/x?y=1"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder), now: Date(timeIntervalSince1970: 1_800_000_000))
    #expect(
      answer.text
        == "1799999990 1800000000000 2027-01-16 2027-01-15T08:00:00Z {{secret:KEY}}")
  }

  @Test(
    "times in a template that no calendar has are the farthest that one does",
    arguments: ["99999999999999999999", "-99999999999999999999", "9223372036854775807"])
  func farTimes(offset: String) async throws {
    let sign = offset.hasPrefix("-") ? "" : "+"
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(
      #"{"url": "https://a.test/", "body": "b.txt", "template": true}"#.utf8
    )
    .write(to: folder.appending(path: "1.json"))
    let names = ["now", "ms", "iso", "day"].map { "{{\($0)\(sign)\(offset)}}" }
    try Data(names.joined(separator: " ").utf8).write(to: folder.appending(path: "b.txt"))
    let answer = try await egress.send(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"]),
      cassette: .replay(folder), now: Date(timeIntervalSince1970: 1_800_000_000))
    let parts = answer.text.split(separator: " ")
    #expect(parts.count == 4)
    #expect(parts.allSatisfy { !$0.hasPrefix("{") })
  }
}
