import BlockModel
import BlockRuntime
import Drafting
import Foundation
import Sketches

/// What a model is shown of a page: where its tables, records and described things stand, and the
/// expressions that read them. `Prompts/outline.lua` looks at the page in the sandbox.
struct PageOutline: Sendable {
  private let found: JSONValue
  private let words: [String]

  /// - Parameters:
  ///   - page: a page that was just read; its answer is still in the cache.
  ///   - number: digits that a person saw there.
  /// - Returns: `nil` when the page cannot be looked at; its analysis alone is shown then.
  init?(
    of page: Probe, by prober: Prober, _ permissions: Permissions, words: [String],
    number: String? = nil
  ) async {
    let file = prober.scripts.deletingLastPathComponent().appending(path: "outline.lua")
    guard case .parsed(.html, _) = page.finding,
      let script = try? String(contentsOf: file, encoding: .utf8)
    else { return nil }
    let manifest = Manifest(
      name: "outline",
      params: ["url", "words", "number"].map { Param(name: $0, kind: .text) },
      permissions: permissions, limits: Limits(seconds: 20, memoryMiB: 256, requests: 2))
    let outcome = await prober.runner.run(
      RunRequest(
        block: BlockID(naming: "probe"),
        files: BlockFiles(manifest: manifest, script: script, spec: "{}"),
        params: [
          "url": .string(page.url), "words": .string(words.joined(separator: " ")),
          "number": .string(number ?? ""),
        ], reason: .probe, cassette: prober.cassette))
    guard let data = outcome.data else { return nil }
    found = data
    self.words = words
  }

  /// The places alone that say the number that was looked for.
  var places: [String] {
    (found["places"]?.array ?? []).map { place in
      let beside = place["beside"]?.string.map { ", beside it \(Self.quoted($0))" } ?? ""
      return
        "\(place["read"]?.string ?? ""):text() = \(Self.quoted(place["text"]?.string ?? ""))\(beside)"
    }
  }

  /// - Parameter analysis: what the probe found: groups of alike elements.
  func text(_ analysis: JSONValue) -> String {
    var lines = ["local page = http.get(url):html()"]
    let meta = (found["meta"]?.object ?? [:]).compactMap { name, value in
      value.string.map { "\(name) = \(Self.quoted($0))" }
    }
    if !meta.isEmpty { lines.append("page:meta()  " + meta.joined(separator: ", ")) }
    lines += (analysis["feeds"]?.array ?? []).prefix(2).compactMap { feed in
      feed["url"]?.string.map { "feed of the site  \($0)" }
    }
    lines += linkedData + microdata
    for table in found["tables"]?.array ?? [] { lines += Self.lines(ofTable: table) }
    lines += (analysis["facts"]?.array ?? []).prefix(4).flatMap(Self.lines(ofFacts:))
    for records in (analysis["records"]?.array ?? []).prefix(3) { lines += Self.lines(of: records) }
    if !places.isEmpty {
      lines += ["where the page says words of the wish:"] + places.map { "  \($0)" }
    }
    lines += (found["headings"]?.array ?? []).map {
      "heading  \($0["read"]?.string ?? "") \(Self.quoted($0["text"]?.string ?? ""))"
    }
    return lines.joined(separator: "\n")
  }

  private var linkedData: [String] {
    (found["json_ld"]?.array ?? []).prefix(4).flatMap { item -> [String] in
      let kind = item["@type"]?.string ?? item["@type"]?[0]?.string ?? ""
      let call = kind.isEmpty ? "page:json_ld()[1]" : "page:json_ld(\"\(kind)\")[1]"
      let lines = Sketch(of: item, words: words).text.split(separator: "\n").prefix(14)
      return ["\(call)  JSON-LD"] + lines.map { "  \($0)" }
    }
  }

  private var microdata: [String] {
    (found["microdata"]?.array ?? []).flatMap { item -> [String] in
      let css = item["css"]?.string ?? ""
      let head =
        "page:select('\(css)')  \(item["total"]?.integer ?? 1) of \(item["kind"]?.string ?? "") (microdata), in each:"
      return [head]
        + (item["fields"]?.array ?? []).map { field in
          let name = field["name"]?.string ?? ""
          let read =
            field["attr"]?.string.map { ":first('[itemprop=\(name)]'):attr(\"\($0)\")" }
            ?? ":text_of('[itemprop=\(name)]')"
          return "  \(read) = \(Self.quoted(field["value"]?.string ?? ""))"
        }
    }
  }

  private static func lines(ofTable table: JSONValue) -> [String] {
    func row(_ value: JSONValue?) -> String {
      (value?.array ?? []).map { quoted($0.string ?? "") }.joined(separator: ", ")
    }
    let caption = table["caption"]?.string.map { " (\($0))" } ?? ""
    let head =
      "\(table["read"]?.string ?? ""):table()\(caption)  \(table["total"]?.integer ?? 0) rows; .columns = \(row(table["columns"]))"
    return [head]
      + (table["rows"]?.array ?? []).enumerated().map {
        "  .rows[\($0.offset + 1)] = \(row($0.element))"
      }
  }

  /// Values that stand under labels.
  private static func lines(ofFacts facts: JSONValue) -> [String] {
    let place = (facts["css"]?.string ?? "").split(separator: ":")
    let pairs = facts["pairs"]?.array ?? []
    guard place.count == 2, place[0] != "table", !pairs.isEmpty else { return [] }
    let head =
      "page:select(\"\(place[0])\")[\(place[1])]:pairs()  list of \(pairs.count) {label, value}:"
    return [head]
      + pairs.prefix(20).map {
        "  \(quoted($0["label"]?.string ?? "")) = \(quoted($0["value"]?.string ?? ""))"
      }
  }

  private static func lines(of records: JSONValue) -> [String] {
    let first = records["rows"]?[0] ?? [:]
    let head =
      "page:select(\(quoted(records["css"]?.string ?? "")))  \(records["total"]?.integer ?? 0) records, in each:"
    return [head]
      + (records["fields"]?.array ?? []).map { field in
        let css = quoted(field["css"]?.string ?? "")
        let read =
          switch field["attr"]?.string {
          case nil: ":text_of(\(css))"
          case "url"?: ":first(\(css)):url()"
          case "under"?:
            ":first(\(css)):pairs()  under \(quoted(field["label"]?.string ?? ""))"
          case "beside"?: ":first(\(css)):next():text()"
          case let attribute?: ":first(\(css)):attr(\"\(attribute)\")"
          }
        let name = field["name"]?.string ?? ""
        let rows = records["rows"]?.array ?? []
        let present = rows.count { $0[name] != nil }
        let coverage = present < rows.count ? " \(present)/\(rows.count)" : ""
        let example = first[name]?.string ?? rows.lazy.compactMap { $0[name]?.string }.first ?? ""
        return "  \(name)  \(read)\(coverage) = \(quoted(example))"
      }
  }

  private static func quoted(_ text: String) -> String {
    JSONValue.string(text.count > 80 ? text.prefix(79) + "…" : text).json()
  }
}
