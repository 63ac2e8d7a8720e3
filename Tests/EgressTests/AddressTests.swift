import Foundation
import Testing

@testable import Egress

@Suite("Addresses are read as browsers read them")
struct AddressTests {
  @Test(
    "spaces, letters and long ones",
    arguments: [
      ("https://a.test/a b?c d=e f", "https://a.test/a%20b?c%20d=e%20f"),
      ("  https://a.test/x  ", "https://a.test/x"),
      ("https://a.test/ä?q=ö", "https://a.test/%C3%A4?q=%C3%B6"),
      ("https://a.test/%E4?q=%20", "https://a.test/%E4?q=%20"),
      ("https://a.test", "https://a.test/"),
      ("https://a.test?q=a/b//c", "https://a.test/?q=a/b//c"),
      ("https://a.test/x#frag ment", "https://a.test/x"),
      ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
      ("https://BÜCHER.example:8443/", "https://xn--bcher-kva.example:8443/"),
      ("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/"),
      ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
      ("http://１２７.0.0.1/", "http://127.0.0.1/"), ("http://０x7f.1/", "http://127.0.0.1/"),
    ])
  func absolute(written: String, read: String) throws {
    #expect(try EgressURL(written).text == read)
  }

  @Test("the name that is asked is the one that is checked")
  func hosts() throws {
    #expect(try EgressURL("https://bücher.example/").host == "xn--bcher-kva.example")
    #expect(try EgressURL("http://ｌｏｃａｌｈｏｓｔ/").host == "localhost")
    #expect(try EgressURL("http://①②⑦.0.0.1/").host == "127.0.0.1")
  }

  @Test(
    "relative ones too",
    arguments: [
      ("b c", "https://a.test/x/b%20c"), ("/ü", "https://a.test/%C3%BC"),
      ("?a=b c", "https://a.test/x/y?a=b%20c"), ("//b.test/c d", "https://b.test/c%20d"),
      ("a//b c", "https://a.test/x/a//b%20c"), (" z ", "https://a.test/x/z"),
    ])
  func relative(written: String, read: String) throws {
    #expect(try EgressURL(written, relativeTo: EgressURL("https://a.test/x/y")).text == read)
  }

  @Test(
    "what is none stays none",
    arguments: [
      "", " ", "https://a b.test/", "https:// a.test/", "https://a.test\t/", "https://a.test/\n",
      "https://a.test\\@b.test/", "https://℀.test/", "https://ü℀.test/", "https://a.test:9x/",
    ])
  func malformed(written: String) {
    #expect(throws: EgressURL.Problem.malformed) { try EgressURL(written) }
  }

  @Test(
    "another scheme is one, with or without slashes",
    arguments: [
      "data:text/plain,x", "javascript:alert(1)", "mailto:a@b.test", "FILE:///etc/passwd",
    ])
  func schemes(written: String) throws {
    let base = try EgressURL("https://a.test/x")
    let scheme = written.prefix { $0 != ":" }.lowercased()
    #expect(throws: EgressURL.Problem.scheme(scheme)) {
      try EgressURL(written, relativeTo: base)
    }
    #expect(try EgressURL("/a:b", relativeTo: base).text == "https://a.test/a:b")
    #expect(try EgressURL("?a:b", relativeTo: base).text == "https://a.test/x?a:b")
  }

  @Test("long ones are asked up to a bound")
  func long() throws {
    let long = "https://a.test/" + String(repeating: "x", count: 60_000)
    #expect(try EgressURL(long).text == long)
    #expect(throws: EgressURL.Problem.malformed) {
      try EgressURL("https://a.test/" + String(repeating: "ü", count: 20_000))
    }
  }

  @Test(
    "a redirect's address arrives as it was sent",
    arguments: [
      ("/a b", "/a%20b"), ("/caf\u{E9}", "/caf%E9"), ("/\u{E9}?q=\u{FC}", "/%E9?q=%FC"),
      ("/" + String(repeating: "y", count: 9216), "/" + String(repeating: "y", count: 9216)),
    ])
  func locations(sent: String, path: String) async throws {
    let server = try LoopbackServer { request, connection in
      guard request.path == "/" else { return connection.answer(text: request.path) }
      // Latin-1: a byte for each letter.
      let head = "HTTP/1.1 302 X\r\nConnection: close\r\nContent-Length: 0\r\nLocation: "
      connection.send(
        Array(head.utf8) + sent.unicodeScalars.map { UInt8($0.value) } + Array("\r\n\r\n".utf8))
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.text == path)
    #expect(answer.url == server.url(path))
  }

  @Test("UTF-8 in a redirect's address stays UTF-8, and Latin-1 in other headers is read")
  func headers() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path == "/" {
        connection.answer(302, [("Location", "/ü")])
      } else {
        connection.send(
          Array("HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 0\r\nX-Title: caf".utf8)
            + [0xE9] + Array("\r\n\r\n".utf8))
      }
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.url == server.url("/%C3%BC"))
    #expect(answer.header("x-title") == "café")
  }
}
