import Testing

@testable import Authoring

@Suite("A script follows what its source renamed, and nothing else of it changes")
struct ScriptRenamingTests {
  static let cases: [(kind: SourceRenaming.Kind, script: String, wanted: String?)] = [
    (.key("points", to: ["score"]), "local n = hit.points", "local n = hit.score"),
    (.key("points", to: ["score"]), "t = { points = hit.points }", "t = { points = hit.score }"),
    (.key("points", to: ["score"]), "row.points = hit.points", "row.points = hit.score"),
    (.key("points", to: ["score"]), "if hit.points == 1 then", "if hit.score == 1 then"),
    (
      .key("points", to: ["score"]), "hit.points_total + hit.points", "hit.points_total + hit.score"
    ),
    (.key("points", to: ["score"]), "x[\"points\"], y['points']", "x.score, y.score"),
    (.key("points", to: ["the-score"]), "hit.points", "hit[\"the-score\"]"),
    (.key("points", to: ["end"]), "hit.points", "hit[\"end\"]"),
    (.key("points", to: ["a", "b"]), "hit.points + f(z).points", "hit.a.b + f(z).a.b"),
    (.key("points", to: ["score"]), "pick(row, 'points')", "pick(row, \"score\")"),
    (.key("points", to: ["a", "b"]), "pick(row, 'points')", nil),
    (.key("points", to: ["x; os.exit() --"]), "hit.points", nil),
    (.key("points", to: ["a\"]b"]), "hit.points", nil),
    (.key("points", to: ["score"]), "local points = 1", nil),
    (.key("user-name", to: ["name"]), "x[\"user-name\"]", "x.name"),
    (.key("level", to: ["level (m)"]), "row.level", "row[\"level (m)\"]"),
    (
      .chain(["meta", "headline"], to: ["title"]), "x.meta.headline .. y.meta", "x.title .. y.meta"
    ),
    (.chain(["meta", "headline"], to: ["a", "b-c"]), "x[\"meta\"].headline", "x.a[\"b-c\"]"),
    (.chain(["meta", "headline"], to: ["title"]), "x.meta.headlines, x.meta.headline = 1", nil),
    (.chain(["meta", "headline"], to: ["a\"]b"]), "x.meta.headline", nil),
    (.wrapper(["data"]), "local d = http.get(u):json()", "local d = http.get(u):json().data"),
    (.wrapper(["data", "the list"]), "r:json()", "r:json().data[\"the list\"]"),
    (.wrapper(["data"]), "r:csv()", nil),
    (.mark("story", to: "news-item"), "p:select('li.story')", "p:select('li.news-item')"),
    (.mark("story", to: "x"), "p:select('.story-title .story')", "p:select('.story-title .x')"),
    (.mark("story", to: "x'y"), "p:select('.story')", nil),
    (
      .selector("li.story", to: "article.story"), "p:select('ul li.story a'), 'xli.story'",
      "p:select('ul article.story a'), 'xli.story'"
    ),
    (.selector(".headline", to: "h3"), "x:first(\".headline\")", "x:first(\"h3\")"),
    (.selector("rate", to: "currency"), "x:find_all('rates/rate')", "x:find_all('rates/currency')"),
    (.selector("rate", to: "x') os.exit('"), "x:find('rate')", nil),
  ]

  @Test("names are replaced where they are read", arguments: cases)
  func renamed(kind: SourceRenaming.Kind, script: String, wanted: String?) {
    let renamed = RenamedScript(script, [SourceRenaming(kind: kind, evidence: "")])
    #expect(renamed?.text == wanted)
    if wanted != nil { #expect(renamed?.lines == [1]) }
  }
}
