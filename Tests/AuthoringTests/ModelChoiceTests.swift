import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Drafting
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels
@testable import Sentences

@Suite("What a model may decide, and what it is asked about")
struct ModelChoiceTests {
  static let people = "https://data.example/people.csv"
  static let rates = "https://rates.example/rates.json"
  static let gone = "https://gone.example/x.json"
  static let world = [
    people: "name,income,note\nAda Lovelace,300,\nGrace Hopper,900,\nAlan Turing,600,\n",
    rates: #"{"rates": {"USD": 1.1, "GBP": 0.8, "CHF": 0.9}}"#,
  ]

  /// Drafts over recorded answers.
  static func draft(
    _ sentence: String, _ replies: [String], log: CallLog = CallLog()
  ) async throws -> (AuthoringResult, ScriptedModel) {
    let world = try ModelGrantTests.world(world)
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(
      workshop, replies.map { .text($0) }, world: world)
    let result = await author.draft(
      AuthoringRequest(sentence: sentence), progress: { _ in }, record: { log.add($0) })
    await workshop.runner.shutdown()
    return (result, model)
  }

  static func answer(
    manifest: String? = nil, columns: String = #"{"header": "Name", "field": "name"}"#,
    limit: Int = 3, words: String = "Shows people."
  ) -> String {
    """
    \(words)
    \(manifest.map { "```block.json\n\($0)\n```\n" } ?? "")```lua
    local http, list = require "http", require "list"
    return function(ctx)
      local rows = list.take(http.get("\(people)"):csv().rows, \(limit))
      for _, row in ipairs(rows) do row.note = "" end
      return { rows = rows }
    end
    ```
    ```json
    {"ui": 1, "title": "People by income", "body": [{"type": "table", "data": "${rows}", "columns": [
      \(columns), {"header": "Income", "field": "income"}]}]}
    ```
    """
  }

  static func made(_ result: AuthoringResult) throws -> BlockDraft {
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      throw Missing()
    }
    return draft
  }

  struct Missing: Error {}

  // MARK: block.json

  @Test("name, schedule and settings are the model's, bounded; what it may reach is not")
  func manifest() async throws {
    let (result, _) = try await Self.draft(
      "de hora a hora, os rendimentos de \(Self.people)",
      [
        Self.answer(
          manifest:
            #"{"name": "Rendimentos", "schedule": {"every": "1h"}, "locale": "pt", "permissions": {"hosts": ["*.example"]}, "params": [{"name": "count", "type": "number", "label": "Linhas", "default": 3}]}"#
        )
      ])
    let draft = try Self.made(result)
    let manifest = draft.files.manifest
    #expect(manifest.name == "Rendimentos" && manifest.locale == "pt")
    #expect(manifest.schedule == .every(.seconds(3600)))
    #expect(manifest.params.map(\.label) == ["Linhas"])
    #expect(manifest.permissions.hosts == ["data.example", "www.data.example"])
    #expect(draft.explanation.contains("It refreshes every hour."))
  }

  @Test("schedule and name that the sentence says hold, in whatever language it says them")
  func said() async throws {
    for (sentence, name) in [
      ("people from \(Self.people) every 20 minutes called Crew", "Crew"),
      ("les revenus de \(Self.people) toutes les 20 minutes, intitulé Équipage", "Équipage"),
      ("alle 20 Minuten die Einkommen von \(Self.people) namens Mannschaft", "Mannschaft"),
    ] {
      let model = #"{"name": "People", "schedule": {"every": "1h"}}"#
      let (result, _) = try await Self.draft(sentence, [Self.answer(manifest: model)])
      let manifest = try Self.made(result).files.manifest
      #expect(manifest.schedule == .every(.seconds(1200)), "\(sentence)")
      #expect(manifest.name == name, "\(sentence)")
    }
  }

  @Test("without a name of the model's the card's title names the block, not the sentence")
  func title() async throws {
    let (result, _) = try await Self.draft("Mostra os dados de \(Self.people)", [Self.answer()])
    #expect(try Self.made(result).files.manifest.name == "People by income")
    let (called, _) = try await Self.draft(
      "people from \(Self.people) called Crew", [Self.answer(manifest: #"{"name": "People"}"#)])
    #expect(try Self.made(called).files.manifest.name == "Crew")
  }

  @Test("a block.json that cannot be used is sent back with its places")
  func wrongManifest() async throws {
    let (result, model) = try await Self.draft(
      "people from \(Self.people)",
      [
        Self.answer(manifest: #"{"schedule": {"cron": "seven"}}"#),
        Self.answer(manifest: #"{"schedule": {"cron": "0 7 * * *"}}"#),
      ])
    #expect(
      try Self.made(result).files.manifest.schedule == .cron("0 7 * * *", timeZone: nil))
    #expect(model.requests.last?.messages.last?.text.contains("/schedule/cron") == true)
  }

  // MARK: Sources

  @Test("every address of the sentence is read before the model is asked")
  func allAddresses() async throws {
    let (result, model) = try await Self.draft(
      "people of \(Self.people) and the rates of \(Self.rates)", [Self.answer()])
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("GET \(Self.people)") && prompt.contains("GET \(Self.rates)"))
    #expect(model.requests.map(\.stage) == [.write])
    // What the script does not ask, it may not.
    #expect(
      try Self.made(result).files.manifest.permissions.hosts == [
        "data.example", "www.data.example",
      ])
  }

  @Test("one address that does not answer is told; the others are used")
  func oneGone() async throws {
    let (result, model) = try await Self.draft(
      "people of \(Self.people) and \(Self.gone)", [Self.answer()])
    #expect(model.requests.first?.messages.last?.text.contains("Not usable:") == true)
    #expect(try Self.made(result).explanation.contains("Not used:"))
  }

  @Test("a permission for a later address is asked for before anything is paid")
  func grantFirst() async throws {
    let (result, model) = try await Self.draft(
      "people of \(Self.people) and http://192.168.7.9:8080/state.json", [Self.answer()])
    guard case .answer(let answer) = result else {
      Issue.record("it was not asked for")
      return
    }
    #expect(answer.neededGrant == .privateHost(HostPort(host: "192.168.7.9", port: 8080)))
    #expect(model.requests.isEmpty)
  }

  static let bookmarks = """
    Your bookmarks.
    ```lua
    return function(ctx)
      return { links = { { title = "A", url = "https://a.example/" },
        { title = "B", url = "https://b.example/x" } } }
    end
    ```
    ```json
    {"ui": 1, "title": "Bookmarks", "body": [{"type": "list", "data": "${links}",
      "title": "${item.title}", "href": "${item.url}"}]}
    ```
    """

  @Test(
    "addresses that are only to be shown are not fetched: the plan decides",
    arguments: [
      "my bookmarks: https://a.example/, https://b.example/x",
      "a card with https://a.example/ and https://b.example/x",
    ])
  func content(_ sentence: String) async throws {
    let (result, model) = try await Self.draft(
      sentence,
      [
        #"{"title": "Bookmarks", "refresh_seconds": 86400, "sources": [], "params": []}"#,
        Self.bookmarks,
      ])
    #expect(model.requests.map(\.stage) == [.plan, .write])
    #expect(try Self.made(result).outcome.data?["links"]?.array?.count == 2)
    #expect(model.requests.first?.system.joined().contains("http.get") == false)
  }

  // MARK: Words

  @Test("a question or a refusal in words is shown as such, and costs one call")
  func words() async throws {
    for text in ["Which of the two columns do you mean?", "I cannot do that: it needs a login."] {
      let (result, model) = try await Self.draft("people from \(Self.people)", [text])
      guard case .answer(let answer) = result else {
        Issue.record("a block was made")
        continue
      }
      #expect(answer.message == text && answer.kind == nil)
      #expect(model.requests.count == 1)
    }
  }

  @Test("an explanation instead of a change is shown as such, and costs one call")
  func explanation() async throws {
    let text = "It is red because more than 100 points count as hot."
    let (result, model) = try await ModelGrantTests.refine("why is it red?", [.text(text)])
    guard case .answer(let answer) = result else {
      Issue.record("something was changed")
      return
    }
    #expect(answer.message == text)
    #expect(model.requests.count == 1)
  }

  @Test("a model that only thought is told so, and asked again")
  func onlyThought() async throws {
    let (result, model) = try await Self.draft(
      "people from \(Self.people)", ["<think>First the rows.</think>", Self.answer()])
    _ = try Self.made(result)
    #expect(model.requests.last?.messages.last?.text.contains("only thought") == true)
  }

  @Test("a change of the schedule by a model is made and told")
  func scheduleChange() async throws {
    let (result, _) = try await ModelGrantTests.refine(
      "it need not be looked at so often, hourly will do",
      [.text("Now hourly.\n```block.json\n{\"schedule\": {\"every\": \"1h\"}}\n```")])
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    #expect(proposal.files.manifest.schedule == .every(.seconds(3600)))
    #expect(proposal.files.manifest.permissions.hosts == ["news.example"])
    #expect(proposal.explanation == "Now hourly. It refreshes every hour.")
  }

  // MARK: The look

  @Test("numbers beside other nouns do not count rows")
  func counts() {
    for (sentence, count) in [
      ("two lines from x", nil), ("show 2 charts", nil), ("the two cities", nil),
      ("top 5 stories", 5), ("top ten", 10), ("12 rows of it", 12), ("die 5 Zeilen", 5),
      ("top 5000", nil), ("3 days of weather", nil),
    ] as [(String, Int?)] {
      #expect(WishedCount.read(MeaningTests.read(sentence)) == count, "\(sentence)")
    }
  }

  @Test("too many rows are looked at once; a block that passed is not replaced by a draft")
  func tooMany() async throws {
    let (result, model) = try await Self.draft(
      "top 2 people from \(Self.people)", [Self.answer(), "```lua\nreturn 1 +\n```"])
    let draft = try Self.made(result)
    #expect(draft.method == "scripted/one")
    #expect(draft.outcome.data?["rows"]?.array?.count == 3)
    #expect(draft.explanation.contains("Please check: it shows 3 rows instead of 2."))
    #expect(model.requests.map(\.stage) == [.write, .repair])
    let (better, _) = try await Self.draft(
      "top 2 people from \(Self.people)", [Self.answer(), Self.answer(limit: 2, words: "Two.")])
    #expect(try Self.made(better).outcome.data?["rows"]?.array?.count == 2)
    #expect(try Self.made(better).explanation == "Two. It refreshes every 10 minutes.")
  }

  @Test(
    "what only looks odd ends with the model's OK, and is told where the model failed to mend it")
  func confirmed() async throws {
    let wish = "people as a bar chart from \(Self.people)"
    let (result, model) = try await Self.draft(wish, [Self.answer(), "OK"])
    let told = model.requests.last?.messages.last?.text ?? ""
    #expect(told.contains("The sentence asks for a chart, and the card has none."))
    #expect(try !Self.made(result).explanation.contains("Please check"))
    let (worse, _) = try await Self.draft(wish, [Self.answer(), "```lua\nreturn 1 +\n```"])
    #expect(try Self.made(worse).explanation.contains("Please check: it shows no chart."))
  }

  @Test("a column that is empty in every row is shown to the model with the card, once")
  func emptyColumn() async throws {
    let note = #"{"header": "Note", "field": "note"}"#
    let (result, model) = try await Self.draft(
      "people with notes from \(Self.people)", [Self.answer(columns: note), "OK"])
    let told = model.requests.last?.messages.last?.text ?? ""
    #expect(told.contains("'Note'") && told.contains("is empty in every row"))
    #expect(told.contains("| == People by income"), "the card as text is shown")
    #expect(try Self.made(result).explanation.contains("“Note” is empty in every row"))
    let (mended, again) = try await Self.draft(
      "people with notes from \(Self.people)", [Self.answer(columns: note), Self.answer()])
    #expect(try !Self.made(mended).explanation.contains("Please check"))
    #expect(again.requests.count == 2)
  }
}

extension ModelChoiceTests {
  @Test("a field that some rows of the source lack may be absent in those that are shown")
  func optionalField() async throws {
    let stories = "https://news.example/all.json"
    let rows = (0..<20).map {
      #"{"title": "Story \#($0)"\#($0 > 9 ? #", "image": "https://i.example/\#($0).png""# : "")}"#
    }
    let world = try ModelGrantTests.world([stories: "{\"hits\": [\(rows.joined(separator: ","))]}"])
    defer { try? FileManager.default.removeItem(at: world) }
    let answer = """
      The first stories.
      ```lua
      local http, list = require "http", require "list"
      return function(ctx)
        return { rows = list.map(list.take(http.get("\(stories)"):json().hits, 5), function(hit)
          return { title = hit.title, image = hit.image }
        end) }
      end
      ```
      ```json
      {"ui": 1, "title": "Stories", "body": [{"type": "list", "data": "${rows}", "title": "${item.title}",
        "image": "${item.image}", "imageAlt": "picture"}]}
      ```
      """
    let workshop = Workshop()
    let (author, model) = ModelGrantTests.author(
      workshop, [.text(answer), .text("OK")], world: world)
    let result = await author.draft(
      AuthoringRequest(sentence: "stories from \(stories)"), progress: { _ in })
    await workshop.runner.shutdown()
    let told = model.requests.last?.messages.last?.text ?? ""
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(told)")
      return
    }
    #expect(draft.method == "scripted/one")
    #expect(
      !model.requests.dropFirst().contains {
        $0.messages.last?.text.contains("names data that it did not return") == true
      })
  }

  @Test(
    "examples show what the wish asks for, in the way its source is read",
    arguments: [
      ("a checklist of my habits with a button", "on_action"),
      ("a chart of downloads", "\"chart\""), ("the next events in a calendar", "calendar"),
    ])
  func samples(_ sentence: String, _ shown: String) {
    let text = Samples(RecipeCatalogue(folder: TestPlaces.recipes))
      .text(for: Wish(sentence), SourceNotes(probes: []))
    #expect(text.contains(shown))
    #expect(!text.contains("pcall"), "the rules forbid it")
    #expect(text.components(separatedBy: "# Example:").count == 3)
    #expect(text.contains("```block.json\n{\"name\""))
  }
}
