import BlockModel
public import Foundation

/// One exchange of a cassette, as it was recorded.
public struct RecordedAnswer: Sendable, Hashable {
  public var method: String
  public var url: String
  public var status: Int
  /// Lower case, without parameters; empty when the source did not say.
  public var mediaType: String
  public var body: [UInt8]

  /// All exchanges of a folder, in the order of their names. What cannot be read is left out.
  public static func all(in folder: URL) -> [RecordedAnswer] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    return names.filter { $0.hasSuffix(".json") && !$0.contains(".body.") }.compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)),
        let entry = try? JSONValue(parsing: Array(data)), let url = entry["url"]?.string
      else { return nil }
      let file = entry["body"]?.string.flatMap { $0.contains("/") ? nil : $0 }
      let body = file.flatMap { try? Data(contentsOf: folder.appending(path: $0)) } ?? Data()
      let type = entry["headers"]?["content-type"]?.string ?? ""
      return RecordedAnswer(
        method: entry["method"]?.string ?? "GET", url: url,
        status: entry["status"]?.count(upTo: 999) ?? 200,
        mediaType: type.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased(),
        body: Array(body))
    }
  }
}
