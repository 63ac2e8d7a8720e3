import BlockModel
import Egress
import Foundation
import Notation

/// Where a source that is gone from its address may be now: addresses of the same host that it names itself.
struct MovedAddress: Hashable {
  var old: String
  var new: String

  private static let maximumCandidates = 6
  private static let maximumBytes = 512 << 10

  /// - Parameter script: an address that it does not write down is a setting of a person, and is left alone.
  /// - Returns: the answers of addresses that are gone.
  static func gone(in answers: [RecordedAnswer], script: String) -> [RecordedAnswer] {
    let written = Set(LuaTokens(script).tokens.filter { $0.kind == .string }.map(\.text))
    return answers.filter {
      [404, 410].contains($0.status) && $0.method == "GET" && written.contains($0.url)
    }
  }

  /// Pages that may say where it is: the one that the source named as its own, and the one of the host.
  static func pages(of address: String, good: RecordedAnswer?) -> [String] {
    var pages: [String] = []
    if let good {
      let text = String(decoding: good.body.prefix(maximumBytes), as: UTF8.self)
      let links =
        text.matches(of: #/<link>\s*([^<\s]+)\s*</link>/#).prefix(1).map { String($0.1) }
        + text.matches(of: #/"home_page_url"\s*:\s*"([^"]+)"/#).prefix(1).map { String($0.1) }
      pages += links
    }
    pages.append("/")
    return same(pages, as: address)
  }

  /// Addresses that a page names for what is gone, the most telling first: feeds of the page, then links that
  /// end as the old address does, then any that a program's answer holds.
  static func candidates(for address: String, on page: RecordedAnswer) -> [MovedAddress] {
    let text = String(decoding: page.body.prefix(maximumBytes), as: UTF8.self)
    var found: [String] = []
    for match in text.matches(of: #/<link\s[^<>]*>/#.ignoresCase()) {
      let tag = match.0.lowercased()
      guard tag.contains("alternate"),
        tag.contains("xml") || tag.contains("feed+json") || tag.contains("calendar")
      else { continue }
      found += hrefs(in: match.0)
    }
    let last = URL(string: address)?.lastPathComponent ?? ""
    if last.count > 2 { found += hrefs(in: text[...]).filter { $0.contains(last) } }
    if let json = try? JSONValue(parsing: page.body) { found += addresses(in: json) }
    return same(found, as: page.url).filter { $0 != address }.prefix(maximumCandidates)
      .map { MovedAddress(old: address, new: $0) }
  }

  /// The script with the new address.
  func applied(to script: String) -> String {
    var bytes = Array(script.utf8)
    for token in LuaTokens(script).tokens.reversed()
    where token.kind == .string && token.text == old {
      bytes.replaceSubrange(token.range, with: Array("\"\(new)\"".utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hrefs(in text: Substring) -> [String] {
    text.matches(of: #/href\s*=\s*["']([^"'<>\s]+)["']/#.ignoresCase()).prefix(500)
      .map { HTMLEntities.decoded(String($0.1)) }
  }

  private static func addresses(in json: JSONValue) -> [String] {
    if let text = json.string { return text.hasPrefix("http") || text.hasPrefix("/") ? [text] : [] }
    if let list = json.array { return list.prefix(50).flatMap(addresses) }
    return (json.object ?? [:]).values.flatMap(addresses)
  }

  /// Absolute, each once, of the scheme, host and port of an address, and nothing that could be code.
  private static func same(_ links: [String], as address: String) -> [String] {
    guard let base = URL(string: address) else { return [] }
    var seen: Set<String> = []
    return links.compactMap { link in
      guard let url = URL(string: link, relativeTo: base)?.absoluteURL, url.scheme == base.scheme,
        url.host == base.host, url.port == base.port, url.user == nil
      else { return nil }
      let text = url.absoluteString
      let isPlain =
        text.utf8.count <= 1_000
        && text.allSatisfy {
          $0.isASCII && ($0.isLetter || $0.isNumber || "-._~:/?@!$&()*+,;=%".contains($0))
        }
      return isPlain && seen.insert(text).inserted ? text : nil
    }
  }
}
