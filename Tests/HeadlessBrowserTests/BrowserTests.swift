import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@testable import HeadlessBrowser

@Suite("A browser is asked for within what the block may")
struct BrowserTests {
  @Test("nothing is visited without the permission")
  func notGranted() async throws {
    let source = try LoopbackSource { _ in .page("") }
    var permissions = Visiting.permissions(source)
    permissions.browser = false
    let failure = try #require(await Visiting.visit(source, permissions: permissions).failure)
    #expect(failure.kind == .permission)
    #expect(failure.neededGrant == .browser)
    #expect(failure.exchange.neededGrant == .browser)
  }

  @Test("a page is visited by GET")
  func method() async throws {
    let source = try LoopbackSource { _ in .page("") }
    let failure = try #require(await Visiting.visit(source) { $0.method = "HEAD" }.failure)
    #expect(failure.kind == .scriptError)
  }

  @Test("where there is no browser, its package is named")
  func notInstalled() async throws {
    let browser = HeadlessBrowser(egress: Egress(), program: "/nowhere/chromium")
    let outcome = await browser.visit(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"], browser: true))
    #expect(outcome.failure?.kind == .host)
    #expect(
      outcome.failure?.message
        == "there is no browser to render a.test; install the Debian package chromium-headless-shell"
    )
  }

  @Test("a program that is not a browser is said not to have started")
  func notABrowser() async throws {
    let browser = HeadlessBrowser(egress: Egress(), program: "/bin/false")
    let outcome = await browser.visit(
      EgressRequest("GET", "https://a.test/"), as: Permissions(hosts: ["a.test"], browser: true))
    #expect(outcome.failure?.message.hasPrefix("the browser did not start") == true)
  }

  @Test("a page is recorded as one answer, and replayed without a browser", .needsChromium)
  func recorded() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = try LoopbackSource { path in
      switch path {
      case "": LoopbackSource.Answer(status: 302, headers: [("Location", "/home")])
      case "home":
        .page(
          "<p id=p></p><script>fetch('/n').then(r => r.text()).then(t => p.textContent = t)</script>"
        )
      default: LoopbackSource.Answer(type: "text/plain", body: Array("from script".utf8))
      }
    }
    var request = EgressRequest("GET", source.url(""))
    request.visit = PageVisit(waitFor: "p:not(:empty)")
    let permissions = Visiting.permissions(source)
    let seen = await Visiting.browser.visit(request, as: permissions, cassette: .record(folder))
    let page = try seen.result.get()
    #expect(page.url == source.url("home"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == 2, "\(files)")

    let without = HeadlessBrowser(egress: Egress(), program: "/nowhere/chromium")
    let again = try await without.visit(request, as: permissions, cassette: .replay(folder))
      .result.get()
    #expect(again.body == page.body)
    #expect(again.url == page.url)
    #expect(again.exchange.cache == .replay)

    // Another visit of the address, and the address itself, are other answers.
    request.visit = PageVisit()
    #expect(
      await without.visit(request, as: permissions, cassette: .replay(folder)).failure?.kind
        == .blocked)
    request.visit = nil
    await #expect(throws: EgressFailure.self) {
      try await Egress().send(request, as: permissions, cassette: .replay(folder))
    }
  }

  @Test(
    "it ends when nothing is asked of it, and leaves neither process nor folder", .needsChromium)
  func idle() async throws {
    let source = try LoopbackSource { _ in .page("<p>a") }
    var request = EgressRequest("GET", source.url(""))
    request.visit = PageVisit()
    let browser = HeadlessBrowser(egress: Egress(), idle: .milliseconds(1))
    _ = try await browser.report()
    let process = try #require(await browser.process)
    let visit = await browser.visit(request, as: Visiting.permissions(source))
    #expect(try visit.html.contains("<p>a"))
    await process.ended()
    #expect(process.group.members.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: process.folder.path))
    #expect(
      try await browser.visit(request, as: Visiting.permissions(source)).html.contains("<p>a"))
    await browser.shutdown()
    #expect(await browser.process == nil)
    #expect(await browser.visit(request, as: Visiting.permissions(source)).failure != nil)
  }

  @Test(
    "one that is killed in the middle is said to have ended, and the next is started",
    .needsChromium)
  func killed() async throws {
    let browser = HeadlessBrowser(egress: Egress())
    _ = try await browser.report()
    let process = try #require(await browser.process)
    let source = try LoopbackSource { path in
      if path.isEmpty { process.kill() }
      return .page("<p>a")
    }
    var request = EgressRequest("GET", source.url(""))
    request.visit = PageVisit()
    let failure = await browser.visit(request, as: Visiting.permissions(source)).failure
    #expect(
      failure?.message.contains("the browser crashed while it showed") == true, "\(failure as Any)")
    request.url = source.url("fine")
    #expect(
      try await browser.visit(request, as: Visiting.permissions(source)).html.contains("<p>a"))
    await browser.shutdown()
  }

  @Test("it runs apart: as a user without rights where root runs Dash", .needsChromium)
  func confined() async throws {
    let (version, confinement) = try await Visiting.browser.report()
    #expect(version.first?.isNumber == true)
    #expect(confinement.isUnprivileged || geteuid() == 0)
    let process = try #require(await Visiting.browser.process)
    let owner = try FileManager.default.attributesOfItem(atPath: "/proc/\(process.group.leader)")
    let user = owner[.ownerAccountID] as? Int
    #expect(user == (geteuid() == 0 && confinement.isUnprivileged ? 65_534 : Int(geteuid())))
  }
}
