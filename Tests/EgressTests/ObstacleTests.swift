import BlockModel
import Egress
import Foundation
import Testing

@Suite("A page that keeps programs out is no answer of the source")
struct ObstacleTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var name: String
    var status = 200
    var headers: [(String, String)] = [("Content-Type", "text/html; charset=utf-8")]
    var body: String

    var testDescription: String { name }
  }

  static let challenges: [Page] = [
    Page(
      name: "Cloudflare by its header", headers: [("cf-mitigated", "challenge")], body: "anything"),
    Page(
      name: "Cloudflare by its header, as JSON is expected", status: 403,
      headers: [("Content-Type", "application/json"), ("CF-Mitigated", "challenge")], body: "{}"),
    Page(
      name: "Cloudflare", status: 403,
      body: """
        <!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>
        <script>window._cf_chl_opt = {cvId: '3'};</script></body></html>
        """),
    Page(
      name: "Cloudflare in another language, with status 200",
      body: """
        <!DOCTYPE html><html lang="de"><head><title>Nur einen Moment…</title></head><body>
        <script>(function(){window._cf_chl_opt = {cvId: '3'}})();</script></body></html>
        """),
    Page(
      name: "a Cloudflare block", status: 403,
      body: """
        <!DOCTYPE html><title>Attention Required! | Cloudflare</title>
        <div id="cf-error-details"><h1>Sorry, you have been blocked</h1></div>
        """),
    Page(
      name: "Imperva",
      body:
        #"<html><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23"></iframe>"#
    ),
    Page(
      name: "Akamai", status: 403,
      body: """
        <HTML><HEAD>
        <TITLE>Access Denied</TITLE>
        </HEAD><BODY>Reference&#32;&#35;18&#46; https&#58;&#47;&#47;errors.edgesuite.net</BODY></HTML>
        """),
    Page(
      name: "DataDome as JSON", status: 403, headers: [("Content-Type", "application/json")],
      body: #"{"url":"https://geo.captcha-delivery.com/captcha/?initialCid=x"}"#),
    Page(
      name: "HUMAN", status: 403,
      body: #"<html><div id="px-captcha"></div><script>window._pxAppId = 'PX1'</script></html>"#),
    Page(
      name: "AWS WAF", status: 202, headers: [("x-amzn-waf-action", "challenge")],
      body: "<html></html>"),
    Page(
      name: "Anubis",
      body: #"<html><title>Making sure you&#39;re not a bot!</title><script id="anubis_challenge">"#
    ),
    Page(
      name: "Vercel", status: 429, body: "<html><title>Vercel Security Checkpoint</title></html>"),
    Page(name: "Sucuri", body: "<html><script>sucuri_cloudproxy_js=''</script></html>"),
    Page(
      name: "no name", body: "\n<html><head>\n<Title lang=en>\n  Are you a robot?\n</Title></head>"),
  ]

  @Test("a challenge is a failure of its own kind, whatever its status", arguments: challenges)
  func blocked(page: Page) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(
        page.status, page.headers + [("Cache-Control", "max-age=600")], text: page.body)
    }
    let egress = Egress()
    for _ in 0..<2 {
      let failure = try await egress.failure(
        EgressRequest("GET", server.url()), as: server.permissions)
      #expect(failure.kind == .blocked)
      #expect(failure.exchange.status == page.status)
      #expect(failure.exchange.bytes == page.body.utf8.count)
      #expect(
        failure.message.hasPrefix(
          "127.0.0.1:\(server.port) shows a page that keeps bots out ("), "\(failure)")
      #expect(
        failure.message.hasSuffix(
          ") instead of its answer; look for a feed or an API of the same source"))
    }
    // It is not kept as an answer of the source.
    #expect(server.requests.count == 2)
  }

  static let answers: [Page] = [
    Page(name: "a page", body: "<html><title>News</title><p>Just a moment...</p></html>"),
    Page(
      name: "a page behind Cloudflare with its script",
      headers: [("Content-Type", "text/html"), ("cf-ray", "8"), ("Server", "cloudflare")],
      body:
        "<html><title>News</title><script>window.__CF$cv$params={r:'8'}; a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script></html>"
    ),
    Page(
      name: "a page behind Imperva with its script",
      body: #"<html><script src="/_Incapsula_Resource?SWJIYLWA=7"></script><p>News</p></html>"#),
    Page(
      name: "a page with DataDome's tag",
      body: #"<html><script src="https://js.datadome.co/tags.js"></script><p>News</p></html>"#),
    Page(
      name: "a feed about challenges", headers: [("Content-Type", "application/json")],
      body: #"{"title": "Are you a robot?", "text": "_cf_chl_opt, sucuri_cloudproxy_js"}"#),
    Page(
      name: "a page whose title is like one",
      body: "<html><title>Just a moment... that changed my life</title></html>"),
    Page(
      name: "a Cloudflare error that is none of ours", status: 522,
      body: #"<html><title>x.test | 522</title><div id="cf-error-details">timed out</div></html>"#),
    Page(name: "a plain 403", status: 403, body: "<html><title>403 Forbidden</title></html>"),
    Page(name: "a plain 401", status: 401, headers: [], body: ""),
    Page(
      name: "a page with a login form",
      body: #"<html><title>Forum</title><form action="/login"><input type="password"></form>"#),
    Page(
      name: "a page about logins", body: "<html><title>Login trouble</title><p>News</p></html>"),
    Page(
      name: "another use of the header", headers: [("cf-mitigated", "none")], body: "fine"),
  ]

  @Test("an answer of the source is one, whatever guards it", arguments: answers)
  func notBlocked(page: Page) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(page.status, page.headers, text: page.body)
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.status == page.status)
    #expect(answer.text == page.body)
  }

  @Test(
    "a redirect to a login is none either, and asks for no grant",
    arguments: [
      "/login?next=/data", "/users/sign_in", "/wp-login.php?redirect_to=x", "/Account/Login.aspx",
      "/auth/signin;jsessionid=1", "https://accounts.google.com/v3/signin/identifier?continue=x",
      "https://login.microsoftonline.com/common/oauth2/authorize", "https://x.okta.com/app",
    ])
  func logins(location: String) async throws {
    let server = try LoopbackServer { request, connection in
      if request.path == "/data" {
        connection.answer(302, [("Location", location)])
      } else {
        connection.answer(200, [("Content-Type", "text/html")], text: "<form>Password</form>")
      }
    }
    let failure = try await Egress().failure(
      EgressRequest("GET", server.url("/data")), as: server.permissions)
    #expect(failure.kind == .blocked)
    #expect(failure.neededGrant == nil)
    #expect(failure.message.hasPrefix("the address leads to a login at "))
    #expect(
      failure.message.hasSuffix("; use one that answers without a login, or an API with a key"))
    #expect(server.requests.count == 1)
  }

  @Test(
    "nor is a page that only asks to sign in, where data were",
    arguments: [
      (200, "<title>Login</title><form><input name=p type=\"password\"></form>"),
      (401, "<html><head><title>Sign in · Example</title></head><input type='password'></html>"),
      (403, "<!doctype html><TITLE>\nAnmelden – NAS</TITLE><input type=password>"),
    ])
  func loginPages(status: Int, body: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(status, [("Content-Type", "text/html")], text: body)
    }
    let failure = try await Egress().failure(
      EgressRequest("GET", server.url("/status")), as: server.permissions)
    #expect(failure.kind == .blocked)
    #expect(
      failure.message
        == "the address leads to a login at 127.0.0.1:\(server.port); use one that answers without a login, or an API with a key"
    )
    // Who asks for it gets it.
    let answer = try await Egress().send(
      EgressRequest("GET", server.url("/login")), as: server.permissions)
    #expect(answer.status == status)
  }

  @Test(
    "nor one to a question about cookies",
    arguments: ["https://consent.youtube.com/m?continue=x", "https://guce.yahoo.com/consent"])
  func consent(location: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.answer(302, [("Location", location)])
    }
    let failure = try await Egress().failure(
      EgressRequest("GET", server.url("/data")), as: server.permissions)
    #expect(failure.kind == .blocked)
    #expect(failure.message.hasPrefix("the address leads to a question about cookies at "))
  }

  @Test("who asks for a login page gets it, also by way of another one")
  func wanted() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path == "/login" {
        connection.answer(302, [("Location", "/sign-in/")])
      } else {
        connection.answer(text: "\(request.path)")
      }
    }
    let egress = Egress()
    for path in ["/login", "/logins/today", "/blog/login-trouble", "/sign-in/"] {
      let answer = try await egress.send(
        EgressRequest("GET", server.url(path)), as: server.permissions)
      #expect(answer.text == (path == "/login" ? "/sign-in/" : path))
    }
  }

  @Test("a replay of a recorded one is one")
  func replay() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "egress-obstacle-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try LoopbackServer { _, connection in
      connection.answer(200, [("CF-Mitigated", "challenge")], text: "wait")
    }
    for cassette in [Cassette.record(folder), .replay(folder)] {
      let failure = try await Egress().failure(
        EgressRequest("GET", server.url()), as: server.permissions, cassette: cassette)
      #expect(failure.kind == .blocked)
    }
    #expect(server.requests.count == 1)
  }
}
