public import BlockModel

/// What a URL answered, taken apart.
public struct Probe: Sendable {
  /// Where the answer came from, after redirects.
  public var url: String
  public var exchange: HTTPExchange
  public var finding: Finding
  /// It is what a browser made of the address; a script has to ask for it in the same way.
  public var isRendered = false

  public init(url: String, exchange: HTTPExchange, finding: Finding) {
    self.url = url
    self.exchange = exchange
    self.finding = finding
  }

  /// The Lua expression that asks for the address in the same way.
  var request: String { isRendered ? "http.get(url, { browser = true })" : "http.get(url)" }

  public enum Finding: Sendable {
    case json(JSONValue)
    /// What `Prompts/probe` found in a feed, calendar, table file, page or another text.
    case parsed(kind: Kind, JSONValue)
  }

  /// What an answer that is no JSON is read as.
  public enum Kind: String, Sendable, CaseIterable {
    case feed, ical, csv, html
    /// Plain data that were made of another text: XML, measurements.
    case data

    /// The word for people.
    public var word: String {
      switch self {
      case .feed: "a feed"
      case .ical: "a calendar"
      case .csv: "CSV"
      case .html: "a page"
      case .data: "data"
      }
    }
  }
}
