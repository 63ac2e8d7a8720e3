import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import Synchronization
import TestSupport
import Testing

@Suite("A page is what its script makes of it", .serialized, .needsChromium)
struct PageTests {
  @Test("its script, what that fetches, and what it writes are in the answer")
  func rendered() async throws {
    let source = try LoopbackSource { path in
      switch path {
      case "": .page("<!doctype html><div id=app></div><script src=/app.js></script>")
      case "app.js":
        .script("fetch('/api').then(r => r.json()).then(j => app.textContent = 'rows: ' + j.rows)")
      case "api": LoopbackSource.Answer(body: Array(#"{"rows": 42}"#.utf8))
      default: .page("", status: 404)
      }
    }
    let outcome = await Visiting.visit(source)
    #expect(try outcome.html.contains(#"<div id="app">rows: 42</div>"#))
    let response = try outcome.result.get()
    #expect(response.status == 200)
    #expect(response.mediaType == "text/html")
    #expect(response.url == source.url(""))
    #expect(outcome.requests.isEmpty, "the block's own place is no news")
  }

  @Test("redirects are followed, cookies go with them, and the answer says where it ended")
  func redirected() async throws {
    let cookies = Mutex<[String]>([])
    let source = try LoopbackSource.answering { request in
      if let cookie = request.head.firstMatch(of: /(?i)\r\ncookie: ([^\r]*)/) {
        cookies.withLock { $0.append(String(cookie.1)) }
      }
      return switch request.path {
      case "":
        LoopbackSource.Answer(
          status: 302, headers: [("Location", "/home"), ("Set-Cookie", "visit=1; Path=/")])
      default: .page("<p>home<script>history.pushState(0, '', '/home?tab=1')</script>")
      }
    }
    let response = try await Visiting.visit(source).result.get()
    #expect(response.url == source.url("home?tab=1"))
    #expect(cookies.withLock { $0 } == ["visit=1"])
  }

  @Test("nothing of a visit is left for the next one")
  func forgetful() async throws {
    let source = try LoopbackSource { _ in
      .page(
        "<p id=p><script>p.textContent = 'seen: ' + localStorage.a + document.cookie; localStorage.a = 1; document.cookie = 'b=2'</script>"
      )
    }
    for _ in 0..<2 {
      #expect(try await Visiting.visit(source).html.contains("seen: undefined<"))
    }
  }

  @Test("what comes late is waited for by a selector")
  func late() async throws {
    let source = try LoopbackSource { _ in
      .page(
        "<script>setTimeout(() => document.body.innerHTML += '<b class=price>7</b>', 1500)</script>"
      )
    }
    let page = await Visiting.visit(source, "", PageVisit(waitFor: ".price"))
    #expect(try page.html.contains(#"<b class="price">7</b>"#))
  }

  @Test("an answer of 400 or more is a page with that status, and nothing is waited for")
  func missing() async throws {
    let source = try LoopbackSource { _ in .page("<h1>gone</h1>", status: 404) }
    let response = try await Visiting.visit(source, "", PageVisit(waitFor: ".price")).result.get()
    #expect(response.status == 404)
    #expect(String(decoding: response.body, as: UTF8.self).contains("gone"))
  }

  @Test("pictures, films and fonts are not loaded")
  func light() async throws {
    let asked = Mutex<Set<String>>([])
    let source = try LoopbackSource { path in
      asked.withLock { _ = $0.insert(path) }
      return path.isEmpty
        ? .page(
          "<style>@font-face { font-family: f; src: url(/f.woff2) } p { font-family: f }</style><p>a<img src=/a.png><video src=/a.mp4></video>"
        ) : .page("")
    }
    _ = try await Visiting.visit(source).html
    #expect(asked.withLock { $0 } == [""])
  }

  @Test("frames of other places and workers are answered like the page")
  func frames() async throws {
    let other = try LoopbackSource { _ in
      .page("<script>parent.postMessage('from the frame', '*')</script>")
    }
    let source = try LoopbackSource { path in
      switch path {
      case "":
        .page(
          """
          <p id=p></p><p id=w></p><script>
          onmessage = (e) => p.textContent = e.data;
          const w = new Worker('/w.js'); w.onmessage = (e) => document.querySelector('#w').textContent = e.data;
          </script><iframe src="\(other.url("f"))"></iframe>
          """)
      case "w.js":
        .script("fetch('/api').then(r => r.text()).then(t => postMessage('from the worker ' + t))")
      default: LoopbackSource.Answer(type: "text/plain", body: Array("ok".utf8))
      }
    }
    let html = try await Visiting.visit(source, permissions: Visiting.permissions(source, other))
      .html
    #expect(html.contains("<p id=\"p\">from the frame</p>"))
    #expect(html.contains("<p id=\"w\">from the worker ok</p>"))
  }

  @Test(
    "what the script of the block writes into headers goes to its place, with its secrets filled in"
  )
  func headers() async throws {
    let heads = Mutex<[String: String]>([:])
    let source = try LoopbackSource.answering { request in
      heads.withLock { $0[request.path] = request.head }
      return request.path.isEmpty
        ? .page("<p>you are s3cret-value<script>fetch('/b')</script>") : .page("")
    }
    var permissions = Visiting.permissions(source)
    permissions.secrets = [
      SecretBinding(name: "KEY", origins: [Origin("http://127.0.0.1:\(source.port)")!])
    ]
    let page = await Visiting.visit(source, permissions: permissions) {
      $0.headers = [.init("Authorization", "Bearer {{secret:KEY}}")]
    }
    let heard = heads.withLock { $0 }
    #expect(heard[""]?.contains("Authorization: Bearer s3cret-value") == true)
    #expect(heard["b"]?.contains("s3cret-value") == false)
    #expect(heard[""]?.contains("dash/") == true, "sources are told who asks")
    #expect(try !page.html.contains("s3cret-value"))
  }
}
