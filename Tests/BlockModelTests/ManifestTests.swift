import BlockModel
import Foundation
import Testing

@Suite("Manifests")
struct ManifestTests {
  static let full = """
    {"$schema": "block.schema.json", "name": "Rates", "prompt": "euro rates",
     "schedule": {"cron": "0 7 * * 1-5", "zone": "Europe/Berlin"},
     "params": [{"name": "base", "type": "choice", "label": "Base", "default": "EUR",
                 "options": ["EUR", {"value": "USD", "label": "Dollar"}], "required": true},
                {"name": "count", "type": "number", "label": "Rows", "default": 5, "min": 1, "max": 30,
                 "step": 1},
                {"name": "from", "type": "date", "default": "2026-01-31", "help": "h"},
                {"name": "all", "type": "boolean", "default": true, "placeholder": "p"}],
     "permissions": {"hosts": ["api.example.org", "*.example.com", "192.0.2.1", "2001:db8::1"],
                     "methods": ["get", "POST"], "browser": true,
                     "private_hosts": ["127.0.0.1:8123", "[::1]:80", "nas.local"],
                     "pictures": ["img.example.org"],
                     "secrets": [{"name": "token", "hosts": ["api.example.org"]},
                                 {"name": "KEY", "origins": ["https://api.example.org:8443"]}]},
     "limits": {"seconds": 5, "memory_mib": 64, "requests": 3},
     "contract": [{"path": "rates", "rows": {"min": 5}},
                  {"path": "rates[].value", "kind": "number", "between": [0, 60.5], "filled": 1,
                   "unique": true, "newest_within": "3d", "jump_at_most": 10, "soft": true}],
     "query": {"source": "https://example.org/rates.json", "limit": 3, "compiled": "0123"},
     "alerts": [{"name": "high", "when": "rate > 1.2", "say": "${rate}", "again_after": "2h"}],
     "locale": "de-DE", "keep": {"runs": 10, "recordings": 0, "results": 7}}
    """

  @Test("what is written reads back the same")
  func roundTrip() throws {
    let manifest = try Manifest(parsing: Self.full)
    #expect(try Manifest(parsing: manifest.json.json(.pretty)) == manifest)
    #expect(try Manifest(loading: manifest.json.json()) == manifest)
    #expect(manifest.permissions.privateHosts.contains(HostPort(host: "::1", port: 80)))
    #expect(manifest.permissions.methods == ["GET", "POST"])
    #expect(manifest.permissions.pictures == ["img.example.org"])
    #expect(manifest.schedule == .cron("0 7 * * 1-5", timeZone: "Europe/Berlin"))
    #expect(manifest.contract.map(\.path) == ["rates", "rates[].value"])
    #expect(manifest.contract[0].rows == ContractRule.Bounds(min: 5))
    #expect(manifest.contract[1].between == 0...60.5)
    #expect(manifest.contract[1].newestWithin == .seconds(3 * 86_400))
    #expect(manifest.alerts.first?.againAfter == .seconds(7200))
    #expect(manifest.query?.query == RowQuery(limit: 3))
    #expect(manifest.locale == "de-DE")
    #expect(manifest.keep == Retention(runs: 10, recordings: 0, resultDays: 7))
    #expect(manifest.json["params"]?[1]?["min"] == 1)
  }

  @Test("the time zone may stand before the expression, as crontabs write it")
  func cronZone() throws {
    let text = #"{"name": "a", "schedule": {"cron": "CRON_TZ=Asia/Tokyo 0 7 * * *"}}"#
    #expect(try Manifest(parsing: text).schedule == .cron("0 7 * * *", timeZone: "Asia/Tokyo"))
  }

  @Test("what another version of Dash wrote is kept and passed over")
  func lenient() throws {
    let text = """
      {"name": "a", "colour": {"hue": 4}, "schedule": {"every": "1h", "jitter": "5m"},
       "params": [{"name": "n", "type": "number", "default": "x", "unit": "km"},
                  {"name": "pw", "type": "secret"}],
       "permissions": {"hosts": ["a.example", "*"], "cameras": ["front"]},
       "limits": {"seconds": 100000}, "contract": {"rows": 1}, "x-note": "mine"}
      """
    var manifest = try Manifest(loading: text)
    #expect(manifest.schedule == .every(.seconds(3600)))
    #expect(manifest.params.map(\.name) == ["n"])
    #expect(manifest.params[0].defaultValue == .null)
    #expect(manifest.permissions.hosts == ["a.example"])
    #expect(manifest.limits == Limits())
    #expect(manifest.contract.isEmpty)

    manifest.name = "b"
    let written = manifest.json
    #expect(written["name"] == "b")
    #expect(written["colour"] == ["hue": 4])
    #expect(written["schedule"] == ["every": "1h", "jitter": "5m"])
    #expect(written["params"]?[0]?["unit"] == "km")
    #expect(written["params"]?[0]?["default"] == "x")
    #expect(written["params"]?[1] == ["name": "pw", "type": "secret"])
    #expect(written["permissions"]?["hosts"] == ["a.example", "*"])
    #expect(written["permissions"]?["cameras"] == ["front"])
    #expect(written["limits"]?["seconds"] == 100_000)
    #expect(written["contract"] == ["rows": 1])
    #expect(written["x-note"] == "mine")
    #expect(try Manifest(loading: written.json()).json == written)
  }

  @Test("a schedule of another version is kept until a person sets one")
  func laterSchedule() throws {
    var manifest = try Manifest(loading: #"{"name": "a", "schedule": {"on": "start"}}"#)
    #expect(manifest.json["schedule"] == ["on": "start"])
    manifest.schedule = .every(.seconds(3600))
    #expect(manifest.json["schedule"]?["every"] == "1h")
  }

  @Test(
    "anything that is a JSON object can be loaded",
    arguments: [
      "{}", #"{"name": 5}"#, #"{"name": "a", "params": 5}"#, #"{"permissions": [1]}"#,
      #"{"schedule": {"every": [{}]}, "params": [[], null, {"name": null}]}"#,
    ])
  func loads(text: String) throws {
    let manifest = try Manifest(loading: text)
    #expect(!manifest.name.isEmpty)
    #expect(try Manifest(loading: manifest.json.json()) == manifest)
  }

  @Test("what is not a JSON object cannot be loaded", arguments: ["", "[]", "{", "5"])
  func doesNotLoad(text: String) {
    #expect(throws: ManifestError.self) { try Manifest(loading: text) }
  }

  @Test("a wildcard is for one level, a grant for one port")
  func permissions() {
    let permissions = Permissions(
      hosts: ["*.example.org", "a.test"], privateHosts: [HostPort(host: "127.0.0.1", port: 81)])
    #expect(permissions.allows(host: "API.example.org", port: 443))
    #expect(!permissions.allows(host: "example.org", port: 443))
    #expect(!permissions.allows(host: "x.y.example.org", port: 443))
    #expect(permissions.grants(host: "127.0.0.1", port: 81))
    #expect(!permissions.grants(host: "127.0.0.1", port: 82))
  }

  @Test("names become safe identifiers", arguments: ["Hacker News", "../etc", "日本", "", "A  B!!"])
  func identifiers(name: String) {
    #expect(BlockID(BlockID(naming: name).text) != nil)
  }

  @Test(
    "identifiers that would leave their folder are refused",
    arguments: ["", "..", "a/b", "-a", "A"])
  func badIdentifiers(text: String) {
    #expect(BlockID(text) == nil)
  }

  @Test("the schema names every member and is JSON that reads back")
  func schema() throws {
    let schema = Manifest.jsonSchema
    #expect(try JSONValue(parsing: schema.json()) == schema)
    let full = try JSONValue(parsing: Self.full)
    #expect(Set(schema["properties"]?.object?.keys ?? []) == Set(full.object?.keys ?? []))
    let secret = schema["properties"]?["permissions"]?["properties"]?["secrets"]?["items"]
    #expect(secret?["required"] == ["name"])
    #expect(schema["properties"]?["limits"]?["properties"]?["seconds"]?["maximum"] == 300)
  }

  @Test("the reference in the docs is that of the reader")
  func reference() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appending(path: "Sources/BlockModel/BlockModel.docc/BlockJSON.md"),
      encoding: .utf8)
    let rows = article.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| `") }
    let wanted = Manifest.reference.map(\.markdown)
    #expect(rows == wanted, "the table must read:\n\(wanted.joined(separator: "\n"))")
  }
}
