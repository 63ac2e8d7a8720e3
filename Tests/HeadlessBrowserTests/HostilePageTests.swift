import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import Synchronization
import TestSupport
import Testing

@Suite("A page does nothing but be a page", .serialized, .needsChromium)
struct HostilePageTests {
  @Test(
    "it reaches nothing that its block may not",
    arguments: [
      "fetch('http://169.254.169.254/latest/meta-data/').then(() => say('reached'), () => say('refused'))",
      "fetch('http://localhost:OTHER/', { mode: 'no-cors' }).then(() => say('reached'), () => say('refused'))",
      "fetch('http://127.0.0.1:OTHER/', { mode: 'no-cors' }).then(() => say('reached'), () => say('refused'))",
      "fetch('http://[::1]:OTHER/', { mode: 'no-cors' }).then(() => say('reached'), () => say('refused'))",
      "fetch('/', { method: 'POST', body: 'x' }).then(() => say('reached'), () => say('refused'))",
      "fetch('/', { headers: { a: '{{secret:KEY}}' } }).then(() => say('reached'), () => say('refused'))",
      "fetch('/to-other', { mode: 'no-cors' }).then(() => say('reached'), () => say('refused'))",
      "fetch('file:///etc/passwd').then(() => say('reached'), () => say('refused'))",
      "const s = new WebSocket('ws://127.0.0.1:OTHER/'); s.onopen = () => say('reached'); s.onerror = () => say('refused')",
      "const e = new EventSource('/'); e.onopen = () => say('reached'); e.onerror = () => { e.close(); say('refused') }",
      "navigator.serviceWorker.register('/').then(() => say('reached'), () => say('refused'))",
      "Notification.requestPermission().then(p => say(p === 'granted' ? 'reached' : 'refused'))",
    ])
  func confined(script: String) async throws {
    let isReached = Mutex(false)
    let other = try LoopbackSource { _ in
      isReached.withLock { $0 = true }
      return .page("")
    }
    let source = try LoopbackSource { path in
      path == "to-other"
        ? LoopbackSource.Answer(status: 302, headers: [("Location", other.url(""))])
        : .page(
          "<p id=p></p><script>const say = (t) => p.textContent = t + ' by the page'; \(script.replacing("OTHER", with: "\(other.port)"))</script>"
        )
    }
    var permissions = Visiting.permissions(source)
    permissions.secrets = [
      SecretBinding(name: "KEY", origins: [Origin("http://127.0.0.1:\(source.port)")!])
    ]
    let page = await Visiting.visit(
      source, "", PageVisit(waitFor: "p:not(:empty)"), permissions: permissions)
    #expect(try page.html.contains("refused by the page"))
    #expect(!isReached.withLock { $0 })
  }

  @Test("a refused place is in the log, and asks for nothing")
  func logged() async throws {
    let source = try LoopbackSource { _ in
      .page("<script>fetch('http://169.254.169.254/').catch(() => 0)</script>")
    }
    let requests = await Visiting.visit(source).requests
    #expect(requests.map(\.url) == ["http://169.254.169.254/"])
    #expect(requests.first?.error?.contains("not the internet") == true)
    #expect(requests.first?.neededGrant == nil)
  }

  @Test(
    "dialogs, popups, downloads and frames of files change nothing",
    arguments: [
      "alert(1); confirm(2); prompt(3)", "onbeforeunload = () => 1; location.reload",
      "open('/popup'); open('/popup', '_blank', 'width=9')",
      "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"file:///etc/passwd\"></iframe>')",
      "document.body.insertAdjacentHTML('beforeend', '<a id=a href=/file download>x</a>'); a.click()",
      "location.href = '/file'", "location.href = 'file:///etc/passwd'",
      "location.href = 'chrome://settings'", "print()",
      "for (let i = 0; i < 2000; i++) fetch('/x?' + i).catch(() => 0)",
    ])
  func undisturbed(script: String) async throws {
    let source = try LoopbackSource { path in
      path.hasPrefix("file")
        ? LoopbackSource.Answer(
          type: "application/octet-stream",
          headers: [("Content-Disposition", "attachment; filename=a.bin")], body: [1, 2, 3])
        : .page("<p id=p>here</p><script>addEventListener('load', () => { \(script) })</script>")
    }
    let page = await Visiting.visit(source, "", PageVisit(waitFor: "#p"))
    #expect(try page.html.contains("here"))
    #expect(try !page.html.contains("root:"))
  }

  @Test(
    "a page that does not end is ended, says so, and the next one is shown",
    arguments: [
      ("<script>while (true) {}</script>", FailureKind.network, "did not finish loading"),
      (
        "<script>addEventListener('load', () => setTimeout(() => { while (true) {} }, 100))</script>",
        .limit, "kept the browser computing"
      ),
      ("<script src=/silence></script>", .network, "did not finish loading"),
      (
        "<script>setTimeout(() => location.reload(), 20)</script>", .network,
        "did not finish loading"
      ),
    ])
  func endless(html: String, kind: FailureKind, words: String) async throws {
    let source = try LoopbackSource { path in
      path == "silence"
        ? LoopbackSource.Answer(ending: .silence) : .page(path == "fine" ? "<p>fine" : html)
    }
    let failure = try #require(await Visiting.visit(source, timeout: .seconds(3)).failure)
    #expect(failure.kind == kind)
    #expect(failure.message.contains(words), "\(failure.message)")
    #expect(try await Visiting.visit(source, "fine").html.contains("fine"))
  }

  @Test("a source that says nothing is waited for as long as was said")
  func silent() async throws {
    let source = try LoopbackSource { _ in LoopbackSource.Answer(ending: .silence) }
    let failure = try #require(await Visiting.visit(source, timeout: .seconds(2)).failure)
    #expect(failure.kind == .network)
  }

  @Test("more than a page may load is refused")
  func large() async throws {
    let source = try LoopbackSource { path in
      path.isEmpty
        ? .page(
          "<script>(async () => { for (let i = 0; i < 9; i++) await fetch('/big?' + i) })()</script>"
        )
        : LoopbackSource.Answer(body: [UInt8](repeating: 0x61, count: 5 << 20))
    }
    let failure = try #require(await Visiting.visit(source).failure)
    #expect(failure.kind == .limit)
    #expect(failure.message.contains("loads more than 32 MB"), "\(failure.message)")
  }

  @Test("a page that becomes too large is refused")
  func swollen() async throws {
    let source = try LoopbackSource { _ in
      .page("<pre id=p></pre><script>p.textContent = 'a'.repeat(12e6)</script>")
    }
    let failure = try #require(await Visiting.visit(source).failure)
    #expect(failure.kind == .limit)
    #expect(failure.message.contains("becomes larger than 10 MB"), "\(failure.message)")
  }

  @Test("a page that wants to lead elsewhere leads there only where the block may go")
  func elsewhere() async throws {
    let other = try LoopbackSource { _ in .page("<p>other") }
    let source = try LoopbackSource { _ in
      LoopbackSource.Answer(status: 302, headers: [("Location", other.url("x"))])
    }
    let failure = try #require(await Visiting.visit(source).failure)
    #expect(failure.kind == .permission)
    #expect(failure.neededGrant == .privateHost(HostPort(host: "127.0.0.1", port: other.port)))
    let page = await Visiting.visit(source, permissions: Visiting.permissions(source, other))
    #expect(try page.html.contains("other"))
  }
}
