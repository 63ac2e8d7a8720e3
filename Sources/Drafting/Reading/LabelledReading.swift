import BlockModel
import Sketches

/// Reads values that stand under labels: a `<dl>`, a table of two columns, lines `label: value`.
struct LabelledReading {
  let page: JSONValue
  let url: String
  /// The Lua expression that asks for the page.
  let request: String
  let title: String?
  let context: ColumnReading.Context

  /// The longest of the lists that belong to the content.
  var facts: DraftFacts? {
    let lists = (page["facts"]?.array ?? []).filter { $0["is_chrome"] != .bool(true) }
    guard let best = lists.max(by: { count($0) < count($1) }), count(best) >= 2,
      let place = best["css"]?.string
    else { return nil }
    var values: JSONObject = [:]
    for pair in best["pairs"]?.array ?? [] {
      if let label = pair["label"]?.string, let value = pair["value"] { values[label] = value }
    }
    let fields = RowField.all(
      of: Profile([.object(values)], depth: 1), context: context,
      read: { LuaText.read($0, from: "answer") })
    let caption = best["caption"]?.string
    return DraftFacts(
      what: "the values under \(caption ?? "the labels of the source")",
      fetch: [
        "local answer = {}",
        "for _, pair in ipairs(\(pairs(place))) do answer[pair.label] = pair.value end",
      ], modules: place == "text" ? ["text"] : [], fields: fields, title: caption ?? title,
      nameWords: SetName.words([caption, title, SourceName.name(of: url)]))
  }

  private func count(_ list: JSONValue) -> Int { list["pairs"]?.array?.count ?? 0 }

  /// - Parameter place: `dl:1`, `table:2`, or `text`.
  private func pairs(_ place: String) -> String {
    let parts = place.split(separator: ":")
    guard parts.count == 2 else { return "text.pairs(\(request):text())" }
    return "\(request):html():select(\"\(parts[0])\")[\(parts[1])]:pairs()"
  }
}
