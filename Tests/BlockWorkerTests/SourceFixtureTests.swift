import BlockWorker
import Foundation
import TestSupport
import Testing

/// `Tests/Fixtures/sources/right.json`: for each file an expression of `input`, its bytes, and what
/// it gives.
@Suite("Sources of every kind and encoding are read right")
struct SourceFixtureTests {
  private static func cases() throws -> [String: [String: Any]] {
    let json = try JSONSerialization.jsonObject(with: Fixtures.data("sources/right.json"))
    return try #require(json as? [String: [String: Any]])
  }

  private static let modules = [
    "csv", "feed", "html", "ical", "json", "list", "regex", "text", "time", "xml",
  ]

  @Test("a file gives what is written beside it", arguments: try cases().keys.sorted())
  func file(path: String) throws {
    let one = try #require(try Self.cases()[path])
    let imports = Self.modules.map { "local \($0) = require '\($0)'" }.joined(separator: " ")
    let found = try luaState().run(
      """
      \(imports) local input = \(Fixtures.data("sources/\(path)").luaLiteral)
      return { value = \(#require(one["read"] as? String)) }
      """)
    let value = try JSONSerialization.jsonObject(with: Data(found.utf8)) as? NSDictionary
    #expect(value == ["value": try #require(one["gives"])] as NSDictionary)
  }

  @Test("no file is without its right value")
  func complete() throws {
    let folders = ["json", "csv", "feeds", "ical", "html", "text"]
    let files = folders.flatMap { Fixtures.files("sources/\($0)") }
      .map { String($0.dropFirst("sources/".count)) }
    #expect(try Set(files) == Set(Self.cases().keys))
  }
}
