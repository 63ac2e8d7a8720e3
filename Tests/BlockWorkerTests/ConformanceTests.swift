import BlockWorker
import Foundation
import TestSupport
import Testing
import WorkerProtocol

@Suite("Vectors that others wrote", .enabled(if: Corpus.isThere, "needs ../shared/corpus"))
struct ConformanceTests {
  // MARK: JSON (JSONTestSuite)

  @Test(
    "JSON: what must be accepted is", arguments: Corpus.files("vectors/json_parsing", ["json"]))
  func json(path: String) throws {
    let name = path.split(separator: "/").last ?? ""
    let accepted = try RunLog().run(
      "return (pcall(require('json').decode, \(Corpus.data(path).luaLiteral)))")
    switch name.prefix(2) {
    case "y_": #expect(accepted == "true")
    case "n_": #expect(accepted == "false")
    default: #expect((accepted == "true") == Self.chosen.contains(String(name)))
    }
  }

  /// Of what the standard leaves to us, what we accept: numbers that fit nothing, as the nearest that
  /// fits; halves of UTF-16 pairs, as U+FFFD; and a byte order mark.
  private static let chosen: Set = [
    "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json",
    "i_number_neg_int_huge_exp.json", "i_number_pos_double_huge_exp.json",
    "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
    "i_object_key_lone_2nd_surrogate.json", "i_string_1st_surrogate_but_2nd_missing.json",
    "i_string_1st_valid_surrogate_2nd_invalid.json",
    "i_string_incomplete_surrogate_and_escape_valid.json",
    "i_string_incomplete_surrogate_pair.json",
    "i_string_incomplete_surrogates_escape_valid.json", "i_string_invalid_lonely_surrogate.json",
    "i_string_invalid_surrogate.json", "i_string_inverted_surrogates_U+1D11E.json",
    "i_string_lone_second_surrogate.json", "i_structure_UTF-8_BOM_empty_object.json",
  ]

  // MARK: Selectors (web-platform-tests)

  struct Selector: Sendable, Decodable, CustomTestStringConvertible {
    var selector: String
    var expect: [String]?
    var testDescription: String { selector }
  }

  private static func selectors(_ file: String) -> [Selector] {
    (try? Corpus.text("vectors/css_selectors/\(file)")).flatMap {
      try? JSONDecoder().decode([Selector].self, from: Data($0.utf8))
    } ?? []
  }

  /// Not in our subset: generated boxes, and namespaces, which HTML text does not have.
  private static let outside = [":first-line", ":first-letter", ":before", ":after", "|"]

  @Test(
    "a selector finds what it names",
    arguments: selectors("valid_selectors.json").filter { one in
      !outside.contains { one.selector.contains($0) && !one.selector.contains("|=") }
    })
  func finds(one: Selector) throws {
    let script = """
      local page = require("html").parse(\(try Corpus.data("vectors/css_selectors/content.xhtml").luaLiteral))
      local ids = {}
      for i, node in ipairs(page:select(\(one.selector.luaLiteral))) do
        ids[i] = node:attr("id") or node:name()
      end
      return ids
      """
    let json = try luaState().run(script)
    let ids = try JSONDecoder().decode([String].self, from: Data(json.utf8))
    #expect(ids == one.expect ?? [])
  }

  /// Level 4 allows `:not` in `:not`.
  @Test(
    "a wrong selector is refused",
    arguments: selectors("invalid_selectors.json").filter { $0.selector != ":not(:not(*))" })
  func refuses(one: Selector) throws {
    let selector = one.selector.luaLiteral
    let failure = #expect(throws: ScriptFailure.self) {
      try luaState().run("return require('html').parse('<p>'):select(\(selector))")
    }
    #expect(failure?.message.contains("node:select: the selector") == true)
  }

  // MARK: JSON-LD (extruct)

  @Test("structured data of a page is what extruct finds")
  func jsonLD() throws {
    let page = try Corpus.data("html/events_tovestyrke.html").luaLiteral
    let ours = try luaState().run("return require('html').parse(\(page)):json_ld()")
    let expected = try JSONSerialization.jsonObject(
      with: Data(try Corpus.text("vectors/extruct/events_tovestyrke.json").utf8))
    let list = try #require((expected as? [String: Any])?["json-ld"] as? NSArray)
    let found = try #require(JSONSerialization.jsonObject(with: Data(ours.utf8)) as? NSArray)
    #expect(found == list)
  }

  // MARK: Feeds (gofeed)

  struct Feed: Sendable, CustomTestStringConvertible {
    var name: String
    var input: String
    var titles: [String]
    var links: [String]
    var testDescription: String { name }
  }

  private static let feeds: [Feed] = {
    guard let text = try? Corpus.text("vectors/feed_parsing_gofeed.jsonl") else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard
        let one = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let name = one["name"] as? String, let input = one["input"] as? String,
        let expected = one["expected"] as? [String: Any]
      else { return nil }
      let items = expected["items"] as? [[String: Any]] ?? []
      return Feed(
        name: name, input: input, titles: items.compactMap { $0["title"] as? String },
        links: items.compactMap { $0["link"] as? String })
    }
    // Of several links in one item gofeed takes the last, we the first.
    .filter { !$0.name.contains("item_links") }
    .filter { $0.name.contains("translator") || !$0.titles.isEmpty || !$0.links.isEmpty }
  }()

  @Test("a feed has the items gofeed finds", arguments: feeds)
  func feed(one: Feed) throws {
    let json = try luaState().run(
      """
      local feed = require("feed").parse(\(one.input.luaLiteral))
      local links = {}
      for _, item in ipairs(feed.items) do links[#links + 1] = item.link end
      return { links = links, count = #feed.items }
      """)
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((found["count"] as? Int ?? 0) >= max(one.titles.count, one.links.count))
    let links = found["links"] as? [String] ?? []
    for link in one.links where link.hasPrefix("http") { #expect(links.contains(link)) }
  }
}
