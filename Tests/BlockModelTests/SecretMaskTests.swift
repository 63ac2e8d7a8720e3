import BlockModel
import Foundation
import Testing

@Suite("Values of secrets are hidden")
struct SecretMaskTests {
  static let value = "s3cr3t/+value &\"<ü"

  @Test(
    "in every form a source may echo them",
    arguments: [
      value, "  \(value)  ", "s3cr3t%2F%2Bvalue%20%26%22%3C%C3%BC",
      "s3cr3t%2f%2bvalue%20%26%22%3c%c3%bc", "s3cr3t%2F%2Bvalue+%26%22%3C%C3%BC",
      "s3cr3t/+value%20&%22%3C%C3%BC", #"s3cr3t/+value &\"<ü"#, #"s3cr3t\/+value &\"<ü"#,
      #"s3cr3t/+value &\"<\u00fc"#, #"s3cr3t/+value &\"<\u00FC"#,
      "s3cr3t/+value &amp;&quot;&lt;ü", "s3cr3t/+value &amp;&#34;&lt;ü",
    ])
  func forms(echo: String) {
    let mask = SecretMask(["  \(Self.value)  "])
    let masked = mask.masking("key=\(echo); path=/")
    #expect(masked == "key=•••; path=/" || masked == "key=  •••  ; path=/", "\(masked)")
    #expect(mask.masking(Array("<\(echo)>".utf8)).starts(with: "<".utf8))
    #expect(!String(decoding: mask.masking(Array(echo.utf8)), as: UTF8.self).contains("cr3t"))
  }

  @Test(
    "in base64, wherever they stand in it",
    arguments: ["", "u:", "us:", "user:", "\u{1}\u{2}\u{3}"], ["", ":x", "::", "\n"])
  func base64(before: String, after: String) throws {
    let mask = SecretMask(["a?>token-ÿ"])
    for forURLs in [false, true] {
      var echo = Data((before + "a?>token-ÿ" + after).utf8).base64EncodedString()
      if forURLs { echo = echo.replacing("+", with: "-").replacing("/", with: "_") }
      let masked = mask.masking("Basic \(echo)")
      #expect(masked.contains("•••"))
      // What is left is what stood around it, and at most a digit of the value on each side.
      let left = masked.replacing("Basic ", with: "").replacing("•••", with: "")
      #expect(left.count <= (before.utf8.count + after.utf8.count) * 4 / 3 + 6, "\(masked)")
      #expect(!masked.contains(String(echo.dropFirst(8).prefix(6))))
    }
  }

  @Test("at any depth of data, and in many values at once")
  func depth() {
    let mask = SecretMask(["s3cret-token", "abc", "s3cret"])
    let data: JSONValue = ["a": ["Bearer s3cret-token", 1], "s3cret-token": "abc s3cret"]
    #expect(mask.masking(data) == ["a": ["Bearer •••", 1], "•••": "abc •••"])
    #expect(mask.replacing("x s3cret-token s3cret y") { "{\($0)}" } == "x {0} {2} y")
  }

  @Test("and nothing else is", arguments: ["", "s3cre", "S3CRET", "c2Vj", "%73%33"])
  func others(text: String) {
    let mask = SecretMask(["s3cret", "", "abc"])
    #expect(mask.masking(text) == text)
    #expect(SecretMask().isEmpty && SecretMask(["abc"]).isEmpty)
  }

  @Test(
    "an entered value loses what surrounds it, and that is known",
    arguments: [
      ("abc", "abc", false), ("  SECRET123  ", "SECRET123", true), ("abc\n", "abc", false),
      ("abc\r\n", "abc", false), ("abc \n", "abc", true), ("\tabc", "abc", true),
      ("abc\n\n", "abc", true), ("a b", "a b", false), ("\u{A0}abc", "abc", true),
    ])
  func entered(text: String, value: String, isTrimmed: Bool) throws {
    let secret = try SecretValue(entered: text)
    #expect(secret.text == value)
    #expect(secret.isTrimmed == isTrimmed)
  }

  @Test(
    "what cannot be sent is no value",
    arguments: [
      ("", SecretValue.Problem.empty), ("  ", .empty), ("\n", .empty),
      ("a\nb", .controlCharacter), ("a\r\nHost: evil", .controlCharacter),
      ("a\u{0}b", .controlCharacter), ("a\u{7F}", .controlCharacter),
    ])
  func refused(text: String, problem: SecretValue.Problem) {
    #expect(throws: problem) { try SecretValue(entered: text) }
  }
}
