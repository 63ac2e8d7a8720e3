// Fills a data folder with everything that version 8168956 can keep. `make.sh` compiles it against
// that version, in the place of Tests/dash-store-writer/main.swift.
import BlockModel
import BlockStore
import Foundation

let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
let storage = try SQLiteStorage(DataFolder(folder), for: .command)
let start = Date(timeIntervalSince1970: 1_795_000_000)

func moment(_ hours: Double) -> Date { start + hours * 3_600 }

func id(_ text: String) -> BlockID { BlockID(text)! }

let spec = """
  {
    "ui": 1,
    "body": [
      {"stat": "{n}", "label": "Number"}
    ]
  }

  """

func texts(_ manifest: String, _ script: String = "return function(ctx) return {n = 1} end\n")
  -> BlockTexts
{
  BlockTexts(manifest: manifest + "\n", script: script, spec: spec)
}

func make(
  _ name: String, _ texts: BlockTexts, by author: VersionAuthor, columns: Int = 4, rows: Int = 3,
  grants: Set<HostPort> = [], explanation: String = "Made for the fixture."
) async throws {
  _ = try await storage.create(
    NewBlock(
      id: id(name),
      version: NewVersion(
        texts: texts, author: author, explanation: explanation, createdAt: moment(0)),
      grants: grants, span: Span(columns: columns, rows: rows)))
}

func add(
  _ name: String, _ texts: BlockTexts, by author: VersionAuthor, basedOn: Int, _ explanation: String
) async throws {
  _ = try await storage.addVersion(
    NewVersion(
      texts: texts, author: author, explanation: explanation, basedOn: VersionNumber(basedOn),
      createdAt: moment(Double(basedOn))), to: id(name))
}

func run(
  _ name: String, _ outcome: RunOutcome, version: Int = 1, reason: String = "schedule",
  updatesData: Bool = true
) async throws {
  try await storage.save(
    NewRun(
      outcome, version: VersionNumber(version), reason: reason, updatesData: updatesData, keep: 200),
    of: id(name))
}

func good(_ data: JSONValue, at hour: Double, log: [LogLine] = [], http: [HTTPExchange] = [])
  -> RunOutcome
{
  RunOutcome(
    result: .ok(data), startedAt: moment(hour), duration: .milliseconds(120), log: log, http: http,
    used: ResourceUse(cpuMilliseconds: 7, memoryBytes: 300_000))
}

func bad(_ kind: FailureKind, _ message: String, at hour: Double) -> RunOutcome {
  RunOutcome(
    result: .failed(
      RunFailure(
        kind, message, place: "block.lua:3", traceback: ["block.lua:3", "block.lua:1"],
        retryAfter: kind == .rateLimited ? 90 : nil)),
    startedAt: moment(hour), duration: .milliseconds(40))
}

func exchange(_ url: String, _ status: Int?, error: String? = nil) -> HTTPExchange {
  HTTPExchange(
    method: "GET", url: url, status: status, bytes: status == nil ? 0 : 512, milliseconds: 30,
    cache: status == 304 ? .revalidated : .miss, error: error)
}

// A block with a life: versions of three authors, values, runs, a conversation, things to undo.
let clock = """
  {
    "name": "Clock",
    "prompt": "show the time in Lisbon",
    "schedule": {"every": "10m"},
    "params": [
      {"name": "place", "type": "text", "label": "Place", "default": "Porto"},
      {"name": "count", "type": "number", "label": "Rows", "default": 3, "min": 1, "max": 20}
    ],
    "permissions": {"hosts": ["clock.example"]},
    "keep": {"runs": 50}
  }
  """
try await make("clock-a2b3", texts(clock), by: .drafter, columns: 6, rows: 4)
try await run(
  "clock-a2b3",
  good(
    ["n": 1, "text": "zwölf", "big": .integer(9_007_199_254_740_993)], at: 1,
    log: [LogLine(.info, "asked"), LogLine(.warn, "late")],
    http: [
      exchange("https://clock.example/now", 200), exchange("https://clock.example/then", 304),
    ]))
try await add(
  "clock-a2b3", texts(clock, "return function(ctx) return {n = 2} end\n"), by: .model, basedOn: 1,
  "Counts from two.")
try await run("clock-a2b3", good(["n": 2], at: 2), version: 2, reason: "edit")
try await add("clock-a2b3", texts(clock), by: .restore, basedOn: 2, "Went back to version 1.")
try await run("clock-a2b3", good(["n": 1, "text": "zwölf"], at: 3), version: 3)
try await run(
  "clock-a2b3", good(["ok": true], at: 4), version: 3, reason: "action", updatesData: false)
try await storage.setParams(["place": "Lisbon", "count": 5], of: id("clock-a2b3"))
try await storage.setSetting(
  "undo clock-a2b3",
  to: [
    ["version": 1, "params": [:]], ["version": 2, "params": [:]],
    ["version": 3, "params": ["place": "Lisbon"]],
  ])
try await storage.addMessages(
  [
    ChatMessage(.person, "count from two", at: moment(1)),
    ChatMessage(.dash, "It counts from two.", at: moment(1)),
    ChatMessage(.person, "undo", at: moment(2)), ChatMessage(.dash, "Went back.", at: moment(2)),
  ], to: id("clock-a2b3"))
try await storage.addModelCalls(
  [
    ModelCall(
      stage: "refine", provider: "anthropic", model: "small", prompt: "count from two",
      answer: "return function…", inputTokens: 1_200, outputTokens: 300, cost: 0.0125,
      milliseconds: 2_400, at: moment(1))
  ], of: id("clock-a2b3"))
try await storage.addModelCalls(
  [
    ModelCall(
      stage: "plan", provider: "anthropic", model: "small", prompt: "something impossible",
      inputTokens: 700, failure: "the answer was cut", at: moment(2))
  ], of: nil)

// What scripts keep.
try await make(
  "prices-c4d5",
  texts(
    """
    {"name": "Prices", "schedule": {"cron": "0 7 * * 1-5", "zone": "Europe/Berlin"},
     "permissions": {"hosts": ["prices.example", "*.prices.example"], "methods": ["GET", "POST"]}}
    """), by: .model, columns: 12, rows: 2)
try await storage.set("seen", to: ["a": [1, 2.5, .null, true]], of: id("prices-c4d5"))
try await storage.set("ключ", to: "значение", of: id("prices-c4d5"))
for hour in 0..<48 {
  try await storage.append(
    .number(100 + Double(hour) / 4), to: "gold", at: moment(Double(hour)), of: id("prices-c4d5"))
}
try await storage.append(.integer(7), to: "whole", at: moment(0), of: id("prices-c4d5"))
try await storage.append(["open": 1, "close": 2], to: "days", at: moment(0), of: id("prices-c4d5"))
try await run("prices-c4d5", good(["n": 111.75], at: 48))

// Places at home: one that the manifest was given, two by a click.
try await make(
  "nas-e6f7",
  texts(
    """
    {"name": "NAS", "schedule": {"every": "1m"},
     "permissions": {"hosts": [], "private_hosts": ["nas.local:8080", "10.0.0.7"]}}
    """), by: .hand, columns: 3, rows: 2, grants: [HostPort("nas.local:8080")!])
try await storage.addGrant(HostPort("[fd00::1]:81")!, to: id("nas-e6f7"))
var refused = bad(.permission, "nas.local:9090 is not allowed", at: 5)
refused.http = [exchange("http://nas.local:9090/", nil, error: "not allowed")]
refused.http[0].neededGrant = HostPort("nas.local:9090")
try await run("nas-e6f7", refused)

// Failing: three times in a row, with good data from before.
try await make(
  "feed-g8h9",
  texts(
    #"{"name": "Feed", "schedule": {"every": "30m"}, "permissions": {"hosts": ["feed.example"]}}"#),
  by: .recipe)
try await run("feed-g8h9", good(["items": [["title": "old"]]], at: 1))
try await run("feed-g8h9", bad(.network, "feed.example did not answer", at: 2))
try await run("feed-g8h9", bad(.rateLimited, "feed.example asks to wait", at: 3))
var broken = bad(.scriptError, "attempt to index a nil value (field 'x')", at: 4)
broken.specProblems = ["items is missing"]
try await run("feed-g8h9", broken)

// Healed, with limits and a contract.
try await make(
  "healed-j2k3",
  texts(
    """
    {"name": "Healed", "contract": {"rows": 5}, "limits": {"seconds": 60, "memory_mib": 256},
     "schedule": "manual", "permissions": {"hosts": ["x.example"]}}
    """), by: .model)
try await add(
  "healed-j2k3", texts(#"{"name": "Healed", "schedule": "manual"}"#), by: .heal, basedOn: 1,
  "The source renamed a field.")
try await storage.setPaused(true, id("healed-j2k3"))

// Secrets: one with a value, one without, one that is none of a block's business.
try await make(
  "token-m4n5",
  texts(
    """
    {"name": "Token", "permissions": {"hosts": ["api.example"],
     "secrets": [{"name": "api-token", "hosts": ["api.example"]},
                 {"name": "MY_KEY", "hosts": ["api.example", "www.api.example"]}]}}
    """, "local http = require \"http\"\nreturn function(ctx) return {n = 1} end\n"), by: .model)
try await make(
  "mail-p6q7",
  texts(
    """
    {"name": "Mail", "permissions": {"hosts": ["mail.example"],
     "secrets": [{"name": "mail-password", "hosts": ["mail.example"]}]}}
    """), by: .model)
try await make(
  "rogue-r8s9",
  texts(
    """
    {"name": "Rogue", "permissions": {"hosts": ["rogue.example"],
     "secrets": [{"name": "dash.page-key", "hosts": ["rogue.example"]},
                 {"name": "dash.models.key.anthropic", "hosts": ["rogue.example"]},
                 {"name": "api-token", "hosts": ["rogue.example"]}]}}
    """), by: .hand)
try await storage.setSecret("api-token", to: "planted-api-token")
try await storage.setSecret("MY_KEY", to: "planted ключ")
try await storage.setSecret("nobody", to: "planted-nobody")
try await storage.setSecret(
  "dash.page-key", to: Data(repeating: 7, count: 32).base64EncodedString())

// Odd manifests: what a hand wrote, and what cannot be read at all.
try await make(
  "odd-t2u3",
  texts(
    "{\"$schema\": \"x\",\r\n \"x-mine\": {\"a\": 1}, \"name\": \"Odd\", \"contract\": 5,\r\n"
      + " \"schedule\": {\"every\": \"10m\", \"cron\": \"0 0 30 2 *\"},\r\n"
      + " \"params\": [{\"name\": \"n\", \"type\": \"number\", \"default\": \"five\", \"max\": 3}],\r\n"
      + " \"permissions\": {\"hosts\": [\"*\", \"https://odd.example\", \"\"]}}\r\n"), by: .hand)
try await make(
  "newer-v4w5",
  texts(#"{"name": "Newer", "alerts": [{"name": "low"}], "locale": "pt-PT"}"#), by: .hand)
try await make("torn-x6y7", texts(#"{"name": "Torn", "#), by: .hand)

// A hand edit under way.
try await make("edit-z8a9", texts(#"{"name": "Edit", "schedule": "manual"}"#), by: .hand)
var copy = try await storage.workingCopy(of: id("edit-z8a9"))
copy.script = "return function(ctx)\n  -- in the middle of\n"
try await storage.setWorkingCopy(copy, of: id("edit-z8a9"))

// The trash.
try await make("gone-b2c3", texts(#"{"name": "Gone"}"#), by: .drafter)
try await storage.set("kept", to: 1, of: id("gone-b2c3"))
try await storage.append(2, to: "kept", at: moment(1), of: id("gone-b2c3"))
try await run("gone-b2c3", good(["n": 3], at: 2))
try await storage.setSetting("undo gone-b2c3", to: [["version": 1, "params": ["n": 1]]])
try await storage.delete(id("gone-b2c3"))
try await make("gone-d4e5", texts(#"{"name": "Gone too"}"#), by: .drafter)
try await storage.delete(id("gone-d4e5"))

// A folder that was run by hand keeps data under its base name; a block that is no more left this.
try await storage.set("by-hand", to: true, of: id("my-folder"))
try await storage.setSetting("undo nobody-f6g7", to: [["version": 1, "params": [:]]])

try await storage.arrange([
  (id("prices-c4d5"), Span(columns: 12, rows: 2)), (id("clock-a2b3"), Span(columns: 6, rows: 4)),
  (id("nas-e6f7"), Span(columns: 3, rows: 2)), (id("feed-g8h9"), Span(columns: 2, rows: 12)),
])
try await storage.note("Added 'Clock'.", by: "person", block: id("clock-a2b3"))
try await storage.note("Deleted 'Gone'.", by: "person", block: id("gone-b2c3"))
try await storage.setSetting("starters", to: true)
try await storage.setSetting("keep changes at once", to: true)
try await storage.setSetting(
  "model quirks",
  to: ["anthropic small": ["dropped": ["seed"], "renamed": [:], "token_ratio": 1.25]])
try storage.close()
