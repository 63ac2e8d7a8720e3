import BlockModel
import BlockUI
import Foundation
import Testing

@Suite("Relative times")
struct RelativeTimeTests {
  @Test("the host says what every browser says")
  func vectors() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/relative_times.json")
    let vectors = try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8)).array ?? []
    #expect(vectors.count > 20)
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    for vector in vectors {
      let seconds = try #require(vector[0]?.number)
      #expect(
        RelativeTime.text(now.addingTimeInterval(seconds), now: now) == vector[1]?.string,
        "\(seconds) seconds")
    }
  }
}
