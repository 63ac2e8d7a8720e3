import BlockModel
import Testing

@testable import Authoring

@Suite("What a model wrote is taken apart right")
struct ModelAnswerTests {
  static let files = "```lua\nreturn function() return {} end\n```\n```json\n{\"ui\": 1}\n```\n"

  @Test(
    "thoughts are taken out, whatever marks them",
    arguments: [
      "<think>\n```lua\nwrong\n```\n</think>\nDone.\n", "<thought>I think ```</thought>\nDone.\n",
      "<thinking>a</thinking>\n<think>b</think>\nDone.\n", "template began it\n</think>\nDone.\n",
      "[THINK]\n```json\n{\"ui\": 2}\n```\n[/THINK]Done.\n",
      "<|begin_of_thought|>no<|end_of_thought|>\nDone.\n",
      "<|channel|>analysis<|message|>```lua\nwrong\n```<|end|><|start|>assistant<|channel|>final<|message|>Done.\n",
      "<|start|>assistant<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary to=f <|constrain|>json<|message|>{}<|call|><|start|>assistant<|channel|>final<|message|>Done.\n",
      "analysisWe need two files.assistantfinalDone.\n",
    ])
  func thoughts(_ head: String) {
    var text = head + Self.files
    if head.contains("<|channel|>") { text += "<|return|>" }
    let answer = ModelAnswer(text)
    #expect(answer.script == "return function() return {} end\n")
    #expect(answer.spec == "{\"ui\": 1}\n")
    #expect(answer.explanation == "Done.", "\(answer.prose)")
  }

  @Test(
    "an answer of nothing but thoughts is empty",
    arguments: [
      "", "<think>I should", "<think>a</think>\n", "<|channel|>analysis<|message|>Let me see",
      "<|channel|>analysis<|message|>Let me see<|end|>",
    ])
  func onlyThoughts(_ text: String) { #expect(ModelAnswer(text).isEmpty) }

  @Test(
    "tags that a script or a person speaks of stay",
    arguments: [
      "```lua\nlocal t = page:first(\"<think>\")\nreturn t\n```",
      "```lua\nreturn (\"a</think>b\")\n```",
    ])
  func tagsInCode(_ text: String) {
    let answer = ModelAnswer(text)
    #expect(answer.script?.contains("think>") == true)
  }

  @Test("marks inside of a long string of Lua do not end the block")
  func longString() {
    let script = """
      local help = [==[
      ```lua
      print(1)
      ```
      ]==]
      --[[ also here:
      ```
      ]]
      return function() return { help = help, quote = "[[" } end

      """
    let answer = ModelAnswer("Done.\n```lua\n\(script)```\n```json\n{\"ui\": 1}\n```")
    #expect(answer.script == script)
    #expect(answer.spec == "{\"ui\": 1}\n")
  }

  @Test("a long string that is never closed does not swallow the other files")
  func openLongString() {
    let answer = ModelAnswer("```lua\nlocal a = [[\nreturn a\n```\n```json\n{\"ui\": 1}\n```")
    #expect(answer.script == "local a = [[\nreturn a\n")
    #expect(answer.spec == "{\"ui\": 1}\n")
  }

  @Test(
    "block.json is found by its name, or by what stands in it",
    arguments: [
      "```block.json\n{\"name\": \"A\"}\n```\n",
      "```json title=block.json\n{\"name\": \"A\"}\n```\n",
      "~~~~ block.json\n{\"name\": \"A\"}\n~~~~\n",
      "```json\n{\"name\": \"A\", \"schedule\": \"manual\"}\n```\n",
    ])
  func manifest(_ head: String) throws {
    let answer = ModelAnswer(head + Self.files)
    let text = try #require(answer.manifest)
    #expect(try JSONValue(parsing: text)["name"] == "A")
    #expect(answer.spec == "{\"ui\": 1}\n" && answer.words == nil)
  }

  @Test("settings and data in JSON are not block.json")
  func noManifest() {
    #expect(ModelAnswer("```json\n{\"set\": {\"name\": \"x\"}}\n```").manifest == nil)
    #expect(ModelAnswer("```json\n{\"rows\": []}\n```").manifest == nil)
    #expect(ModelAnswer(Self.files).manifest == nil)
  }

  @Test(
    "words alone are an answer",
    arguments: [
      "Which station do you leave from?", "It is red because the value is above 100.",
      "The tone is set here:\n```json\n{\"steps\": [{\"from\": 70, \"tone\": \"warning\"}]}\n```",
      "Use `text.number`, as in:\n```lua\nlocal n = text.number(\"1.299\")\n```",
    ])
  func words(_ text: String) { #expect(ModelAnswer(text).words != nil) }

  @Test(
    "files, and code that only lacks its fences, are not words",
    arguments: [
      files, "", "Here:\nreturn function(ctx) return {} end", "Done. {\"ui\": 1, \"body\": []}",
      "```json\n{\"body\": [{\"type\": \"text\"}]}\n```", "```json\n{\"set\": {\"count\": 5}}\n```",
      "```block.json\n{\"schedule\": \"manual\"}\n```",
    ])
  func notWords(_ text: String) { #expect(ModelAnswer(text).words == nil) }
}

@Suite("What a model wants in block.json is bounded")
struct AnsweredManifestTests {
  static let old = Manifest(
    name: "Old", prompt: "the wish",
    permissions: Permissions(hosts: ["a.example"]))

  static func applied(_ text: String, asked: Schedule? = nil) throws -> Manifest {
    try AnsweredManifest(text).applied(to: old, asked: asked)
  }

  @Test(
    "schedules are read in the forms models write, within what Dash takes",
    arguments: [
      (#"{"every": "1h"}"#, Schedule.every(.seconds(3600))),
      (#""every 2 hours""#, .every(.seconds(7200))), (#"{"every": 900}"#, .every(.seconds(900))),
      (#""1d""#, .every(.seconds(86_400))), (#"{"every": "1s"}"#, .every(.seconds(60))),
      (#"{"every": "400d"}"#, .every(.seconds(31 * 86_400))), (#""manual""#, .manual),
      (
        #"{"cron": "0 7 * * *", "zone": "Europe/Berlin"}"#,
        .cron("0 7 * * *", timeZone: "Europe/Berlin")
      ),
    ])
  func schedule(_ text: String, _ wanted: Schedule) throws {
    #expect(try Self.applied(#"{"schedule": \#(text)}"#).schedule == wanted)
  }

  @Test("more often than once a minute only when the person said so")
  func often() throws {
    let text = #"{"schedule": {"every": "10s"}}"#
    #expect(try Self.applied(text).schedule == .every(.seconds(60)))
    #expect(
      try Self.applied(text, asked: .every(.seconds(30))).schedule == .every(.seconds(30)))
  }

  @Test("what the sentence says of the schedule holds, when the model sets one")
  func asked() throws {
    let wish: Schedule = .every(.seconds(300))
    #expect(try Self.applied(#"{"schedule": {"every": "1h"}}"#, asked: wish).schedule == wish)
    #expect(try Self.applied(#"{"name": "New"}"#, asked: wish).schedule == Self.old.schedule)
    // A change that gives the schedule as it is changes none.
    let same = try AnsweredManifest(AnsweredManifest.shown(Self.old))
    #expect(same.applied(to: Self.old, asked: wish).schedule == Self.old.schedule)
  }

  @Test("members that are not the model's to set are passed over, absent ones stay")
  func others() throws {
    let manifest = try Self.applied(
      #"{"name": "New", "prompt": "x", "permissions": {"hosts": ["evil.example"]}, "limits": {"seconds": 300}, "locale": "de", "params": [{"name": "count", "type": "number", "label": "Count", "default": 5}]}"#
    )
    #expect(manifest.name == "New" && manifest.prompt == "the wish" && manifest.locale == "de")
    #expect(manifest.permissions == Self.old.permissions && manifest.limits == Self.old.limits)
    #expect(manifest.params.map(\.name) == ["count"] && manifest.schedule == Self.old.schedule)
    #expect(try Self.applied("{}") == Self.old)
  }

  @Test(
    "what is wrong is said in the words of block.json",
    arguments: [
      ("[1]", "not a JSON object"), (#"{"schedule": {"cron": "7 o'clock"}}"#, "/schedule/cron"),
      (#"{"params": [{"name": "a b"}]}"#, "/params/0/name"),
      (#"{"params": [{"name": "a", "type": "number", "default": "many"}]}"#, "/params/0/default"),
    ])
  func wrong(_ text: String, _ told: String) throws {
    let finding = try #require(throws: CandidateFinding.self) { try Self.applied(text) }
    #expect(
      finding.kind == .manifest && finding.issues.joined().contains(told), "\(finding.issues)")
    #expect(finding.isRepairable)
  }
}
