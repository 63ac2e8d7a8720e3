import BlockModel

/// What the sources answered, in the form the model is shown: a sketch, quoted as data.
struct SourceNotes: Sendable {
  var probes: [Probe]
  /// Sources that did not answer or do not fit, each with its reason.
  var refused: [String] = []

  /// - Parameter maximum: characters of each source.
  func text(_ wish: Wish, maximum: Int = 6_000) -> String {
    if probes.isEmpty { return "| The block needs no source." }
    let parts = probes.map { probe in
      let (value, how) = Self.reading(of: probe)
      let head =
        "GET \(probe.url) → \(probe.exchange.status ?? 0), \(probe.exchange.bytes) bytes; read it with \(how)"
      return PromptBook.quoted(
        head + "\n" + Sketch(of: value, words: wish.words).text, maximum: maximum)
    }
    return (parts + refused.map { PromptBook.quoted("Not usable: \($0)") })
      .joined(separator: "\n\n")
  }

  private static func reading(of probe: Probe) -> (JSONValue, String) {
    switch probe.finding {
    case .json(let value): (value, "http.get(url):json()")
    case .parsed(.feed, let data): (data, "http.get(url):feed(), which has title, link, items[]")
    case .parsed(.ical, let data): (data, "http.get(url):ical(), which has events[]")
    case .parsed(.csv, let data): (data, "http.get(url):csv(), which has columns[], rows[]")
    case .parsed(.html, let data):
      (data, "http.get(url):html() and CSS selectors; below is an analysis of the page")
    }
  }

  /// All texts of data sources, to tell data from constants; `nil` when there are pages, which
  /// may be read in more ways than the analysis knows.
  var texts: Set<String>? {
    var texts: Set<String> = []
    for probe in probes {
      switch probe.finding {
      case .json(let value): Self.collect(value, into: &texts)
      case .parsed(.html, _), .parsed(.feed, _), .parsed(.csv, _), .parsed(.ical, _): return nil
      }
    }
    return probes.isEmpty ? nil : texts
  }

  static func collect(_ value: JSONValue, into texts: inout Set<String>) {
    switch value {
    case .string(let text): texts.insert(text)
    case .array(let elements): for element in elements { collect(element, into: &texts) }
    case .object(let members): for member in members.values { collect(member, into: &texts) }
    case .null, .bool, .integer, .number: break
    }
  }
}
