public import Foundation

/// Where tests find what they read: the checkout, the executables, the recorded sources.
public enum TestPlaces {
  public static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  public static let recipes = checkout.appending(path: "Prompts/recipes")

  /// The recorded answers of real sources; `nil` when the machine does not have them.
  public static let corpus: URL? = {
    let given = ProcessInfo.processInfo.environment["DASH_CORPUS"].map { URL(filePath: $0) }
    var places = given.map { [$0] } ?? []
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    while folder.path.count > 1 {
      folder = folder.deletingLastPathComponent()
      places.append(folder.appending(path: "shared/corpus/open"))
    }
    let found = places.first { FileManager.default.fileExists(atPath: $0.path) }
    if found == nil { print("The corpus is not there: its tests are skipped. Set DASH_CORPUS.") }
    return found
  }()

  /// Where SwiftPM put the executables: the folder of the test bundle.
  public static var buildFolder: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }
}
