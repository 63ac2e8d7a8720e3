import BlockModel
import Foundation
import TestSupport

/// The specs of `Tests/Fixtures/specs`, each with data and the text it gives.
enum ExampleSpecs {
  /// Such as `1-hackernews`.
  static let available = Fixtures.files("specs", [".ui.json"]).map {
    String($0.dropFirst("specs/".count).dropLast(".ui.json".count))
  }

  static func text(_ name: String) throws -> String { try Fixtures.text("specs/\(name).ui.json") }

  static func data(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: Fixtures.text("specs/\(name).data.json"))
  }

  /// The text rendering with the clock at 1764000000, UTC.
  static func expectedText(_ name: String) throws -> String {
    try Fixtures.text("specs/\(name).expected.txt")
  }
}
