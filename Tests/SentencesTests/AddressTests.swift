import Testing

@testable import Sentences

@Suite("Addresses in sentences")
struct AddressTests {
  @Test(
    "what surrounds an address is no part of it",
    arguments: [
      ("\"http://h.example/x.json\".", "http://h.example/x.json"),
      ("(http://h.example/x)", "http://h.example/x"),
      ("(http://h.example/x).", "http://h.example/x"),
      ("http://h.example/Foo_(bar)", "http://h.example/Foo_(bar)"),
      ("(http://h.example/Foo_(bar))", "http://h.example/Foo_(bar)"),
      ("„https://h.example/a“", "https://h.example/a"),
      ("«https://h.example/a»,", "https://h.example/a"),
      ("`https://h.example/a`", "https://h.example/a"),
      ("‘https://h.example/a’", "https://h.example/a"),
      ("https://h.example/a…", "https://h.example/a"),
      ("<https://h.example/a?b=1>", "https://h.example/a?b=1"),
      ("[https://h.example/a]", "https://h.example/a"),
      ("**https://h.example/a**", "https://h.example/a"),
      ("https://h.example/a?q=x!", "https://h.example/a?q=x"),
      ("example.org", "https://example.org"), ("example.org/a).", "https://example.org/a"),
      ("feed://h.example/f", "https://h.example/f"),
      ("127.0.0.1:8080/x", "http://127.0.0.1:8080/x"), ("localhost:3000", "http://localhost:3000"),
      ("192.168.1.5/status", "http://192.168.1.5/status"),
      ("[::1]:80/x", "http://[::1]:80/x"), ("ftp://h.example/x", "ftp://h.example/x"),
    ])
  func addresses(typed: String, address: String) { #expect(Address.read(typed) == address) }

  @Test(
    "a word is no address",
    arguments: [
      "node.js", "3.14", "1.2.3.4", "localhost", "at:8", "12:30", "a/b", "e.g.", "...", "()", "",
      "swiftlang/swift", "10.11.2026", "[1]", "300.1.1.1:80",
    ])
  func words(_ word: String) { #expect(Address.read(word) == nil) }

  @Test("a key in a query becomes a secret")
  func keys() {
    let found = AddressKeys(
      "weather from https://api.example/w?q=Lisbon&appid=0123456789abcdef, every hour")
    #expect(
      found.sentence
        == "weather from https://api.example/w?q=Lisbon&appid={{secret:APPID}} every hour")
    #expect(found.keys.map(\.name) == ["APPID"])
    #expect(found.keys.map(\.value) == ["0123456789abcdef"])
    #expect(found.keys.first?.address == "https://api.example/w?q=Lisbon&appid={{secret:APPID}}")
  }

  @Test(
    "what is a key, by its name and its looks",
    arguments: [
      ("api_key=abcd1234", true), ("apikey=DEMO_KEY", true), ("access_token=x1y2z3w4", true),
      ("token=9f8e7d6c5b4a3f2e", true), ("key=AIzaSyD4-1234567890abcdefg", true),
      ("Subscription-Key=0a1b2c3d4e5f", true), ("q=ghp_0123456789abcdefghijABCDEFGHIJ", true),
      ("password=hunter2", true), ("key=title", false), ("token=next", false), ("sort=key", false),
      ("monkey=0123456789abcdef0", true), ("page=12345678901234567890", false),
      ("id=0123456789abcdef", false), ("auth=none", false), ("apikey=", false),
      ("apikey={{secret:MINE}}", false),
    ])
  func kinds(query: String, isKey: Bool) {
    let found = AddressKeys("show https://api.example/v1?\(query)")
    #expect(found.keys.isEmpty != isKey)
  }

  @Test("a name that stands for something else is not taken")
  func names() {
    let found = AddressKeys("x from https://a.example/?apikey=abcd1234", taken: ["APIKEY"])
    #expect(found.sentence == "x from https://a.example/?apikey={{secret:APIKEY_2}}")
  }

  @Test("headers of one's own are no key, and a header with its value is one")
  func headers() {
    func hasKey(_ sentence: String) -> Bool {
      Wish(sentence).parts.contains { $0.meaning == .secret }
    }
    #expect(!hasKey("my headers from https://a.example/h.json"))
    #expect(!hasKey("token prices from https://a.example/t.csv"))
    #expect(!hasKey("list of password managers from https://a.example/p.html"))
    #expect(hasKey("items from https://a.example/i.json with the header X-Api-Key: abc123def"))
    #expect(hasKey("items from https://a.example/i.json with token s3cr3tvalue"))
    #expect(hasKey("items from https://a.example/i.json using the password: hunter2"))
  }
}
