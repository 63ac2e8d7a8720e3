import BlockModel
import Testing

@Suite("Hosts and origins are compared in one form")
struct OriginTests {
  @Test(
    "a name is what DNS knows",
    arguments: [
      ("Example.ORG", "example.org"), ("bücher.example", "xn--bcher-kva.example"),
      ("BÜCHER.example", "xn--bcher-kva.example"),
      ("bu\u{308}cher.example", "xn--bcher-kva.example"),
      ("faß.de", "xn--fa-hia.de"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
      ("*.bücher.example", "*.xn--bcher-kva.example"), ("１２７.0.0.1", "127.0.0.1"),
      ("a。b.test", "a.b.test"), ("::1", "::1"), ("nas_1.local", "nas_1.local"),
    ])
  func names(name: String, ascii: String) {
    #expect(HostName.ascii(name) == ascii)
  }

  @Test(
    "letters that stand for signs of a URL make no name",
    arguments: ["℀.test", "ex℅mple.test", "a／b.test", "ü\u{0}.test", "ü：80.test", "ü＠b.test"])
  func noNames(name: String) {
    #expect(HostName.ascii(name) == nil)
  }

  @Test("a grant in Unicode is one for the name in DNS, and the reverse")
  func grants() {
    for form in ["bücher.example", "BÜCHER.example", "xn--bcher-kva.example"] {
      var permissions = Permissions(
        hosts: [form, "*.\(form)"], privateHosts: [HostPort(host: form, port: 81)])
      for host in ["bücher.example", "xn--bcher-kva.example"] {
        #expect(permissions.allows(host: host, port: 443))
        #expect(permissions.allows(host: "a.\(host)", port: 443))
        #expect(permissions.grants(host: host, port: 81))
        #expect(!permissions.grants(host: host, port: 82))
      }
      permissions.hosts = []
      permissions.hosts.insert(form)
      #expect(permissions.allows(host: "xn--bcher-kva.example", port: 443))
      #expect(HostPort("\(form):81")?.description == "xn--bcher-kva.example:81")
    }
  }

  @Test(
    "an origin is scheme, host and port",
    arguments: [
      ("api.example.org", "https://api.example.org"),
      ("api.example.org:8443", "https://api.example.org:8443"),
      ("HTTPS://API.example.org/", "https://api.example.org"),
      ("https://api.example.org:443", "https://api.example.org"),
      ("http://192.168.1.5:8123", "http://192.168.1.5:8123"),
      ("http://nas.local:80", "http://nas.local"), ("http://[fd00::1]:81", "http://[fd00::1]:81"),
      ("https://bücher.example", "https://xn--bcher-kva.example"),
    ])
  func origins(text: String, shown: String) {
    #expect(Origin(text)?.description == shown)
    #expect(Origin(shown) == Origin(text))
  }

  @Test(
    "what is none is refused",
    arguments: [
      "", "ftp://a.test", "https://", "https://a.test/x", "https://a.test?x", "https://u@a.test",
      "a.test:0", "a.test:99999", "*.a.test", "https://a.test:x",
    ])
  func noOrigins(text: String) {
    #expect(Origin(text) == nil)
  }

  @Test("a binding names origins; one to hosts means https, and the block's places at home")
  func bindings() throws {
    let manifest = try Manifest(
      parsing: """
        {"name": "a", "permissions": {"private_hosts": ["nas.local:8123", "cam.local:80"], "secrets": [
          {"name": "new", "origins": ["https://api.example.org:8443", "http://nas.local:8123"]},
          {"name": "old", "hosts": ["api.example.org"]},
          {"name": "home", "hosts": ["nas.local"]}]}}
        """)
    func texts(_ index: Int) -> [String] {
      manifest.permissions.secrets[index].origins.map(\.description).sorted()
    }
    #expect(texts(0) == ["http://nas.local:8123", "https://api.example.org:8443"])
    #expect(texts(1) == ["https://api.example.org"])
    #expect(texts(2) == ["http://nas.local:8123", "https://nas.local", "https://nas.local:8123"])
    #expect(try Manifest(json: manifest.json) == manifest)
    let error = #expect(throws: ManifestError.self) {
      try Manifest(
        parsing:
          #"{"name": "a", "permissions": {"secrets": [{"name": "k", "origins": ["ftp://a.test"]}]}}"#
      )
    }
    #expect(error?.problems.first?.place == "/permissions/secrets/0/origins/0")
  }

  @Test("a certificate is trusted for one place with its port")
  func certificates() throws {
    let digits = String(repeating: "0a", count: 32)
    let colons = String(repeating: "0A:", count: 31) + "0A"
    let place = HostPort(host: "nas.local", port: 443)
    let certificate = try #require(TrustedCertificate(place: place, fingerprint: colons))
    #expect(certificate == TrustedCertificate(place: place, fingerprint: digits))
    #expect(certificate.shown == colons)
    #expect(TrustedCertificate(place: place, fingerprint: "0a") == nil)
    #expect(TrustedCertificate(place: place, fingerprint: String(repeating: "x", count: 64)) == nil)
    #expect(
      TrustedCertificate(place: HostPort(host: "nas.local", port: nil), fingerprint: digits) == nil)
  }
}
