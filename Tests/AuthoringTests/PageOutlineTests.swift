import AuthoringWorkshop
import BlockModel
import Foundation
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("A model is shown of a page what a selector needs")
struct PageOutlineTests {
  static let address = "https://shop.example/kettles"
  static let page = """
    <!doctype html><html><head><title>Kettles</title><meta name="description" content="All kettles">
    <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product",
      "name": "Kettle One", "offers": {"@type": "Offer", "price": "49.90", "priceCurrency": "EUR"}}</script>
    </head><body>
    <nav><ul><li><a href="/a">Alpha page</a><li><a href="/b">Beta page</a><li><a href="/c">Gamma page</a></ul></nav>
    <h1 id="top">Kettles of the year</h1>
    <table class="meta"><tr><td>Sold</td><td class="sold">1&nbsp;299</td></tr><tr><td>Stores</td><td>12</td></tr></table>
    <table id="stock"><caption>Stock by city</caption>
      <tr><th>City</th><th>Pieces</th><th>Since</th></tr>
      <tr><td>Porto</td><td>12</td><td>2025</td></tr><tr><td>Ulm</td><td>7</td><td>2024</td></tr>
      <tr><td>Lyon</td><td>3</td><td>2023</td></tr></table>
    <div itemscope itemtype="https://schema.org/Review"><span itemprop="author">Ada</span>
      <meta itemprop="ratingValue" content="4.5"></div>
    <ul class="posts">
      <li class="post"><h3><a href="/p/1">A kettle that whistles in tune</a></h3><span class="price">49 €</span></li>
      <li class="post"><h3><a href="/p/2">A kettle for the mountains</a></h3><span class="price">39 €</span></li>
      <li class="post"><h3><a href="/p/3">A kettle that is quiet</a></h3></li>
    </ul></body></html>
    """

  /// What a model is asked for a sentence about the page.
  static func prompt(_ sentence: String) async throws -> String {
    let world = try ModelGrantTests.world([address: page])
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(workshop, [.text("Which one?")], world: world)
    _ = await author.draft(
      AuthoringRequest(sentence: "\(sentence) \(address)"), progress: { _ in })
    await workshop.runner.shutdown()
    return model.requests.first?.messages.last?.text ?? ""
  }

  @Test(
    "tables with their expression, headers and rows, records with selectors, and what describes it",
    arguments: [
      ##"page:first("#stock"):table() (Stock by city)  3 rows; .columns = "City", "Pieces", "Since""##,
      #"  .rows[1] = "Porto", "12", "2025""#, #"  .rows[2] = "Ulm", "7", "2024""#,
      #"page:json_ld("Product")[1]  JSON-LD"#, #"  $.offers.price  num:text = "49.90""#,
      #"page:select('[itemtype="https://schema.org/Review"]')  1 of Review (microdata), in each:"#,
      #"  :first('[itemprop=ratingValue]'):attr("content") = "4.5""#,
      #"page:select("ul.posts > li.post")  3 records, in each:"#,
      #"  title  :text_of("> h3") = "A kettle that whistles in tune""#,
      #"  price  :text_of("span.price") 2/3 = "49 €""#, #"description = "All kettles""#,
    ])
  func parts(_ line: String) async throws {
    let prompt = try await Self.prompt("prices of kettles on")
    let lines = prompt.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(lines.contains { $0.contains(line) }, "\(prompt.suffix(4_000))")
  }

  @Test("the places that say a word of the wish have selectors, and what stands beside them")
  func places() async throws {
    let prompt = try await Self.prompt("how many were sold, from")
    #expect(
      prompt.contains(##"page:first("table.meta > tr > td"):text() = "Sold", beside it "1 299""##)
        || prompt.contains(#"= "Sold", beside it "1 299""#), "\(prompt.suffix(3_000))")
  }

  @Test(
    "a number that the person saw is found in the sources before the model is asked",
    arguments: [
      ("that number is wrong, the page says 1 299", "1\u{A0}299"),
      ("it should be 1.299", "1\u{A0}299"),
    ])
  func number(_ sentence: String, _ found: String) async throws {
    let world = try ModelGrantTests.world([Self.address: Self.page])
    defer { try? FileManager.default.removeItem(at: world) }
    let files = BlockFiles(
      manifest: Manifest(name: "Sold", permissions: Permissions(hosts: ["shop.example"])),
      script: """
        local http = require "http"
        return function() return { sold = http.get("\(Self.address)"):html():text_of("#stock td") } end
        """,
      spec: #"{"ui": 1, "title": "Sold", "body": [{"type": "text", "text": "${sold}"}]}"#)
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(workshop, [.text("Sorry.")], world: world)
    _ = await author.refine(
      RefineRequest(files: files, sentence: sentence, lastData: ["sold": "Porto"]))
    await workshop.runner.shutdown()
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("\(Self.address) holds"), "\(prompt)")
    #expect(prompt.contains(#"td.sold"#), "\(prompt)")
  }
}

@Suite("Sentences about a block that need no model, or a look at the source first")
struct ChangeWordsTests {
  @Test(
    "what undoes the last change",
    arguments: [
      "go back to how it was", "undo", "Please put it back the way it was.",
      "No, make it like before",
      "it was better before", "never mind", "mach das rückgängig, bitte", "wie vorher",
      "comme avant",
      "annule s'il te plaît", "como antes", "desfaz isso", "come prima", "zoals het was",
    ])
  func undo(_ sentence: String) { #expect(UndoWords.areAll(of: sentence)) }

  @Test(
    "what only sounds like it",
    arguments: [
      "make it like before the holidays", "show the last version of each package", "go back 7 days",
      "sort as before but by name", "", "please", "show what was better before 2020",
    ])
  func notUndo(_ sentence: String) { #expect(!UndoWords.areAll(of: sentence)) }

  @Test(
    "numbers that are held against the card",
    arguments: [
      ("that number is wrong, the page says 1 299", "1299"), ("it should be 12.50 €", "1250"),
      ("das stimmt nicht, da steht 1.299,00", "129900"), ("sort by price", nil),
      ("show 25 rows", nil), ("that is wrong", nil), ("it should be bigger", nil),
    ] as [(String, String?)])
  func numbers(_ sentence: String, _ digits: String?) {
    #expect(SeenNumber(sentence)?.digits == digits)
  }

  @Test("a number is found in data however it is written")
  func places() throws {
    let number = try #require(SeenNumber("the site says 1,299"))
    let data = try JSONValue(
      parsing:
        #"{"a": 1299, "b": [{"price": "1.299 €"}, {"price": "12.99"}], "c": 1299.5, "d": "1 299 sold", "e": 12990}"#
    )
    #expect(
      number.places(in: data) == [
        "$.a = 1299 (places from 0)", #"$.b[0].price = "1.299 €""#, #"$.b[1].price = "12.99""#,
        #"$.d = "1 299 sold""#,
      ])
  }
}
