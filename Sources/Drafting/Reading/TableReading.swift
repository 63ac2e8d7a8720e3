import BlockModel
import Sketches

/// Reads the rows of CSV and its relatives.
struct TableReading {
  private let data: JSONValue
  private let url: String
  private let context: ColumnReading.Context

  init(_ data: JSONValue, url: String, _ context: ColumnReading.Context) {
    self.data = data
    self.url = url
    self.context = context
  }

  var source: DraftSource {
    let names = data["columns"]?.array?.compactMap(\.string) ?? []
    // The order of the file, which objects from the worker do not keep.
    let rows = (data["rows"]?.array ?? []).map { row in
      JSONValue.object(JSONObject(names.map { ($0, row[$0] ?? .null) }, uniquingKeysWith: { $1 }))
    }
    let total = data["total"]?.integer.map(Int.init) ?? rows.count
    var fields = RowField.all(of: Profile(rows), context: context)
    if rows.isEmpty {
      fields = names.enumerated().map { RowField(unknown: $1, kind: .text, position: $0) }
    }
    var budget = SetContents.maximumValues
    let contents = SetContents(fields, rows: rows, known: data["values"], budget: &budget)
    return DraftSource(
      what: "the rows of the file", fetch: ["local csv = http.get(url):csv()"], list: "csv.rows",
      fields: fields, rowCount: total, nameWords: SetName.words([SourceName.name(of: url)]),
      rows: contents.rows, values: contents.values, growsAtEnd: true, pace: 3600, usualCount: 20)
  }
}
