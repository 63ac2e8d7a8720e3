import Testing

@testable import WorkerProtocol

@Suite("A text that is too long for its field is cut")
struct CutTextTests {
  @Test(
    "before the character that the bound divides",
    arguments: [
      ("abcdef", 4, "abcd"), ("abcd", 4, "abcd"), ("", 4, ""), ("abcé", 4, "abc"),
      ("abéd", 4, "abé"), ("a€b", 3, "a"), ("a€b", 4, "a€"), ("😀", 3, ""), ("a😀b", 5, "a😀"),
      ("aé", 2, "a"), ("abc", 0, ""),
    ])
  func cut(text: String, most: Int, rest: String) {
    let cut = text.cut(to: WireField("text", most: most))
    #expect(Array(cut.utf8) == Array(rest.utf8))
  }
}
