import BlockModel
import Testing

@testable import HeadlessBrowser

@Suite("What a page may ask for")
struct PagePolicyTests {
  private static let block = Permissions(
    hosts: ["shop.test", "*.cdn.test"], methods: ["GET", "POST"], browser: true,
    privateHosts: [HostPort("nas.local:8080")!],
    secrets: [SecretBinding(name: "KEY", origins: [Origin("https://shop.test")!])])
  private static func open(_ host: String) -> PagePolicy.Judgement {
    .asked(Permissions(hosts: [host]))
  }

  @Test(
    "is judged by its address and by what it is for",
    arguments: [
      ("https://shop.test/a.js", "Script", PagePolicy.Judgement.asked(block)),
      ("https://img.cdn.test/a.json", "XHR", .asked(block)),
      ("https://other.test/a.js", "Script", open("other.test")),
      ("https://other.test/frame", "Document", open("other.test")),
      ("http://nas.local:8080/", "XHR", open("nas.local")),
      ("http://169.254.169.254/", "XHR", open("169.254.169.254")),
      ("data:text/plain,a", "XHR", .here), ("blob:https://shop.test/1", "Script", .here),
      ("https://shop.test/a.png", "Image", .leftOut), ("https://shop.test/f", "Font", .leftOut),
      ("https://shop.test/stream", "EventSource", .leftOut),
      ("https://shop.test/favicon.ico", "Other", .leftOut),
      ("file:///etc/passwd", "Document", .forbidden), ("chrome://settings", "Document", .forbidden),
      ("ftp://shop.test/", "XHR", .forbidden), ("", "XHR", .forbidden),
    ])
  func judged(address: String, kind: String, judgement: PagePolicy.Judgement) throws {
    let policy = try #require(PagePolicy("https://shop.test/tea", Self.block))
    #expect(policy.judge(address, kind: kind, isDocument: false) == judgement)
  }

  @Test("a page of one's own network may reach other places there that were granted")
  func home() throws {
    let policy = try #require(PagePolicy("http://nas.local:8080/", Self.block))
    #expect(
      policy.judge("http://nas.local:8080/api", kind: "XHR", isDocument: false)
        == .asked(Self.block))
  }

  @Test("where the page itself goes is for the permissions of the block to say")
  func document() throws {
    let policy = try #require(PagePolicy("https://shop.test/", Self.block))
    #expect(
      policy.judge("https://other.test/", kind: "Document", isDocument: true) == .asked(Self.block))
  }

  @Test(
    "keys have names, or are characters",
    arguments: [
      ("Enter", true), ("ArrowDown", true), ("a", true), ("ü", true), ("", false), ("enter", false),
      ("ab", false), ("\n", false),
    ])
  func keys(name: String, isKey: Bool) { #expect((PressedKey(name) != nil) == isKey) }
}
