public import Foundation

/// Recorded answers of real sources, which are not ours to publish. Tests are complete without them,
/// and stricter with them. A suite that needs them says
/// `.enabled(if: Corpus.isThere, "needs ../shared/corpus")`, by which `make test` counts it.
public enum Corpus {
  /// `$DASH_CORPUS`, or `../shared/corpus` beside the checkout; `nil` when that is not there.
  public static let folder: URL? = {
    let folder =
      ProcessInfo.processInfo.environment["DASH_CORPUS"].map { URL(filePath: $0) }
      ?? TestPlaces.checkout.appending(path: "../shared/corpus").standardized
    let isThere = FileManager.default.fileExists(atPath: folder.appending(path: "open").path)
    return isThere ? folder : nil
  }()

  public static var isThere: Bool { folder != nil }

  /// The answers of open sources: `json`, `html`, `feeds`, `csv`, `ical` and test `vectors`.
  public static var open: URL? { folder?.appending(path: "open") }

  /// The files right in a folder of the open sources, in order, as `feeds/name.xml`.
  public static func files(_ path: String, _ extensions: [String] = []) -> [String] {
    open.map { $0.files(path, extensions) } ?? []
  }

  /// - Throws: `CocoaError` when there is no corpus or no such file in it.
  public static func data(_ path: String) throws -> Data {
    guard let open else { throw CocoaError(.fileNoSuchFile) }
    return try Data(contentsOf: open.appending(path: path))
  }

  public static func text(_ path: String) throws -> String {
    String(decoding: try data(path), as: UTF8.self)
  }
}
