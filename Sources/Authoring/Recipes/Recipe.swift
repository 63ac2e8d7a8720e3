public import BlockModel
public import Foundation

/// A complete working block that serves as example for the model, as starter, and as the answer to
/// a sentence without an address.
public struct Recipe: Sendable {
  /// The name of its folder.
  public var name: String
  public var title: String
  /// One sentence: what it shows.
  public var summary: String
  /// Words that ask for it; several words of one entry must all be there.
  public var keywords: [String]
  /// Is it among the blocks of a new dashboard?
  public var isStarter: Bool
  /// Order among the starters.
  public var order: Int
  public var files: BlockFiles
  /// Recorded answers for `--demo` and tests; `nil` for recipes without network.
  public var cassette: URL?
  /// The parameter that takes the rest of the sentence: "weather in Lisbon" → `place`.
  public var subjectParam: String?
  /// The parameter that takes the address in the sentence, which is needed then: "uptime of
  /// https://…" → `url`.
  public var addressParam: String?
  /// A sentence that asks for it.
  public var example: String

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
    keywords = json["keywords"]?.array?.compactMap(\.string) ?? []
    isStarter = json["starter"]?.bool ?? false
    order = json["order"]?.integer.map(Int.init) ?? 100
    subjectParam = json["subject_param"]?.string
    addressParam = json["address_param"]?.string
    example = json["example"]?.string ?? title
    let recorded = folder.appending(path: "cassette", directoryHint: .isDirectory)
    cassette = FileManager.default.fileExists(atPath: recorded.path) ? recorded : nil
  }
}
