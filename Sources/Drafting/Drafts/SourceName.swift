import BlockModel
import Foundation
import Sketches

/// A name for a block when the sentence gives none.
enum SourceName {
  /// The last part of the path that is a word, else the host.
  static func name(of url: String) -> String {
    guard let components = URLComponents(string: url) else { return "New block" }
    let host = components.host ?? "New block"
    let parts = components.path.split(separator: "/").map(String.init)
    for part in parts.reversed() {
      let stem = part.prefix { $0 != "." }
      let name = FieldName(String(stem.removingPercentEncoding ?? String(stem)))
      let words = name.words.filter { !$0.allSatisfy(\.isNumber) && !plain.contains($0) }
      let text = words.map(FieldName.spelling).joined(separator: " ")
      if text.count >= 3 {
        return String(text.capitalizingFirst.prefix(60))
      }
    }
    return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
  }

  /// Parts of paths that name nothing.
  private static let plain: Set<String> = [
    "api", "v", "v1", "v2", "v3", "json", "index", "feed", "feeds", "rss", "atom", "xml", "csv",
    "data", "latest", "html", "php", "rest", "public", "get", "all", "www", "tsv", "ics", "rdf",
  ]
}
