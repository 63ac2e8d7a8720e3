import BlockModel
import Drafting
import Sentences

/// The modules that few scripts need, for the prompt of one that does.
struct RareModules {
  private var names: [String] = []

  init(_ wish: Wish, _ notes: SourceNotes) {
    let words = Set(
      wish.withoutAddress.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    for (name, cues) in Self.cues where !words.isDisjoint(with: cues) { names.append(name) }
    if notes.probes.contains(where: \.isPlainXML), !names.contains("xml") { names.append("xml") }
  }

  private static let cues: [(name: String, words: Set<String>)] = [
    ("base64", ["base64", "decode", "encoded", "encode", "github"]),
    (
      "hash",
      ["hash", "md5", "sha1", "sha256", "sha512", "hmac", "signature", "gravatar", "checksum"]
    ),
    ("xml", ["xml", "soap", "svg", "sitemap", "gpx", "kml"]),
  ]

  /// Empty when none is needed.
  func text(_ docs: StdlibDocs) -> String {
    guard !names.isEmpty else { return "" }
    return "More modules:\n\(docs.promptText(of: names))\n\n"
  }
}

extension Probe {
  /// XML that is no feed: it was read as one, and has no items.
  fileprivate var isPlainXML: Bool {
    guard case .parsed(.feed, let data) = finding else { return false }
    return data["items"]?.array?.isEmpty ?? true
  }
}
