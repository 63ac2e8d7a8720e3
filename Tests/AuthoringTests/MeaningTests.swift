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
        order: WishedOrder(Self.read(recipe.example)), count: nil, needsSource: true)
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

  static func read(_ sentence: String) -> ReadSentence {
    ReadSentence(sentence, lexicons: Workshop().author.lexicons)
  }

  @Test(
    "an order is read in every language that sentences are understood in",
    arguments: [
      ("people with the highest income first", "income", true),
      ("people sorted by income, lowest first", "income", false),
      ("Personen mit dem höchsten Einkommen zuerst", "income", true),
      ("Wohnungen, günstigste zuerst", "price", false),
      ("Weine nach Preis sortiert, teuerste zuerst", "preis", true),
      ("Weine sortiert nach Preis absteigend", "price", true),
      ("Meldungen, neueste zuerst", "published", true),
      ("hôtels, les moins chers d'abord", "price", false),
      ("vins triés par prix décroissant", "prix", true),
      ("les 3 bières les plus chères d'abord", "price", true),
      ("articles, les plus récents en premier", "published", true),
      ("pisos con el alquiler más alto primero", "alquiler", true),
      ("vinos ordenados por precio de mayor a menor", "price", true),
      ("hoteles, los más baratos primero", "precio", false),
      ("noticias, las más recientes primero", "fecha", true),
      ("vini ordinati per prezzo decrescente", "prezzo", true),
      ("hotels, goedkoopste eerst", "price", false),
      ("vinhos ordenados por preço decrescente", "preço", true),
    ])
  func languages(_ sentence: String, _ field: String, _ isDescending: Bool) throws {
    let order = try #require(
      WishedOrder(Self.read(sentence)), "\(Self.read(sentence).lexicon.language)")
    #expect(order.isOfRows)
    func violation(_ numbers: [Int]) -> WishedOrder.Violation? {
      order.violation(in: [
        "rows": .array(numbers.map { ["name": "n", field: .number(Double($0))] })
      ])
    }
    #expect(violation(isDescending ? [30, 20, 10] : [10, 20, 30]) == nil)
    #expect(violation(isDescending ? [10, 20, 30] : [30, 20, 10])?.isSure == true)
  }

  @Test(
    "a choice, a count or two orders in any language are no order of the rows",
    arguments: [
      "die höchsten Berge Europas", "les montagnes les plus hautes d'Europe",
      "las montañas más altas de Europa", "die ersten Meldungen", "les premières nouvelles",
      "wines sorted by price descending, newest first", "cars, fastest first",
    ])
  func noOrder(_ sentence: String) {
    #expect(WishedOrder(Self.read(sentence))?.isOfRows != true)
  }

  @Test(
    "only plain words are an order",
    arguments: [
      ("show people, newest first", true), ("people sorted by income descending", true),
      ("people with the highest income first", true), ("the first stories", false),
      ("highest mountains of Europe", false), ("top 5 films by income", false),
    ])
  func words(sentence: String, isOrder: Bool) {
    #expect((WishedOrder(Self.read(sentence))?.isOfRows == true) == isOrder)
  }

  @Test("times and texts with numbers are compared as what they are, others not at all")
  func compared() {
    func data(_ values: JSONValue...) -> JSONValue {
      ["rows": .array(values.map { ["published": $0, "title": "t"] })]
    }
    let newest = WishedOrder(Self.read("stories, newest first"))
    #expect(newest?.violation(in: data("2026-01-01", "2026-03-01", "2026-02-01")) != nil)
    #expect(newest?.violation(in: data("2026-03-01", "2026-02-01", "2026-01-01")) == nil)
    #expect(newest?.violation(in: data(3, 2, 2, 1)) == nil)
    #expect(newest?.violation(in: data("in May", "in June", "in April")) == nil)
    // Which field is meant cannot be told.
    #expect(
      WishedOrder(Self.read("stories, highest score first"))?.violation(in: data(1, 2, 3)) == nil)
  }

  @Test(
    "prices, numbers and dates that are texts are compared as what they are",
    arguments: [
      ("pens, cheapest first", "price", ["€ 1.020,00", "€ 489,00", "€ 24,90"], true),
      ("pens, cheapest first", "price", ["€ 24,90", "€ 489,00", "€ 1.020,00"], false),
      ("the 3 heaviest hives by gross weight", "gross_kg", ["9.9", "52.45", "41.8"], true),
      ("the 3 heaviest hives by gross weight", "gross_kg", ["100.3", "52.45", "41.8"], false),
      ("notes, newest first", "date", ["2 Nov 2026", "25 Oct 2026", "3 Nov 2026"], true),
      ("notes, newest first", "date", ["3 Nov 2026", "2 Nov 2026", "25 Oct 2026"], false),
      // One of many that says two things is passed over.
      (
        "pens, cheapest first", "price",
        ["€ 1.020,00", "€ 34,00 € 39,00", "€ 489,00", "€ 24,90", "€ 9,90"], true
      ),
      // Which mark begins the fraction is open, and kilos are no grams.
      ("pens, cheapest first", "price", ["1.020", "489", "24"], false),
      ("hives, heaviest first", "weight", ["300 g", "2 kg", "1 kg"], false),
      // Only some are chosen, in an order of their own.
      ("the heaviest hives", "weight", ["9.9", "52.45", "41.8"], false),
    ])
  func textOrder(_ sentence: String, _ field: String, _ texts: [String], _ isOdd: Bool) {
    let rows = texts.map { text -> JSONValue in [field: .string(text), "name": "n"] }
    let meant = MeantData(
      data: ["rows": .array(rows)], script: "",
      outcome: RunOutcome(result: .ok(.null), startedAt: Date()),
      expectation: .init(order: WishedOrder(Self.read(sentence)), needsSource: false))
    #expect((meant.oddOrder != nil) == isOdd)
  }

  @Test("the only number of the rows is what the lightest is lightest by")
  func onlyNumber() {
    func found(_ sentence: String, _ tares: [JSONValue]) -> Bool {
      let rows = tares.map { tare -> JSONValue in ["hive": "H", "tare": tare] }
      return WishedOrder(Self.read(sentence))?.violation(in: ["rows": .array(rows)]) != nil
    }
    #expect(found("hives by tare weight, lightest first", [3, 2, 1]))
    #expect(!found("hives by tare weight, lightest first", [1, 2, 3]))
    #expect(found("hives, lightest first", [3, 2, 1]))
    #expect(!found("hives, lightest first", [1, 2, 3]))
    #expect(!found("hives, lightest first", [1, .null, 3]))
  }

  @Test("the one that is chosen is the first of all that are listed")
  func chosen() {
    let rows: [JSONValue] = ["€ 1.020,00", "€ 489,00", "€ 24,90"].map { ["price": .string($0)] }
    func found(_ place: Int) -> Bool {
      WishedOrder(Self.read("cheapest pen in stock"))?
        .violation(in: ["cheapest": rows[place], "others": .array(rows)]) != nil
    }
    #expect(found(0) && found(1) && !found(2))
  }

  @Test(
    "a count that is said plainly is read",
    arguments: [
      ("top 5 films", 5), ("the 2 most expensive pens", 2), ("3 newest notes", 3),
      ("the 2 charts", nil), ("pens of the 2 shops", nil), ("die 3 teuersten Stifte", 3),
      ("les 4 moins chers", 4), ("los 5 más recientes", 5), ("2 shops and the newest pens", nil),
    ] as [(String, Int?)])
  func count(_ sentence: String, _ count: Int?) {
    #expect(WishedCount.read(Self.read(sentence)) == count)
  }

  @Test("a row about an address that was asked is none that was made up")
  func status() {
    let script = """
      local urls = { "http://a.example/x", "http://b.example/y", "http://c.example/z" }
      local names = { "First shop", "Second shop", "Third shop" }
      state = answer.ok and "works" or "fails", "HTTP 200", "Everything is lovely"
      """
    func invented(_ rows: [JSONValue], asked: [String] = ["http://a.example/x"]) -> Bool {
      Provenance(script: script, asked: asked).invention(in: ["rows": .array(rows)]) { ["{}"] }
        != nil
    }
    let plain: [JSONValue] = [["name": "First shop"], ["name": "Second shop"]]
    #expect(invented(plain))
    #expect(!invented(plain.map { ["name": $0["name"] ?? .null, "url": "http://a.example/x"] }))
    #expect(invented(plain.map { ["name": $0["name"] ?? .null, "url": "http://b.example/y"] }))
    #expect(!invented(plain.map { ["name": $0["name"] ?? .null, "state": "works"] }))
    #expect(!invented(plain.map { ["name": $0["name"] ?? .null, "detail": "HTTP 200"] }))
    #expect(invented(plain.map { ["name": $0["name"] ?? .null, "is": "Everything is lovely"] }))
  }

  @Test("an address that the block asks is not said to be left aside")
  func used() {
    var notes = SourceNotes(probes: [])
    notes.refused = [
      "http://a.example/x does not exist (HTTP 404); check the address.",
      "http://a.example/xy does not exist (HTTP 404); check the address.",
    ]
    var outcome = RunOutcome(result: .ok(.null), startedAt: Date())
    #expect(notes.explanation(outcome).components(separatedBy: "does not exist").count == 3)
    outcome.http = [
      HTTPExchange(
        method: "GET", url: "http://a.example/x", status: 404, bytes: 0, milliseconds: 0,
        cache: .miss)
    ]
    #expect(
      notes.explanation(outcome)
        == " Not used: http://a.example/xy does not exist (HTTP 404); check the address.")
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
