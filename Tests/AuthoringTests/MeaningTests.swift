import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import Sentences

@Suite("What data mean: from the source, in the order asked for, and no refusal")
struct MeaningTests {
  static let people = "name,income\nAda Lovelace,300\nGrace Hopper,900\nAlan Turing,600\n"

  static let spec = """
    ```json
    {"ui": 1, "body": [{"type": "table", "data": "${rows}", "columns": [
      {"header": "Name", "field": "name"}, {"header": "Income", "field": "income"}]}]}
    ```
    """

  static func answer(_ url: String, rows: String) -> String {
    """
    Shows people.
    ```lua
    local http = require "http"
    return function(ctx)
      local csv = http.get("\(url)"):csv()
      local rows = {}
      \(rows)
      return { rows = rows }
    end
    ```
    \(spec)
    """
  }

  static let honest =
    "for _, row in ipairs(csv.rows) do rows[#rows + 1] = { name = row.name, income = row.income } end"
  static let sorted = honest + "\n  table.sort(rows, function(a, b) return a.income > b.income end)"
  static let invented = """
    rows = { { name = "Jane Miller", income = 52000 }, { name = "John Smith", income = 48000 },
        { name = "Maria Garcia", income = 61000 }, { name = "Wei Chen", income = 57000 } }
    """

  /// - Parameter body: what the source answers.
  static func draft(
    _ wish: String, body: String = people, _ rows: [String]
  ) async throws -> (AuthoringResult, ScriptedModel) {
    let source = try LoopbackSource { _ in .init(type: "text/csv", body: Array(body.utf8)) }
    let url = source.url("people.csv")
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(
      workshop, rows.map { .text(answer(url, rows: $0)) })
    let result = await author.draft(
      AuthoringRequest(
        sentence: "\(wish) \(url)",
        grants: [.privateHost(HostPort(host: "127.0.0.1", port: source.port))]),
      progress: { _ in })
    await workshop.runner.shutdown()
    return (result, model)
  }

  static func told(_ model: ScriptedModel) -> String {
    model.requests.last?.messages.last?.text ?? ""
  }

  @Test("invented rows beside a source that was asked are sent back")
  func provenance() async throws {
    let (result, model) = try await Self.draft("show people from", [Self.invented, Self.honest])
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(model.requests.map(\.stage) == [.write, .repair])
    #expect(Self.told(model).contains("do not come from the source"))
    #expect(draft.outcome.data?["rows"]?.array?.first?["name"] == "Ada Lovelace")
  }

  @Test("a change that invents rows is sent back, too")
  func refine() async throws {
    let answer = PipelineTests.answer(ModelGrantTests.old)
    let invented = answer.replacing(
      "return { stories = stories }",
      with:
        "return { stories = { { title = \"A made up story\", points = 1000 }, { title = \"Another invention\", points = 2000 } } }"
    )
    let (result, model) = try await ModelGrantTests.refine(
      "show better stories", [.text(invented), .text(answer.replacing("points\"", with: "pts\""))])
    if case .answer = result { Issue.record("nothing was proposed") }
    #expect(model.requests.map(\.stage) == [.refine, .repair])
    #expect(Self.told(model).contains("do not come from the source"))
  }

  static let honestRows: [(script: String, data: JSONValue)] = [
    // Labels beside values of the source.
    (
      "{label='Feels like', value=round(w.t)}, {label='Wind speed', value=w.wind}",
      ["rows": [["label": "Feels like", "value": 13], ["label": "Wind speed", "value": 8]]]
    ),
    // Names of codes.
    (
      "local names={[0]='Clear sky',[61]='Light rain'} {day=d, sky=names[code]}",
      [
        "rows": [
          ["day": 1_700_000_000, "sky": "Clear sky"], ["day": 1_700_086_400, "sky": "Light rain"],
        ]
      ]
    ),
    // Texts that are put together.
    (
      "{text=n..' points by '..a}",
      ["rows": [["text": "120 points by ada"], ["text": "80 points by grace"]]]
    ),
    // Places the script names and the source knows.
    (
      "for _, city in ipairs{'Lisbon','Madrid'} do rows[i]={city=city, mark='Capital'} end",
      ["rows": [["city": "Lisbon", "mark": "Capital"], ["city": "Madrid", "mark": "Capital"]]]
    ),
    ("return {points={{x=1,y=2}}}", ["title": "Energy", "points": [["x": 1, "y": 2]]]),
  ]

  @Test("what is computed, formatted or labelled is honest", arguments: honestRows.indices)
  func honest(_ index: Int) {
    let (script, data) = Self.honestRows[index]
    let source = #"{"cities": ["Lisbon", "Madrid"], "t": 12.6, "wind": 8}"#
    #expect(Provenance(script: script).invention(in: data) { [source] } == nil)
  }

  @Test("every recipe passes as if a model had written it")
  func recipes() async throws {
    let workshop = Workshop()
    let author = workshop.author
    for recipe in author.recipes.recipes {
      guard let cassette = recipe.cassette else { continue }
      let check = CandidateCheck(
        runner: workshop.runner, files: author.candidateCheck.files, cassette: .replay(cassette))
      var candidate = Candidate(recipe.files, by: .model, reason: .create)
      candidate.expectation = Candidate.Expectation(
        order: WishedOrder(Wish(recipe.example)), count: nil, needsSource: true)
      do { _ = try await check.pass(candidate, progress: { _ in }) } catch {
        Issue.record("\(recipe.name): \(error.summary) \(error.issues)")
      }
    }
    await workshop.runner.shutdown()
  }

  @Test("an order that the wish says is held against the rows")
  func order() async throws {
    let (result, model) = try await Self.draft(
      "top 10 people, highest income first, from", [Self.honest, Self.sorted])
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(Self.told(model).contains("not sorted by 'income'"))
    #expect(draft.outcome.data?["rows"]?.array?.first?["name"] == "Grace Hopper")
  }

  @Test(
    "only plain words are an order",
    arguments: [
      ("show people, newest first", true), ("people sorted by income descending", true),
      ("people with the highest income first", true), ("the first stories", false),
      ("highest mountains of Europe", false), ("top 5 films by income", false),
    ])
  func words(sentence: String, isOrder: Bool) {
    #expect((WishedOrder(Wish(sentence)) != nil) == isOrder)
  }

  @Test("times and texts with numbers are compared as what they are, others not at all")
  func compared() {
    func data(_ values: JSONValue...) -> JSONValue {
      ["rows": .array(values.map { ["published": $0, "title": "t"] })]
    }
    let newest = WishedOrder(Wish("stories, newest first"))
    #expect(newest?.violation(in: data("2026-01-01", "2026-03-01", "2026-02-01")) != nil)
    #expect(newest?.violation(in: data("2026-03-01", "2026-02-01", "2026-01-01")) == nil)
    #expect(newest?.violation(in: data(3, 2, 2, 1)) == nil)
    #expect(newest?.violation(in: data("in May", "in June", "in April")) == nil)
    // Which field is meant cannot be told.
    #expect(
      WishedOrder(Wish("stories, highest score first"))?.violation(in: data(1, 2, 3)) == nil)
  }

  @Test("a refusal of the server is no data")
  func refusal() async throws {
    let (result, model) = try await Self.draft(
      "show people from", body: "name,income\nAccess denied,\n",
      ["rows[1] = { name = csv.rows[1].name, income = 0 }", Self.honest, Self.honest])
    try #require(model.requests.count > 1)
    #expect(model.requests[1].messages.last?.text.contains("an error message") == true)
    if case .draft(let draft) = result { #expect(draft.method == "drafter") }
  }

  static let texts: [(JSONValue, Bool)] = [
    (["rows": [["title": "404 Not Found"]]], true),
    (["message": "Too many requests"], true),
    (["rows": [["name": "example.org", "status": "404 Not Found"]]], false),
    (["rows": [["title": "500 miles"], ["title": "Forbidden Planet was shown"]]], false),
    (["rows": [["n": 1]]], false),
  ]

  @Test("only refusals are refusals", arguments: texts.indices)
  func refusals(_ index: Int) {
    let (data, isRefusal) = Self.texts[index]
    #expect((ErrorText.only(in: data) != nil) == isRefusal)
  }
}
