public import BlockModel
public import Foundation
public import Sentences

/// A complete working block that serves as example for the model, as starter, and as the answer to
/// a sentence without an address.
public struct Recipe: Sendable {
  /// The name of its folder.
  public var name: String
  public var title: String
  /// One sentence: what it shows.
  public var summary: String
  /// What sentences call it and may say about it.
  public var subject: Subject
  /// Is it among the blocks of a new dashboard?
  public var isStarter: Bool
  /// Order among the starters.
  public var order: Int
  public var files: BlockFiles
  /// Recorded answers for `--demo` and tests; `nil` for recipes without network.
  public var cassette: URL?
  /// With an address the drafter makes the block, this is only the example.
  public var isDrafted: Bool
  /// Its parameter `feeds` takes any addresses of feeds.
  var mergesFeeds: Bool { files.manifest.params.contains { $0.name == "feeds" } }
  /// The parameter that takes the address in the sentence, which is needed then: "uptime of
  /// https://…" → `url`.
  public var addressParam: String?
  /// A sentence that asks for it.
  public var example: String

  /// The words of a text, lower case.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "&" }.map(String.init)
  }

  /// Reads a folder of `Prompts/recipes`.
  public init(folder: URL) throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    let json = try JSONValue(parsing: text("recipe.json"))
    name = folder.lastPathComponent
    files = BlockFiles(
      manifest: try Manifest(parsing: text(BlockFiles.manifestName)),
      script: try text(BlockFiles.scriptName), spec: try text(BlockFiles.specName))
    title = json["title"]?.string ?? files.manifest.name
    summary = json["summary"]?.string ?? ""
    isStarter = json["starter"]?.bool ?? false
    order = json["order"]?.integer.map(Int.init) ?? 100
    isDrafted = json["drafted"]?.bool ?? false
    addressParam = json["address_param"]?.string
    example = json["example"]?.string ?? title
    subject = try Subject(
      name, json["subject"] ?? .null, addressParam: addressParam,
      counts: Self.counts(files.manifest.params))
    let recorded = folder.appending(path: "cassette", directoryHint: .isDirectory)
    cassette = FileManager.default.fileExists(atPath: recorded.path) ? recorded : nil
  }

  /// How many rows it can be set to show.
  private static func counts(_ params: [Param]) -> ClosedRange<Int>? {
    guard case .number(let low, let high, _)? = params.first(where: { $0.name == "count" })?.kind
    else { return nil }
    let least = Int(clamping: low ?? 1)
    return least...max(least, Int(clamping: high ?? 100))
  }
}
