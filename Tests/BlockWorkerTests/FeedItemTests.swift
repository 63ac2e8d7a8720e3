import BlockWorker
import Foundation
import Testing

/// The items of an RSS text, each as what an expression of `item` gives.
private func items(_ xml: String, _ expression: String, url: String? = nil) throws -> [String] {
  let json = try luaState().run(
    """
    local feed = require("feed").parse([==[\(xml)]==], { url = \(url.map { "\"\($0)\"" } ?? "nil") })
    return require("list").map(feed.items, function(item) return \(expression) or "none" end)
    """)
  return try JSONDecoder().decode([String].self, from: Data(json.utf8))
}

@Suite("Items of a feed: who they are, and where their addresses lead")
struct FeedItemTests {
  private static func rss(_ items: String...) -> String {
    "<rss><channel>" + items.map { "<item>\($0)</item>" }.joined() + "</channel></rss>"
  }

  @Test(
    "every item has an id of its own",
    arguments: [
      rss(
        "<title>A</title><link>https://a.test/</link>",
        "<title>B</title><link>https://a.test/</link>",
        "<title>C</title><link>https://a.test/</link>"),
      rss("<title>A</title>", "<title>B</title>", "<description>C</description>"),
      rss(
        "<title>A</title><pubDate>Mon, 23 Nov 2026 14:05:00 GMT</pubDate>",
        "<title>A</title><pubDate>Tue, 24 Nov 2026 14:05:00 GMT</pubDate>"),
      rss("<title>A</title>", "<title>A</title>", "<title>A</title>"),
      rss("<guid>1</guid><title>A</title>", "<guid>1</guid><title>B</title>", "<guid>2</guid>"),
      rss("<guid>1</guid><title>A</title>", "<guid>1</guid><title>A</title>"),
      "<feed><entry><title>A</title></entry><entry><title>B</title></entry></feed>",
      #"{"version":"https://jsonfeed.org/version/1.1","items":[{"content_text":"a"},{"content_text":"b"}]}"#,
    ])
  func distinct(feed: String) throws {
    let ids = try items(feed, "item.id")
    #expect(Set(ids).count == ids.count && !ids.contains("none"))
    #expect(try items(feed, "item.id") == ids)
  }

  @Test("an id stays when items come on top and others leave at the end")
  func stable() throws {
    let known = [
      "<title>C</title>", "<title>B</title><link>https://a.test/</link>",
      "<title>C</title>",
    ]
    let before = try items(Self.rss(known[0], known[1], known[2]), "item.id")
    let after = try items(Self.rss("<title>D</title>", known[0], known[1], known[2]), "item.id")
    #expect(Array(after.dropFirst()) == before)
    #expect(try items(Self.rss("<title>D</title>", known[1]), "item.id")[1] == before[1])
  }

  @Test("what the feed calls an item is its id")
  func given() throws {
    let feed = Self.rss("<guid>1</guid><link>https://a.test/</link>", "<guid>2</guid>")
    #expect(try items(feed, "item.id") == ["1", "2"])
  }

  @Test(
    "an address is relative to the nearest xml:base",
    arguments: [
      (
        "<rss><channel xml:base='https://a.test/x/'><item><link>p/1</link></item></channel></rss>",
        ["https://a.test/x/p/1"]
      ),
      (
        "<rss xml:base='https://a.test/'><channel xml:base='x/'><item xml:base='y/'><link>1</link>"
          + "</item><item><link>2</link></item></channel></rss>",
        ["https://a.test/x/y/1", "https://a.test/x/2"]
      ),
      (
        "<feed xml:base='https://a.test/'><entry><link xml:base='z/' href='1'/></entry>"
          + "<entry><link href='2'/></entry></feed>",
        ["https://a.test/z/1", "https://a.test/2"]
      ),
      (
        "<rdf:RDF><channel xml:base='https://a.test/x/'/><item><link>1</link></item></rdf:RDF>",
        ["https://b.test/1"]
      ),
      ("<rss><channel><item><link>1</link></item></channel></rss>", ["https://b.test/1"]),
      (
        "<rss><channel xml:base='x/'><item><link>1</link></item></channel></rss>",
        ["https://b.test/x/1"]
      ),
    ])
  func base(feed: String, links: [String]) throws {
    #expect(try items(feed, "item.link", url: "https://b.test/feed.xml") == links)
  }

  @Test("a picture in the content is relative to the content's xml:base")
  func picture() throws {
    let feed = """
      <feed xml:base="https://a.test/"><entry><content type="html" xml:base="c/">\
      &lt;img src="1.png"></content></entry></feed>
      """
    #expect(try items(feed, "item.image") == ["https://a.test/c/1.png"])
  }
}
