import BlockModel

/// One message to open pages (WHATWG HTML, "Server-sent events").
struct ServerEvent: Sendable, Hashable {
  enum Name: String, Sendable, CaseIterable { case hello, card, removed, layout, job }

  var name: Name
  var data: JSONValue

  /// The lines of the event; JSON has no line break of its own, so one `data` line holds it.
  func lines(id: Int) -> String {
    "id: \(id)\nevent: \(name.rawValue)\ndata: \(data.json())\n\n"
  }
}
