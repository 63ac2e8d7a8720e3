import HTTPTypes
import Hummingbird
import Logging
import NIOEmbedded
import Testing

@testable import DashboardWeb

@Suite("What protects the page")
struct ProtectionTests {
  @Test(
    "the page answers under its own names only",
    arguments: [
      ("localhost", 200), ("localhost:8080", 200), ("127.0.0.1:8080", 200), ("[::1]:8080", 200),
      ("dash.localhost", 200), ("dash.example", 200), ("DASH.example:80", 200),
      ("dash.example.", 200),
      ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.nip.io", 421),
      ("192.168.1.5", 421), ("localhost:80:80", 421), ("localhost@evil.example", 421),
      ("[::1]evil", 421),
    ])
  func host(name: String, status: Int) async throws {
    let answer = try await Fixture().send(.get, "/page", host: name)
    #expect(answer.status.code == status)
  }

  @Test(
    "the refusal of another name says how to add it",
    arguments: [
      ("Dash.Home.Test:8443", "start Dash with --name dash.home.test."),
      ("192.168.1.5", "start Dash with --name 192.168.1.5."),
      ("a b", "start it with --name and that name."),
      ("evil@dash.example", "start it with --name and that name."),
    ])
  func unknownName(name: String, advice: String) {
    #expect(WebProblem.wrongHost(name).message.hasSuffix(advice))
  }

  @Test("two Host headers are two meanings, and refused")
  func twoHosts() async throws {
    let answer = try await Fixture().exchange(
      "GET /page HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 400 "))
  }

  @Test("a dashboard on a network answers under plain addresses, which no name can be bound to")
  func addresses() async throws {
    var fixture = Fixture()
    fixture.allowsAddresses = true
    #expect(try await fixture.send(.get, "/page", host: "192.168.1.5:8080").status == .ok)
    #expect(
      try await fixture.send(.get, "/page", host: "192.168.1.5.evil.example").status
        == .misdirectedRequest)
  }

  @Test("a write from our own page goes through")
  func ownWrite() async throws {
    let fixture = Fixture()
    var headers = fixture.ourWrite()
    headers[.origin] = "http://localhost"
    let answer = try await fixture.send(.post, "/write", headers, body: "hello")
    #expect(answer.status == .ok)
    #expect(answer.text == "hello")
  }

  /// What a browser says, and what a proxy makes of it.
  static let proxied: [(host: String, origin: String, site: String?, status: Int)] = [
    // nginx at port 8443 with `proxy_set_header Host $host`
    ("dash.example", "https://dash.example:8443", "same-origin", 200),
    ("dash.example", "https://dash.example:8443", nil, 403),
    ("dash.example", "https://dash.example:8443", "same-site", 403),
    // nginx without any setting: it asks for its own upstream
    ("127.0.0.1:8080", "https://dash.example:8443", "same-origin", 200),
    ("127.0.0.1:8080", "https://dash.example:8443", nil, 403),
    ("127.0.0.1:8080", "https://other.example", "same-origin", 421),
    // with `$http_host`
    ("dash.example:8443", "https://dash.example:8443", nil, 200),
    ("dash.example", "null", "same-origin", 403),
    ("dash.example", "file://dash.example", "same-origin", 403),
  ]

  @Test("behind a proxy the browser says which page is ours", arguments: proxied)
  func proxy(host: String, origin: String, site: String?, status: Int) async throws {
    let fixture = Fixture()
    var headers = fixture.ourWrite()
    headers[.origin] = origin
    headers[.secFetchSite] = site
    let answer = try await fixture.send(.post, "/write", host: host, headers, body: "x")
    #expect(answer.status.code == status)
  }

  @Test("a form without script proves itself by its hidden field")
  func formWrite() async throws {
    let fixture = Fixture()
    let token = fixture.keys.csrfToken(session: "")
    let answer = try await fixture.send(
      .post, "/write", [.contentType: "application/x-www-form-urlencoded"],
      body: "csrf=\(token)&a=b")
    #expect(answer.status == .ok)
  }

  @Test(
    "a write from elsewhere is refused, whatever it looks like",
    arguments: [
      (HTTPField.Name.origin, "https://evil.example"), (.origin, "null"),
      (.origin, "http://localhost.evil.example"),
      (.secFetchSite, "cross-site"), (.secFetchSite, "same-site"), (.csrf, "AAAA"), (.csrf, ""),
    ])
  func foreignWrite(name: HTTPField.Name, value: String) async throws {
    let fixture = Fixture()
    var headers = fixture.ourWrite()
    headers[name] = value
    let answer = try await fixture.send(.post, "/write", headers, body: "x")
    #expect(answer.status == .forbidden || answer.status == .misdirectedRequest)
  }

  @Test("a write with a made-up bearer is no proof where no token exists")
  func bearerWithoutToken() async throws {
    let answer = try await Fixture().send(
      .post, "/write", [.authorization: "Bearer anything"], body: "x")
    #expect(answer.status == .forbidden)
  }

  @Test("every answer carries the protecting headers", arguments: ["/page", "/nothing", "/broken"])
  func headers(path: String) async throws {
    let answer = try await Fixture().send(.get, path)
    #expect(
      answer.headers[.contentSecurityPolicy]
        == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
    #expect(answer.headers[.xFrameOptions] == "DENY")
    #expect(answer.headers[.referrerPolicy] == "same-origin")
  }

  @Test("a fault inside is told without its details")
  func fault() async throws {
    let answer = try await Fixture().send(.get, "/broken", [.accept: "application/json"])
    #expect(answer.status == .internalServerError)
    #expect(answer.text.contains("nothing was lost"))
    #expect(!answer.text.contains("Cocoa"))
  }

  @Test("a body over the limit is refused and the connection ends")
  func largeBody() async throws {
    let fixture = Fixture()
    let answer = try await fixture.send(
      .post, "/write", fixture.ourWrite(), body: String(repeating: "x", count: 5000))
    #expect(answer.status == .contentTooLarge)
    #expect(answer.headers[.connection] == "close")
  }

  @Test(
    "a body that cannot be read to its end is the sender's fault",
    arguments: [
      "zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n",
    ])
  func malformedChunks(body: String) async throws {
    let fixture = Fixture()
    let answer = try await fixture.exchange(
      """
      POST /write HTTP/1.1\r\nHost: localhost\r\nX-Dash-CSRF: \(fixture.keys.csrfToken(session: ""))\r\n\
      Transfer-Encoding: chunked\r\n\r\n\(body)
      """)
    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
  }

  @Test("a body that never arrives is given up")
  func slowBody() async throws {
    let fixture = Fixture()
    let check = WriteCheck(
      keys: fixture.keys, names: fixture.names, isTokenNeeded: false, maximumBytes: 4096,
      patience: .milliseconds(50))
    let (body, source) = RequestBody.makeStream()
    await source.yield(ByteBuffer(string: "the beginning"))
    let request = Request(
      head: HTTPRequest(
        method: .post, scheme: "http", authority: "localhost", path: "/write",
        headerFields: fixture.ourWrite()), body: body)
    let context = WebContext(
      source: ApplicationRequestContextSource(
        channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
    let problem = await #expect(throws: WebProblem.self) {
      _ = try await check.handle(request, context: context) { _, _ in Response(status: .ok) }
    }
    #expect(problem?.status == .requestTimeout)
    #expect(problem?.endsConnection == true)
    source.finish()
  }
}

@Suite("The login of a dashboard on a network")
struct LoginTests {
  private var fixture: Fixture {
    var fixture = Fixture()
    fixture.token = "correct horse"
    return fixture
  }

  @Test("without the token a browser is sent to the login and a program is refused")
  func strangers() async throws {
    let page = try await fixture.send(.get, "/page")
    #expect(page.status == .seeOther)
    #expect(page.headers[.location] == "/login")
    let program = try await fixture.send(.get, "/page", [.accept: "application/json"])
    #expect(program.status == .unauthorized)
  }

  @Test("the right token gives a cookie that scripts cannot read and other sites do not send")
  func login() async throws {
    let fixture = fixture
    var headers = fixture.ourWrite()
    headers[.contentType] = "application/x-www-form-urlencoded"
    let answer = try await fixture.send(.post, "/login", headers, body: "token=correct+horse")
    #expect(answer.status == .seeOther)
    let cookie = try #require(answer.headers[.setCookie])
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    let pair = String(cookie.prefix { $0 != ";" })
    #expect(try await fixture.send(.get, "/page", [.cookie: pair]).status == .ok)
    #expect(try await fixture.send(.get, "/page", [.cookie: pair + "x"]).status == .seeOther)
    let session = String(pair.drop { $0 != "=" }.dropFirst())
    var write = fixture.ourWrite(session: session)
    write[.cookie] = pair
    #expect(try await fixture.send(.post, "/write", write, body: "x").status == .ok)
    var foreign = fixture.ourWrite(session: "other")
    foreign[.cookie] = pair
    #expect(try await fixture.send(.post, "/write", foreign, body: "x").status == .forbidden)
  }

  @Test("a program shows the token itself")
  func bearer() async throws {
    let right: HTTPFields = [.authorization: "Bearer correct horse"]
    #expect(try await fixture.send(.post, "/write", right, body: "x").status == .ok)
    let wrong: HTTPFields = [.authorization: "Bearer wrong horse"]
    #expect(try await fixture.send(.post, "/write", wrong, body: "x").status == .unauthorized)
  }

  @Test("who guesses has to wait, even with the right token")
  func guessing() async throws {
    let fixture = fixture
    try await fixture.live { server in
      for _ in 0..<3 {
        let answer = try await server.send(.get, "/page", [.authorization: "Bearer guess"])
        #expect(answer.status == .unauthorized)
      }
      let answer = try await server.send(.get, "/page", [.authorization: "Bearer correct horse"])
      #expect(answer.status == .tooManyRequests)
    }
  }

  @Test("a session ends at its time and cannot be prolonged")
  func expiry() {
    let keys = fixture.keys
    func isSession(_ text: String, token: String = "correct horse", at seconds: Double) -> Bool {
      keys.isSession(text, token: token, now: .init(timeIntervalSince1970: seconds))
    }
    let session = keys.session(until: .init(timeIntervalSince1970: 1000), token: "correct horse")
    #expect(isSession(session, at: 999))
    #expect(!isSession(session, at: 1000))
    #expect(!isSession("9" + session, at: 999))
    // A new token shuts out everybody who logged in with the old one.
    #expect(!isSession(session, token: "battery staple", at: 999))
  }
}
