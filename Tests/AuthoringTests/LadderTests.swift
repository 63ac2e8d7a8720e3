import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import Drafting

@Suite("From a page to its feed")
struct LadderTests {
  static let feed = """
    <?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
    <item><title>Bread is fresh</title><link>https://x.example/1</link></item>
    <item><title>Milk is cold</title><link>https://x.example/2</link></item>
    </channel></rss>
    """

  static func page(_ body: String) -> String {
    """
    <!doctype html><html><head><title>News</title>
    <link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>\(body)</body></html>
    """
  }

  static let bare =
    "<p>This shop sells bread and milk and has done so for more than a hundred years in this town.</p>"
  static let list =
    "<ul>"
    + (1...6).map {
      "<li class=\"post\"><a href=\"/\($0)\">Story number \($0) about the town and its people</a></li>"
    }.joined() + "</ul>"

  static func source(_ body: String) throws -> LoopbackSource {
    try LoopbackSource { path in
      path == "feed.xml"
        ? .init(type: "application/rss+xml", body: Array(feed.utf8))
        : .init(type: "text/html", body: Array(page(body).utf8))
    }
  }

  static func draft(
    _ wish: String, _ body: String, _ replies: [ScriptedModel.Reply]? = nil
  ) async throws -> (AuthoringResult, ScriptedModel) {
    let source = try source(body)
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(workshop, replies ?? [])
    let chosen = replies == nil ? workshop.author : author
    let result = await chosen.draft(
      AuthoringRequest(
        sentence: "\(wish) \(source.url(""))",
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))]), progress: { _ in })
    await workshop.runner.shutdown()
    return (result, model)
  }

  @Test(
    "a page that gives nothing, or a person who wants it, leads to the feed",
    arguments: [("show news from", bare), ("use the RSS feed of", list)])
  func drafted(wish: String, body: String) async throws {
    let (result, _) = try await Self.draft(wish, body)
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(draft.files.script.contains(":feed()"), "\(draft.files.script)")
    #expect(draft.outcome.data?.json().contains("Bread is fresh") == true)
  }

  @Test("a page with a list is read as it is")
  func listed() async throws {
    let (result, _) = try await Self.draft("show stories from", Self.list)
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(!draft.files.script.contains(":feed()"))
  }

  @Test("a model is shown the feed that the person asks for, also with an address")
  func shown() async throws {
    let (_, model) = try await Self.draft("use the RSS feed of", Self.list, [.text("no")])
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("feed.xml → 200") && prompt.contains(":feed()"))
  }

  @Test("what a page cannot give is refused in a sentence")
  func refused() async throws {
    let (result, model) = try await Self.draft("show the CSV of", Self.list, [.text("no")])
    guard case .answer(let answer) = result else {
      Issue.record("a block was made of a page")
      return
    }
    #expect(answer.message.contains("is a page, not CSV"))
    #expect(model.requests.isEmpty)
  }

  @Test("a change that wants the feed reads the one of the block's own page")
  func refined() async throws {
    let source = try Self.source(Self.list)
    let place = HostPort(host: "127.0.0.1", port: source.port)
    var files = ModelGrantTests.files(privateHosts: [place])
    files.manifest.params = [Param(name: "place", kind: .text, defaultValue: "Porto")]
    files.script = PipelineTests.answer(source.url(""))
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(workshop, [.text("no"), .text("no"), .text("no")])
    _ = await author.refine(RefineRequest(files: files, sentence: "use the RSS feed"))
    await workshop.runner.shutdown()
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("feed.xml → 200"), "\(prompt)")
  }

  @Test("feeds of other sites are not followed")
  func foreign() {
    let data: JSONValue = [
      "feeds": [
        ["url": "https://evil.example/f"], ["url": "https://feeds.news.example/f"],
        ["url": "https://news.example/f"],
      ]
    ]
    let page = Probe(
      url: "https://www.news.example/",
      exchange: HTTPExchange(
        method: "GET", url: "", status: 200, bytes: 1, milliseconds: 1, cache: .miss),
      finding: .parsed(kind: .html, data))
    #expect(
      SourceLadder.feeds(of: page) == ["https://feeds.news.example/f", "https://news.example/f"])
  }
}
