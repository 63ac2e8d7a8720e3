import Testing

@testable import Authoring

@Suite("What an answer is")
struct ContentKindTests {
  @Test(
    "the form of an answer is judged by its bytes before its type",
    arguments: [
      ("{}", "text/html", ContentKind.json), (" \n[1]", "", .json),
      ("<?xml version='1.0'?><rss></rss>", "text/html", .markup(.feed)),
      ("<!doctype html><p>", "application/xml", .markup(.html)),
      ("BEGIN:VCALENDAR\r\n", "text/plain", .markup(.ical)),
      ("a,b\n1,2\n3,4\n", "text/plain", .markup(.csv)), ("  ", "text/html", .empty),
      ("just words", "text/plain", .markup(.html)),
    ])
  func content(_ body: String, _ type: String, _ kind: ContentKind) {
    #expect(ContentKind(body: Array(body.utf8), type: type, path: "/a") == kind)
  }

  @Test("pictures are no source")
  func picture() {
    #expect(ContentKind(body: [0x89, 0x50, 0x4E, 0x47], type: "image/png", path: "/a.png") == nil)
  }
}
