import BlockModel

/// One message to open pages (WHATWG HTML, "Server-sent events").
struct ServerEvent: Sendable, Hashable {
  enum Name: String, Sendable, CaseIterable {
    case hello, card, removed, layout, job, notices, beat
  }

  let name: Name
  let data: JSONValue
  /// The data as text, made once for all pages.
  private let text: String

  init(name: Name, data: JSONValue) {
    self.name = name
    self.data = data
    text = data.json()
  }

  /// Keeps the connection open, finds out when it is gone, and tells the page that it is not. A comment
  /// would do for proxies, but scripts never see one.
  static let heartbeat = "event: \(Name.beat.rawValue)\ndata: {}\n\n"

  /// The lines of the event; JSON has no line break of its own, so one `data` line holds it.
  func lines(id: Int) -> String {
    "id: \(id)\nevent: \(name.rawValue)\ndata: \(text)\n\n"
  }
}
