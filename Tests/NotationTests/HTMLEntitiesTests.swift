import Notation
import Testing

@Suite("Character references")
struct HTMLEntitiesTests {
  @Test(
    "a reference is what the HTML standard says",
    arguments: [
      ("a &amp; b &lt;c&gt;", "a & b <c>"), ("caf&eacute; &Eacute;", "café É"),
      ("&#233;&#xE9;&#Xe9;&#0233;", "éééé"), ("&#8217;&#146;&#x80;", "’’€"),
      ("&NotEqualTilde;", "\u{2242}\u{338}"), ("&CounterClockwiseContourIntegral;", "∳"),
      ("&amp;lt;", "&lt;"),
      ("&#0;&#xD800;&#x110000;&#99999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ("&nbsp;|&zwj;", "\u{A0}|\u{200D}"), ("&b.alpha;", "&b.alpha;"), ("😀&hearts;é", "😀♥é"),
    ])
  func decoded(text: String, expected: String) {
    #expect(HTMLEntities.decoded(text) == expected)
  }

  @Test(
    "what is not a reference stays as it is",
    arguments: [
      "", "&", "&;", "&#;", "&#x;", "&#xG1;", "&#12a;", "&#-1;", "&# 65;", "a & b; c",
      "?a=1&copy=2",
      "AT&T;", "&EACUTE;", "&amp", "&" + String(repeating: "a", count: 40) + ";", "&é;", "&&",
    ])
  func untouched(text: String) {
    #expect(HTMLEntities.decoded(text) == text)
  }

  @Test("the longest name is within the bound, and a part of a text has its own places")
  func places() throws {
    #expect("&CounterClockwiseContourIntegral;".utf8.count == HTMLEntities.longest)
    let text = Array("x&amp;y".utf8)
    #expect(HTMLEntities.reference(in: text[...]) == nil)
    let found = try #require(HTMLEntities.reference(in: text[1...]))
    #expect(found.value == "&" && found.length == 5)
    #expect(HTMLEntities.decoded(text[1...]) == Array("&y".utf8))
  }
}
