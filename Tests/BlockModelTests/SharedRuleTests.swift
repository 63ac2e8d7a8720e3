import BlockModel
import Foundation
import TestSupport
import Testing

@Suite("Rules that stand in one place")
struct SharedRuleTests {
  @Test("bytes are said in the words that scripts use")
  func bytes() throws {
    let vectors = try JSONValue(parsing: Fixtures.text("byte_sizes.json")).array ?? []
    #expect(vectors.count > 10)
    for vector in vectors {
      let bytes = try #require(vector[0]?.number)
      #expect(
        ByteSize.text(bytes, locale: Locale(identifier: "en_US")) == vector[1]?.string, "\(bytes)")
    }
  }

  @Test(
    "bytes in steps of 1024 have names of their own",
    arguments: [
      (1023.0, "1,023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1_048_575, "1 MiB"),
      (-2048, "-2 KiB"),
    ])
  func binary(bytes: Double, text: String) {
    #expect(ByteSize.text(bytes, isBinary: true, locale: Locale(identifier: "en_US")) == text)
  }

  @Test(
    "a bound is said as it was set",
    arguments: [(64 << 10, "64 KiB"), (1 << 20, "1 MiB"), (5 << 20, "5 MiB"), (0, "0 KiB")])
  func limit(bytes: Int, text: String) {
    #expect(ByteSize.limit(bytes) == text)
  }

  @Test(
    "a message begins with a capital letter, unless a name or an address begins it",
    arguments: [
      ("no answer came", "No answer came."), ("what now?", "What now?"), ("Done.", "Done."),
      ("example.org did not answer", "example.org did not answer."),
      ("http://a.test is away", "http://a.test is away."),
      ("max_rows is too large", "max_rows is too large."), ("'x' is odd", "'x' is odd."),
      ("éclair", "Éclair."), ("", ""),
    ])
  func sentence(clause: String, sentence: String) {
    #expect(clause.asFullSentence == sentence)
  }

  @Test(
    "a label has one letter changed, whatever the others are",
    arguments: [
      ("line", "Line", "line"), ("Rows are HIDDEN", "Rows are HIDDEN", "rows are HIDDEN"),
      ("ß", "SS", "ß"), ("é", "É", "é"), ("1st", "1st", "1st"), ("", "", ""),
    ])
  func label(text: String, capital: String, small: String) {
    #expect(text.capitalizingFirst == capital)
    #expect(text.lowercasingFirst == small)
  }
}
