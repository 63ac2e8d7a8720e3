import BlockModel
import Testing

@Suite("Manifests")
struct ManifestTests {
  static let full = """
    {"name": "Rates", "prompt": "euro rates", "schedule": {"cron": "0 7 * * 1-5", "zone": "Europe/Berlin"},
     "params": [{"name": "base", "type": "choice", "label": "Base", "default": "EUR",
                 "options": ["EUR", {"value": "USD", "label": "Dollar"}], "required": true},
                {"name": "count", "type": "number", "label": "Rows", "default": 5, "min": 1, "max": 30}],
     "permissions": {"hosts": ["api.example.org"], "methods": ["GET", "POST"], "browser": true,
                     "private_hosts": ["127.0.0.1:8123", "[::1]:80", "nas.local"],
                     "secrets": [{"name": "token", "hosts": ["api.example.org"]}]},
     "limits": {"seconds": 5, "memory_mib": 64, "requests": 3}, "contract": {"rows": 1},
     "keep": {"runs": 10}}
    """

  @Test("what is written reads back the same")
  func roundTrip() throws {
    let manifest = try Manifest(parsing: Self.full)
    #expect(try Manifest(json: manifest.json) == manifest)
    #expect(manifest.permissions.privateHosts.contains(HostPort(host: "::1", port: 80)))
    #expect(manifest.schedule == .cron("0 7 * * 1-5", timeZone: "Europe/Berlin"))
  }

  @Test(
    "a mistake is named with its place",
    arguments: [
      (#"{}"#, "/name"), (#"{"name": ""}"#, "/name"), (#"{"name": "a", "nmae": 1}"#, "/nmae"),
      (#"{"name": "a", "schedule": {"every": "10x"}}"#, "/schedule/every"),
      (#"{"name": "a", "schedule": {"every": "1s"}}"#, "/schedule/every"),
      (#"{"name": "a", "schedule": {"cron": "0 25 * * *"}}"#, "/schedule/cron"),
      (#"{"name": "a", "schedule": {"cron": "0 7 * * *", "zone": "Mars"}}"#, "/schedule/zone"),
      (#"{"name": "a", "limits": {"seconds": 3000}}"#, "/limits/seconds"),
      (#"{"name": "a", "params": [{"name": "A b"}]}"#, "/params/0/name"),
      (#"{"name": "a", "params": [{"name": "a", "type": "secret"}]}"#, "/params/0/type"),
      (
        #"{"name": "a", "permissions": {"private_hosts": ["x:99999"]}}"#,
        "/permissions/private_hosts/0"
      ),
      (#"[]"#, ""), (#"{"#, ""),
    ])
  func mistakes(text: String, place: String) {
    let error = #expect(throws: ManifestError.self) { try Manifest(parsing: text) }
    #expect(error?.place == place)
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
}
