import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("A page that is empty until its script runs")
struct RenderedPageTests {
  private static let app = """
    <!doctype html><html><head><title>Teas</title></head><body><div id="root"></div>
    <noscript>You need to enable JavaScript to run this app.</noscript>
    <script>
    fetch('/teas').then(r => r.json()).then(teas => {
      root.innerHTML = '<h1>Teas of the week</h1><table><tr><th>Name</th><th>Price</th></tr>' +
        teas.map(t => `<tr><td>${t.name}</td><td>${t.price} EUR</td></tr>`).join('') + '</table>';
    });
    </script></body></html>
    """
  private static let teas = """
    [{"name": "Assam", "price": "4.50"}, {"name": "Sencha", "price": "6.20"},
     {"name": "Oolong", "price": "7.00"}, {"name": "Rooibos", "price": "3.10"}]
    """

  private static func source(_ page: String = app) throws -> LoopbackSource {
    try LoopbackSource { path in
      path == "teas"
        ? .init(body: Array(teas.utf8)) : .init(type: "text/html", body: Array(page.utf8))
    }
  }

  private static func draft(
    _ sentence: String, _ source: LoopbackSource, grants: [Grant.Subject] = []
  ) async -> AuthoringResult {
    await Workshop().author.draft(
      AuthoringRequest(
        sentence: sentence.replacing("@", with: source.url("")),
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))] + grants)
    ) { _ in }
  }

  private static let isInstalled = Workshop().runner.browser.isInstalled

  @Test(
    "asks for a browser to be allowed",
    .enabled(if: isInstalled, "needs the Debian package chromium"))
  func asked() async throws {
    guard case .answer(let answer) = await Self.draft("@", try Self.source()) else {
      Issue.record("it was drafted")
      return
    }
    #expect(answer.kind == .permission)
    #expect(answer.neededGrant == .browser)
    #expect(answer.message.hasPrefix("This page needs a browser: "))
  }

  @Test(
    "becomes a block that asks for a browser, once that is allowed or said",
    .enabled(if: isInstalled, "needs the Debian package chromium"),
    arguments: [("@", [Grant.Subject.browser]), ("the teas from @ with a browser", [])])
  func drafted(sentence: String, grants: [Grant.Subject]) async throws {
    let result = await Self.draft(sentence, try Self.source(), grants: grants)
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(draft.files.script.contains("http.get(url, { browser = true })"))
    #expect(draft.files.manifest.permissions.browser)
    let rows = try #require(draft.outcome.data?["rows"]?.array)
    #expect(rows.count == 4)
    #expect(rows.first?.json().contains("Assam") == true)
    #expect(draft.outcome.http.count == 1, "the page is one exchange")
  }

  /// A table is there before the script runs, and another after it.
  private static let both = app.replacing(
    "<div id=\"root\"></div>",
    with:
      "<div id=root><table><tr><th>Name</th><th>Price</th></tr><tr><td>Old</td><td>1</td></tr><tr><td>Older</td><td>2</td></tr><tr><td>Oldest</td><td>3</td></tr></table></div>"
  )

  @Test(
    "is changed by its query like any other block, and asked for in a browser from then on, too",
    .enabled(if: isInstalled, "needs the Debian package chromium"), arguments: [app, both])
  func refined(page: String) async throws {
    let source = try Self.source(page)
    let result = await Self.draft("@ with a browser", source)
    guard case .draft(let draft) = result else {
      Issue.record("\(result)")
      return
    }
    let query = try #require(draft.files.query([:]))
    #expect(query.isInBrowser)
    let refined = await Workshop().author.refine(
      RefineRequest(files: draft.files, sentence: "sort by price"))
    guard case .proposal(let proposal) = refined else {
      Issue.record("\(refined)")
      return
    }
    #expect(proposal.files.script.contains("http.get(url, { browser = true })"))
    #expect(proposal.files.query([:])?.isInBrowser == true)
    #expect(proposal.files.query([:])?.query.sort.map(\.field) == ["Price"])
    let rows = try #require(proposal.outcome.data?["rows"]?.array)
    #expect(rows.first?.json().contains("Rooibos") == true, "\(rows)")
  }

  @Test("a page that says what it has needs no browser, even with scripts in it")
  func full() async throws {
    let page =
      "<html><body><div id=root><table><tr><th>Name</th><th>Price</th></tr><tr><td>Assam</td><td>4</td></tr><tr><td>Sencha</td><td>5</td></tr><tr><td>Oolong</td><td>6</td></tr></table></div><script>1</script></body></html>"
    guard case .draft(let draft) = await Self.draft("@", try Self.source(page), grants: [.browser])
    else {
      Issue.record("it was not drafted")
      return
    }
    #expect(!draft.files.script.contains("browser"))
    #expect(!draft.files.manifest.permissions.browser, "what is not used is not asked for")
  }

  @Test(
    "a person says that a browser is to be used",
    arguments: [
      ("the teas from a.test with a browser", true, "the teas from a.test"),
      ("a.test in a headless browser, every hour", true, "a.test every hour"),
      ("a.test mit einem Browser", true, "a.test"), ("a.test avec un navigateur", true, "a.test"),
      ("browser market share from a.test", false, "browser market share from a.test"),
      ("the best browser of a.test", false, "the best browser of a.test"),
    ])
  func wished(sentence: String, isWished: Bool, rest: String) {
    let wish = BrowserWish(sentence)
    #expect(wish.isWished == isWished)
    #expect(wish.sentence == rest)
  }
}
