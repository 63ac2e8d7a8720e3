import Testing

@Suite("Names in the path of an address")
struct PathTests {
  @Test(
    "are what they were before they were encoded",
    arguments: [
      ("MY_KEY", "MY_KEY"), ("MY%5FKEY", "MY_KEY"), ("a%20b", "a b"), ("dash.key", "dash.key"),
      ("%C3%BC", "ü"), ("..%2f..%2fetc", "../../etc"), ("100%25", "100%"), ("a%2Bb+c", "a+b+c"),
    ])
  func decoded(segment: String, name: String) async throws {
    let answer = try await Fixture().send(.get, "/keys/\(segment)/value")
    #expect(answer.text == name)
  }

  @Test(
    "name nothing when they are not UTF-8 in percent-encoding", arguments: ["%FF", "%zz", "%4"])
  func malformed(segment: String) async throws {
    let answer = try await Fixture().send(.get, "/keys/\(segment)/value")
    #expect(answer.text != segment)
    #expect(answer.status != .internalServerError)
  }
}
