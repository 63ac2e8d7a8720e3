import BlockModel
import Drafting
import Foundation
import Sentences
import Sketches

/// What the sources answered, in the form the model is shown: a sketch, quoted as data.
struct SourceNotes: Sendable {
  var probes: [Probe]
  /// Sources that did not answer or do not fit, each with its reason.
  var refused: [String] = []
  /// Why each address was planned, in the model's words.
  var reasons: [String: String] = [:]
  /// Where things stand in the pages among the sources.
  private var outlines: [String: PageOutline] = [:]
  /// The first place that would have to be granted for a source to be asked.
  var neededGrant: Grant.Subject?

  init(probes: [Probe]) { self.probes = probes }

  /// Takes a source in; a page is looked at once more for what a selector needs.
  mutating func add(
    _ probe: Probe, by prober: Prober, _ permissions: Permissions, _ wish: Wish
  ) async {
    probes.append(probe)
    guard !Self.isLabelledText(probe) else { return }
    outlines[probe.url] = await PageOutline(of: probe, by: prober, permissions, words: wish.words)
  }

  /// Keys that the sources have in some rows only.
  var optionalKeys: Set<String> {
    probes.reduce(into: []) { $0.formUnion(Sketch(of: Self.reading(of: $1).0).optionalKeys) }
  }

  /// For the person: the sources that were asked, each with its reason, and those that were not.
  func explanation(_ outcome: RunOutcome) -> String {
    let asked = Set(outcome.http.compactMap { URLComponents(string: $0.url)?.host })
    let used = reasons.filter { URLComponents(string: $0.key)?.host.map(asked.contains) ?? false }
    let why = used.sorted { $0.key < $1.key }.map { " Source: \($0.key) (\($0.value))." }
    let addresses = outcome.http.map(\.url)
    let left = refused.filter { reason in !addresses.contains { Self.speaks(reason, of: $0) } }
    let unused = left.isEmpty ? "" : " Not used: " + left.joined(separator: " ")
    return why.joined() + unused
  }

  /// Does a sentence name the address, with or without its scheme?
  private static func speaks(_ sentence: String, of address: String) -> Bool {
    let bare = address.range(of: "://").map { String(address[$0.upperBound...]) } ?? address
    return sentence.split(separator: " ").map(String.init).contains { (typed: String) -> Bool in
      let word = typed.trimming { ",;:()“”".contains($0) }
      return word == address || word == bare
    }
  }

  /// - Parameter maximum: characters of each source.
  func text(_ wish: Wish, maximum: Int = 6_000) -> String {
    if probes.isEmpty, refused.isEmpty { return "| The block needs no source." }
    let parts = probes.map { probe in
      let (value, how) = Self.reading(of: probe)
      let head =
        "GET \(probe.url) → \(probe.exchange.status ?? 0), \(probe.exchange.bytes) bytes; read it with \(how)"
      let form =
        outlines[probe.url]?.text(value) ?? Sketch(of: value, words: wish.words).text
      return PromptBook.quoted(head + "\n" + form, maximum: maximum)
    }
    return (parts + refused.map { PromptBook.quoted("Not usable: \($0)") })
      .joined(separator: "\n\n")
  }

  /// Lines `label: value`, which are read like the values under the labels of a page.
  private static func isLabelledText(_ probe: Probe) -> Bool {
    guard case .parsed(.html, let data) = probe.finding else { return false }
    return data["facts"]?[0]?["css"] == "text"
  }

  private static func reading(of probe: Probe) -> (JSONValue, String) {
    switch probe.finding {
    case .json(let value): return (value, "http.get(url):json()")
    case .parsed(let kind, let data):
      let data = withoutValues(data)
      switch kind {
      case .feed: return (data, "http.get(url):feed(), which has title, link, items[]")
      case .ical:
        return calendar(data)
      case .csv: return (data, "http.get(url):csv(), which has columns[], rows[]")
      case .data: return (data["value"] ?? .null, data["fetch"]?.string ?? "http.get(url):text()")
      case .html:
        if isLabelledText(probe) {
          let pairs = data["facts"]?[0]?["pairs"] ?? []
          return (pairs, "text.pairs(http.get(url):text()), which is a list of {label, value}")
        }
        return (data, "http.get(url):html() and CSS selectors or :structured()")
      }
    }
  }

  /// What `:ical()` gives: the events of one year from today on. Those that are over have to be asked for.
  private static func calendar(_ data: JSONValue) -> (JSONValue, String) {
    func events(_ part: String) -> [JSONValue] { data[part]?["rows"]?.array ?? [] }
    let (coming, past) = (events("coming"), events("past"))
    let value: JSONValue = [
      "title": data["title"] ?? .null, "events": .array(coming.isEmpty ? past : coming),
      "todos": data["todos"]?["rows"] ?? [],
    ]
    let fetch =
      coming.isEmpty && !past.isEmpty
      ? "http.get(url):ical({ from = ctx.now - 366 * 86400, to = ctx.now }); nothing is still to come"
      : "http.get(url):ical()\(past.isEmpty ? "" : "; \(past.count) more are over, with { from = t, to = t }")"
    return (value, fetch + "; it has events[] and todos[]")
  }

  /// The rows say enough: the lists of all distinct values are for the drafter.
  private static func withoutValues(_ data: JSONValue) -> JSONValue {
    switch data {
    case .object(let members):
      .object(members.filter { $0.key != "values" }.mapValues(withoutValues))
    case .array(let elements): .array(elements.map(withoutValues))
    case .null, .bool, .integer, .number, .string: data
    }
  }
}
