import BlockModel
import Egress
import Foundation
import Testing

@Suite("A request of a page in the browser is one hop")
struct PageTrafficTests {
  private let egress = Egress(secrets: Secrets(values: ["KEY": "s3cr3t-value"]))

  private func request(
    _ server: LoopbackServer, _ path: String = "/", _ traffic: PageTraffic = PageTraffic()
  ) -> EgressRequest {
    var request = EgressRequest("GET", server.url(path))
    request.traffic = traffic
    return request
  }

  @Test("a redirect is the answer, with its cookies, for the browser to follow")
  func redirect() async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(302, [("Location", "http://127.0.0.1:1/"), ("Set-Cookie", "a=1")])
    }
    let answer = try await egress.send(request(server), as: server.permissions)
    #expect(answer.status == 302)
    #expect(answer.header("location") == "http://127.0.0.1:1/")
    #expect(answer.header("set-cookie") == "a=1")
  }

  @Test("cookies of the page are sent, and what came with them is given to nobody else")
  func cookies() async throws {
    let server = try LoopbackServer { request, connection in
      connection.answer(
        200, [("Cache-Control", "max-age=60")], text: request.header("cookie") ?? "none")
    }
    let mine = try await egress.send(
      request(server, "/", PageTraffic(cookie: "a=1; b=2")), as: server.permissions)
    #expect(mine.text == "a=1; b=2")
    let other = try await egress.send(request(server), as: server.permissions)
    #expect(other.text == "none")
  }

  @Test("a page cannot have a secret filled in; the script that asked for the page can")
  func secrets() async throws {
    let server = try LoopbackServer { request, connection in
      connection.answer(text: request.head)
    }
    var permissions = server.permissions
    permissions.secrets = [SecretBinding(name: "KEY", origins: [server.origin])]
    for path in ["/?k={{secret:KEY}}", "/?k=%7B%7Bsecret:KEY%7D%7D"] {
      let failure = try await egress.failure(request(server, path), as: permissions)
      #expect(failure.kind == .permission)
    }
    var header = request(server)
    header.headers = [.init("X-Key", "{{secret:KEY}}")]
    #expect(try await egress.failure(header, as: permissions).kind == .permission)
    #expect(server.requests.isEmpty)

    header.traffic = PageTraffic(isOfScript: true)
    let answer = try await egress.send(header, as: permissions)
    #expect(server.requests.first?.header("x-key") == "s3cr3t-value")
    #expect(!answer.text.contains("s3cr3t-value"))
  }

  @Test("what is to be rendered is not sent, except from a recording")
  func visit() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "sent") }
    var visit = EgressRequest("GET", server.url())
    visit.visit = PageVisit(
      waitFor: ".a", steps: [.click("#b"), .fill("c", text: "d"), .press("e")])
    #expect(try await egress.failure(visit, as: server.permissions).kind == .host)
    #expect(server.requests.isEmpty)

    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ name: String, _ json: String) throws {
      try Data(json.utf8).write(to: folder.appending(path: name))
    }
    let url = server.url()
    try Data("<p>a".utf8).write(to: folder.appending(path: "page.html"))
    try write("1.json", #"{"url": "\#(url)", "body": "page.html"}"#)
    #expect(
      try await egress.failure(visit, as: server.permissions, cassette: .replay(folder)).kind
        == .blocked)
    try write(
      "2.json",
      #"{"url": "\#(url)", "browser": true, "final_url": "\#(url)end", "body": "page.html"}"#)
    let any = try await egress.send(visit, as: server.permissions, cassette: .replay(folder))
    #expect(any.text == "<p>a")
    #expect(any.url == "\(url)end")
    try write("2.json", #"{"url": "\#(url)", "browser": "another", "body": "page.html"}"#)
    #expect(
      try await egress.failure(visit, as: server.permissions, cassette: .replay(folder)).kind
        == .blocked)
    #expect(
      visit.visit?.description
        == ##"click "#b", fill "c" with "d", press e, wait for ".a""##)
  }
}
