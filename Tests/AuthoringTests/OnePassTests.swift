import Testing

@testable import Authoring

@Suite("What others send is read in one pass", .timeLimit(.minutes(1)))
struct OnePassTests {
  /// Inputs that made an expression or a loop look at each byte again and again.
  static let floods: [String] = [
    String(repeating: "<think>", count: 15_000), String(repeating: "</think>", count: 12_000),
    String(repeating: "<", count: 100_000), String(repeating: "<think>a</think>", count: 6_000),
    String(repeating: "<think>a</think>\n", count: 6_000),
    String(repeating: "a line\n", count: 7_000)
      + String(repeating: "<think>a</think>\n", count: 3_000),
    String(repeating: "<|channel|>", count: 9_000),
    "```lua\nlocal x = [[\n" + String(repeating: "```\n", count: 25_000),
  ]

  @Test("100 kB of marks in the answer of a model", arguments: floods.indices)
  func model(_ index: Int) {
    _ = ModelAnswer(Self.floods[index])
  }

  @Test(
    "thoughts are left out one after the other, each where a line begins",
    arguments: [
      ("<think>a</think><think>b</think>\nyes", "yes"), ("<think>a</think>\n<think>b", ""),
      ("yes\n <think>a</think>\nno", "yes\n \nno"),
      ("so <think> is a tag", "so <think> is a tag"),
    ])
  func thoughts(text: String, prose: String) {
    #expect(ModelAnswer(text).prose == prose)
  }

  @Test(
    "escapes and markup of a source are no part of its text",
    arguments: [
      (#"caf\u00e9 \n x"#, "café   x"),
      ("a&amp;b &#233; &#xE9; &eacute; &rsquo; &none;", "a&b é é é ’ &none;"),
      ("<b>bold</b> 1 < 2 > 0", "bold 1  0"), ("a & b; c &; &#; &#xZZ;", "a & b; c &; &#; &#xZZ;"),
      ("<<b>", "<"), (#"\ud800 \u12"#, #"  \u12"#), (#"\"#, #"\"#), ("&", "&"), ("<", "<"),
    ])
  func plain(text: String, expected: String) {
    #expect(PlainText.of(text) == expected)
  }

  @Test(
    "a text of a source that is nothing but beginnings",
    arguments: ["<", "&", "\\", "<a", "&#x", "\\u00"])
  func source(part: String) {
    #expect(!PlainText.of(String(repeating: part, count: 50_000)).isEmpty)
  }
}
