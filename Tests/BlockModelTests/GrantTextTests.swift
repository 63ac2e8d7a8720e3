import BlockModel
import Testing

@Suite("What can be allowed, as a line")
struct GrantTextTests {
  static let digits = String(repeating: "ab", count: 32)
  static let colons = String(repeating: "AB:", count: 31) + "AB"

  static let place = HostPort(host: "nas.local", port: 443)

  @Test(
    "is read as it is printed, and as a person would type it",
    arguments: [
      ("nas.local:443", .privateHost(place)), ("private nas.local:443", .privateHost(place)),
      ("NAS.local:443", .privateHost(place)),
      ("host api.example.org", .host("api.example.org", method: "GET")),
      ("host POST *.example.org", .host("*.example.org", method: "POST")),
      ("host Bücher.example", .host("xn--bcher-kva.example", method: "GET")),
      ("picture img.example.org", .picture("img.example.org")),
      (
        "secret my key https://api.example.org",
        .secret(name: "my key", origin: Origin(host: "api.example.org"))
      ),
      (
        "secret https://api.example.org my key",
        .secret(name: "my key", origin: Origin(host: "api.example.org"))
      ), ("browser", .browser),
      ("certificate nas.local:443 \(colons)", .certificate(place, fingerprint: digits)),
    ] as [(String, Grant.Subject)])
  func read(text: String, subject: Grant.Subject) {
    #expect(Grant.Subject(text) == subject)
    #expect(Grant.Subject(subject.description) == subject)
  }

  @Test(
    "is nothing when it is wider than one thing, or half of one",
    arguments: [
      "", " ", "host *", "host GET *", "host GET https://a.example/", "host get a.example",
      "picture *", "picture a.example/x", "certificate nas.local:443 ab", "secret key",
      "certificate nas.local \(digits)", "browser now please", "all", "a b", "host",
    ])
  func refused(text: String) {
    // "all" is the name of a machine at home.
    #expect(Grant.Subject(text) == (text == "all" ? .privateHost(HostPort("all")!) : nil))
  }

  @Test("of a manifest holds what was allowed: a host only with all its methods")
  func limited() throws {
    let asked = try Manifest(
      parsing: """
        {"name": "a", "permissions": {"hosts": ["a.example", "b.example"], "methods": ["GET", "POST"],
          "private_hosts": ["nas.local:80"], "pictures": ["p.example"],
          "secrets": [{"name": "k", "origins": ["https://a.example", "https://b.example"]}]}}
        """
    ).permissions
    #expect(asked.limited(to: []) == Permissions(methods: ["GET", "POST"]))
    var all = asked.limited(to: asked.subjects)
    #expect(all == asked)
    all = asked.limited(to: asked.subjects.subtracting([.host("a.example", method: "POST")]))
    #expect(all.hosts == ["b.example"])
    #expect(asked.publicSubjects.isSubset(of: asked.subjects))
    #expect(
      asked.subjects.subtracting(asked.publicSubjects) == [
        .privateHost(HostPort("nas.local:80")!),
        .secret(name: "k", origin: Origin(host: "a.example")),
        .secret(name: "k", origin: Origin(host: "b.example")),
      ])
    let one = asked.limited(to: [.secret(name: "k", origin: Origin(host: "b.example"))])
    #expect(one.secrets == [SecretBinding(name: "k", origins: [Origin(host: "b.example")])])
    #expect(one.isPrivate && !Permissions().isPrivate)
  }

  @Test(
    "a picture is shown from a host that is allowed, in one form",
    arguments: [
      ("p.example", 443, true), ("P.example", 8443, true), ("a.q.example", 443, true),
      ("q.example", 443, false), ("b.a.q.example", 443, false), ("evil.example", 443, false),
      ("nas.local", 80, true), ("nas.local", 81, false), ("h.example", 443, true),
    ])
  func pictures(host: String, port: Int, isAllowed: Bool) {
    let permissions = Permissions(
      hosts: ["h.example"], privateHosts: [HostPort(host: "nas.local", port: 80)],
      pictures: ["p.example", "*.q.example"])
    #expect(permissions.allowsPicture(host: host, port: port) == isAllowed)
  }

  @Test(
    "names of home networks are known without asking",
    arguments: [
      ("nas", true), ("nas.local", true), ("NAS.Local.", true), ("fritz.box", false),
      ("tv.fritz.box", true), ("x.home.arpa", true), ("example.org", false), ("1.2.3.4", false),
      ("::1", false), ("local.example.org", false), ("", false),
    ])
  func home(name: String, isHome: Bool) {
    #expect(HostName.isOfHomeNetwork(name) == isHome)
  }
}
