import BlockModel
import Testing

@Suite("Mistakes in block.json")
struct ManifestMistakeTests {
  private func problems(_ text: String) -> [ManifestProblem] {
    do {
      _ = try Manifest(parsing: text)
      return []
    } catch {
      return error.problems
    }
  }

  /// Members of a manifest that is right but for them.
  private func problems(of members: String) -> [ManifestProblem] {
    problems(#"{"name": "a", \#(members)}"#)
  }

  @Test(
    "a mistake has a place, says what is wrong and what to write instead",
    arguments: [
      (#""nmae": 1"#, "/nmae", "did you mean 'name'?"),
      (#""permission": {}"#, "/permission", "did you mean 'permissions'?"),
      (#""prompt": 5"#, "/prompt", "a text"),
      (#""schedule": "often""#, "/schedule", "'often' is not known here"),
      (#""schedule": 10"#, "/schedule", "not 10"),
      (#""schedule": {}"#, "/schedule", #"{"every": "10m"}"#),
      (#""schedule": {"every": 10}"#, "/schedule/every", #"write it in quotes, like "10m""#),
      (#""schedule": {"every": "10x"}"#, "/schedule/every", "30s, 10m, 2h or 1d"),
      (#""schedule": {"every": "1s"}"#, "/schedule/every", #"too short; write "10s""#),
      (#""schedule": {"every": "99999999999999999999d"}"#, "/schedule/every", "is not a time"),
      (#""schedule": {"every": "9223372036854775807d"}"#, "/schedule/every", "too long"),
      (#""schedule": {"every": "-5m"}"#, "/schedule/every", "is not a time"),
      (
        #""schedule": {"every": "10m", "cron": "0 7 * * *"}"#, "/schedule/cron",
        "cannot be used together"
      ),
      (#""schedule": {"every": "10m", "zone": "Europe/Berlin"}"#, "/schedule/zone", "leave it out"),
      (#""schedule": {"cron": "0 25 * * *"}"#, "/schedule/cron", "does not fit the hour"),
      (#""schedule": {"cron": "@daily"}"#, "/schedule/cron", "five fields"),
      (#""schedule": {"cron": "0 0 30 2 *"}"#, "/schedule/cron", "never happens"),
      (#""schedule": {"cron": "0 0 31 4,6 *"}"#, "/schedule/cron", "never happens"),
      (
        #""schedule": {"cron": "CRON_TZ=Europe/Berln 0 7 * * *"}"#, "/schedule/cron",
        "did you mean 'Europe/Berlin'?"
      ),
      (
        #""schedule": {"cron": "CRON_TZ=UTC 0 7 * * *", "zone": "UTC"}"#, "/schedule/zone",
        "keep one"
      ),
      (
        #""schedule": {"cron": "0 7 * * *", "zone": "Mars"}"#, "/schedule/zone",
        "is not a time zone"
      ),
      (#""limits": {"seconds": 3000}"#, "/limits/seconds", "1…300"),
      (#""limits": {"seconds": "5"}"#, "/limits/seconds", "write 5 without quotes"),
      (#""limits": {"requests": 1.5}"#, "/limits/requests", "a whole number"),
      (#""limits": {"memory_mib": 1e300}"#, "/limits/memory_mib", "8…512"),
      (#""keep": {"runs": -1}"#, "/keep/runs", "1…10000"),
      (#""keep": {"recordings": 51}"#, "/keep/recordings", "0…50"),
      (#""keep": {"results": 9223372036854775807}"#, "/keep/results", "0…3650"),
      (#""contract": 5"#, "/contract", "a list of objects like"),
      (#""contract": {"rows": 1}"#, "/contract", "a list of objects like"),
      (#""contract": [{"path": "a"}]"#, "/contract/0", "says nothing"),
      (#""contract": [{"rows": {"min": 1}}]"#, "/contract/0", #""path" is missing"#),
      (
        #""contract": [{"path": "a", "rows": {"min": 5, "max": 1}}]"#, "/contract/0/rows/max",
        "no list fits"
      ),
      (#""contract": [{"path": "a", "filled": 2}]"#, "/contract/0/filled", "0…1"),
      (#""contract": [{"path": "a", "between": [9, 1]}]"#, "/contract/0/between", "[1, 9]"),
      (#""contract": [{"path": "a", "kind": "string"}]"#, "/contract/0/kind", "text"),
      (#""alerts": [{"name": "x"}]"#, "/alerts/0", #""when" is missing"#),
      (
        #""alerts": [{"name": "x", "when": "a > 1"}, {"name": "x", "when": "b > 1"}]"#,
        "/alerts/1/name", "declared twice"
      ),
      (
        #""alerts": [{"name": "x", "when": "a > 1", "again_after": "1s"}]"#,
        "/alerts/0/again_after", "too short"
      ),
      (#""locale": "de_DE""#, "/locale", #"write "de-DE""#),
      (#""locale": "klingon""#, "/locale", "BCP 47"),
    ])
  func mistakes(members: String, place: String, hint: String) {
    let found = problems(of: members)
    #expect(found.map(\.place) == [place], "\(found)")
    #expect(found.first?.problem.contains(hint) == true, "\(found)")
    #expect(found.first?.line == 1)
  }

  @Test(
    "what may be reached is named exactly",
    arguments: [
      (#""hosts": ["*"]"#, "/hosts/0", "every host"),
      (#""hosts": [""]"#, "/hosts/0", "empty"),
      (
        #""hosts": ["https://api.example.org/v1"]"#, "/hosts/0",
        #"write the host alone: "api.example.org""#
      ),
      (#""hosts": ["api.example.org/v1"]"#, "/hosts/0", #"no path; write "api.example.org""#),
      (#""hosts": ["api.example.org:8443"]"#, "/hosts/0", #"write "api.example.org""#),
      (#""hosts": ["a b.example"]"#, "/hosts/0", "space"),
      (#""hosts": ["a.*.example"]"#, "/hosts/0", "one level in front"),
      (#""hosts": ["*.org"]"#, "/hosts/0", "whole domain"),
      (#""hosts": ["-a.example"]"#, "/hosts/0", "is not a host"),
      (#""hosts": ["me@example.org"]"#, "/hosts/0", #"write "example.org""#),
      (#""hosts": "api.example.org""#, "/hosts", #"write a list: ["api.example.org"]"#),
      (#""hosts": [5]"#, "/hosts/0", "in quotes"),
      (#""methods": ["GETT"]"#, "/methods/0", "did you mean 'GET'?"),
      (#""methods": ["CONNECT"]"#, "/methods/0", "is not a method that blocks can use"),
      (#""browser": "true""#, "/browser", "write true without quotes"),
      (#""private_hosts": ["x:99999"]"#, "/private_hosts/0", "1…65535"),
      (
        #""private_hosts": ["http://192.168.1.5:8123/api"]"#, "/private_hosts/0",
        #"write the place alone: "192.168.1.5:8123""#
      ),
      (#""pictures": ["*"]"#, "/pictures/0", "every host"),
      (#""secrets": [{"name": "KEY"}]"#, "/secrets/0", #""origins": ["https://"#),
      (#""secrets": [{"origins": ["https://a.example"]}]"#, "/secrets/0", #""name" is missing"#),
      (
        #""secrets": [{"name": "A B", "origins": ["https://a.example"]}]"#, "/secrets/0/name",
        "is not a valid name"
      ),
      (
        #""secrets": [{"name": "KEY", "origins": ["https://a.example/v1"]}]"#,
        "/secrets/0/origins/0", #"write "https://a.example""#
      ),
      (
        #""secrets": [{"name": "KEY", "origins": ["ftp://a.example"]}]"#, "/secrets/0/origins/0",
        "is not an origin"
      ),
    ])
  func reach(members: String, place: String, hint: String) {
    let found = problems(of: #""permissions": {\#(members)}"#)
    #expect(found.map(\.place) == ["/permissions" + place], "\(found)")
    #expect(found.first?.problem.contains(hint) == true, "\(found)")
  }

  @Test(
    "a parameter is checked with its default",
    arguments: [
      (#""name": "A b""#, "/name", #"write "a_b""#),
      (#""name": "2fast""#, "/name", #"write "fast""#),
      (#""name": "end""#, "/name", "a word of Lua"),
      (#""name": "größe""#, "/name", "is not a valid name"),
      (#""name": "a", "type": "secret""#, "/type", "text, number, boolean, choice, date"),
      (#""name": "a", "type": "nubmer""#, "/type", "did you mean 'number'?"),
      (#""name": "a", "min": 1"#, "/min", "is for numbers"),
      (#""name": "a", "type": "number", "min": 5, "max": 1"#, "/max", "no value fits"),
      (#""name": "a", "type": "number", "step": 0"#, "/step", "more than 0"),
      (#""name": "a", "type": "number", "default": "10""#, "/default", "write 10 without quotes"),
      (#""name": "a", "type": "number", "default": "five""#, "/default", "write 5"),
      (#""name": "a", "type": "number", "max": 5, "default": 6"#, "/default", "at most 5"),
      (#""name": "a", "type": "number", "step": 5, "default": 7"#, "/default", "write 5 or 10"),
      (#""name": "a", "type": "boolean", "default": "yes""#, "/default", "write true"),
      (#""name": "a", "type": "date", "default": "31.12.2026""#, "/default", "write 2026-12-31"),
      (#""name": "a", "type": "date", "default": "2026-02-30""#, "/default", "needs a day"),
      (#""name": "a", "type": "text", "default": 5"#, "/default", #"write "5""#),
      (#""name": "a", "type": "choice""#, "", "needs \"options\""),
      (#""name": "a", "type": "choice", "options": []"#, "/options", "empty"),
      (#""name": "a", "type": "choice", "options": ["de", "de"]"#, "/options", "offered twice"),
      (
        #""name": "a", "type": "choice", "options": ["de", "en"], "default": "fr""#, "/default",
        "one of de, en"
      ),
      (#""name": "a", "options": ["de"]"#, "/options", #"write "type": "choice""#),
      (#""name": "a", "required": "true""#, "/required", "without quotes"),
      (#""name": "a", "defualt": 1"#, "/defualt", "did you mean 'default'?"),
    ])
  func params(members: String, place: String, hint: String) {
    let found = problems(of: #""params": [{\#(members)}]"#)
    #expect(found.map(\.place) == ["/params/0" + place], "\(found)")
    #expect(found.first?.problem.contains(hint) == true, "\(found)")
  }

  @Test("two parameters of one name are refused at the second")
  func twice() {
    let found = problems(of: #""params": [{"name": "a"}, {"name": "b"}, {"name": "a"}]"#)
    #expect(found.map(\.place) == ["/params/2/name"])
  }

  @Test("all mistakes are told at once, in the order of the text, with line and column")
  func all() {
    let found = problems(
      """
      {
        "name": "",
        "schedule": {"every": "1s"},
        "limits": {"seconds": 0, "secs": 1},
        "keep": {"runs": -3}
      }
      """)
    #expect(
      found.map(\.location) == [
        "block.json:2:3", "block.json:3:16", "block.json:4:14", "block.json:4:28",
        "block.json:5:12",
      ])
  }

  @Test("a key that stands twice is a mistake")
  func doubleKeys() {
    let found = problems("{\"name\": \"a\",\n \"name\": \"b\"}")
    #expect(
      found.map(\.description) == [
        "block.json:2:2: \"name\" is there twice in one object; keep one"
      ])
  }

  @Test(
    "a text that is not JSON is named where it stops being JSON",
    arguments: [
      ("{\"name\": \"a\",}", "block.json:1:14: there is a comma before `}`; remove it"),
      ("{\"name\": \"a\"\n \"prompt\": \"\"}", "block.json:2:2: a comma is missing before this"),
      ("{name: \"a\"}", "block.json:1:2: write \"name\" in double quotes"),
      ("{'name': \"a\"}", "block.json:1:2: write text in double quotes"),
      (
        "{\"name\": True}",
        "block.json:1:10: `True` is not JSON; write text in double quotes, or true, false or null"
      ),
      ("// x\n{}", "block.json:1:1: JSON has no comments; remove it"),
      ("{", "block.json:1:2: the text ends too early; a bracket or quote is not closed"),
      ("", "block.json:1:1: the file is empty"),
    ])
  func syntax(text: String, message: String) {
    #expect(problems(text).map(\.description) == [message])
  }

  @Test("a manifest is an object with a name", arguments: ["[]", "5", "null", "{}"])
  func root(text: String) {
    #expect(problems(text).map(\.place) == [""])
  }
}
