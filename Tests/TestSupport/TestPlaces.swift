public import Foundation

/// Where tests find what they read: the checkout and the executables.
public enum TestPlaces {
  public static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  public static let recipes = checkout.appending(path: "Prompts/recipes")

  /// Where SwiftPM put the executables: the folder of the test bundle.
  public static var buildFolder: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }
}
