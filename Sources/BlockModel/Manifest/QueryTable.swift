import OrderedCollections

extension ManifestTable {
  /// A ``BlockQuery``. A part that is not understood drops it as a whole: without one condition the
  /// rest would show other rows.
  static let query = ObjectShape(
    members: [
      Member("source", .text(1...4000), "The address that is asked.", isRequired: true)
    ] + rowQuery.members + [
      Member("title", .text(1...80), "What the person called the block; else the query names it."),
      Member("browser", .flag, "The page is asked for as a browser shows it.", standard: false),
      Member(
        "compiled", .text(0...64),
        "A hash of the script and spec that Dash compiled; other files are left alone."),
    ], example: #"{"source": "https://example.org/cities.json", "limit": 5}"#, isWhole: true,
    rules: { rules(&$0) })

  /// A ``RowQuery``.
  static let rowQuery = ObjectShape(
    members: [
      Member("records", .text(1...200), "The record set of the source; else its first."),
      Member("columns", .list(.text(1...200), count: 1...40), "The fields shown, in order."),
      Member("hidden", .list(.text(1...200), count: 0...40), "Fields that are not shown."),
      Member(
        "where", .list(.object(filter), count: 0...40), "Conditions on the rows; all must hold."),
      Member(
        "sort", .list(.object(order), count: 0...10), "What orders the rows; the first decides."),
      Member("limit", .integer(1...1000), "The most rows."),
      Member("offset", .integer(0...100_000), "Rows left out before the first.", standard: 0),
      Member(
        "limit_per", .text(1...200), "The field within each of whose values `limit` counts."),
      Member("group", .text(1...200), "The field that `aggregate` is computed for each value of."),
      Member(
        "bucket", .word(RowQuery.Bucket.allCases.map(\.rawValue)),
        "What the times of `group` are cut into."),
      Member("aggregate", .object(aggregate), "One number of all rows, or of each group."),
      Member("view", .word(RowQuery.View.allCases.map(\.rawValue)), "What shows the rows."),
    ], example: #"{"sort": [{"field": "price"}], "limit": 5}"#, isWhole: true,
    rules: { rules(&$0) })

  private static let filter = ObjectShape(
    members: [
      Member("field", .text(1...200), "As the source names it.", isRequired: true),
      Member(
        "is", .word(RowQuery.Comparison.allCases.map(\.rawValue)), "How it is compared.",
        isRequired: true),
      Member(
        "values",
        .list(.either([.text(0...2000), .number, .flag, .object(moment)]), count: 1...500),
        "With one of these; of `!=` and `lacks`, with none of them.", isRequired: true),
    ], example: #"{"field": "country", "is": "=", "values": ["Portugal"]}"#, isWhole: true)

  private static let moment = ObjectShape(
    members: [
      Member(
        "moment", .form(.moment), "A day, or a moment that moves with the clock.", isRequired: true)
    ], example: #"{"moment": "today-7d"}"#, isWhole: true)

  private static let order = ObjectShape(
    members: [
      Member("field", .text(1...200), "As the source names it.", isRequired: true),
      Member("order", .word(["asc", "desc"]), "Rising or falling.", standard: "asc"),
    ], example: #"{"field": "price", "order": "desc"}"#, isWhole: true)

  private static let aggregate = ObjectShape(
    members: [
      Member(
        "kind", .word(RowQuery.Aggregate.Kind.allCases.map(\.rawValue)), "What is computed.",
        isRequired: true),
      Member("field", .text(1...200), "Of which field; only `count` needs none."),
    ], example: #"{"kind": "mean", "field": "price"}"#, isWhole: true,
    rules: { reading in
      if reading["field"] == nil, let kind = reading["kind"]?.string, kind != "count" {
        reading.lacks(#"say of which field: {"kind": "\#(kind)", "field": "price"}"#)
      }
    })

  private static func rules(_ reading: inout ObjectReading) {
    if reading["group"] != nil, reading["aggregate"] == nil {
      reading.refuse("group", #"a group needs a number: "aggregate": {"kind": "count"}"#)
    }
    if reading["bucket"] != nil, reading["group"] == nil {
      reading.refuse("bucket", #"a bucket cuts the times of a group: "group": "published""#)
    }
    if reading["limit_per"] != nil, reading["limit"] == nil || reading["aggregate"] != nil {
      reading.refuse("limit_per", #"it says what "limit" counts within, of rows: "limit": 1"#)
    }
  }
}

extension TextForm {
  /// ``RowQuery/Moment``
  static let moment = TextForm(
    words: "a day like 2026-11-20 or a moment like now, today-7d, month+1",
    plural: "moments like \"today-7d\"", example: "today-7d", pattern: nil,
    problem: { text in
      RowQuery.Moment(text) == nil
        ? "'\(text)' is not a day like \"2026-11-20\" or a moment like \"today-7d\", \"week\", \"now\""
        : nil
    })
}
