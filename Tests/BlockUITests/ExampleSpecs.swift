import BlockModel
import Foundation

/// The six specs of ui-spec.md, found beside the checkout.
enum ExampleSpecs {
  static let folder: URL? = {
    var place = URL(filePath: #filePath)
    for _ in 0..<8 {
      place.deleteLastPathComponent()
      let candidate = place.appending(path: "shared/design/ui-examples")
      if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
  }()

  static let names = [
    "1-hacker-news", "2-weather", "3-github", "4-price", "5-status", "6-csv",
  ]

  static let available: [String] = {
    guard let folder,
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else {
      print("SKIPPED: ../shared/design/ui-examples is not there")
      return []
    }
    return files.filter { $0.hasSuffix(".ui.json") }.map { String($0.dropLast(8)) }.sorted()
  }()

  static func text(_ name: String) throws -> String {
    guard let folder else { return "" }
    return try String(contentsOf: folder.appending(path: name + ".ui.json"), encoding: .utf8)
  }

  static func data(_ name: String) throws -> JSONValue {
    guard let folder else { return .null }
    return try JSONValue(
      parsing: String(contentsOf: folder.appending(path: name + ".data.json"), encoding: .utf8))
  }

  /// The text rendering with the clock at 1764000000, UTC.
  static func expectedText(_ name: String) throws -> String {
    guard let folder else { return "" }
    return try String(
      contentsOf: folder.appending(path: name + ".expected.txt"), encoding: .utf8)
  }
}
