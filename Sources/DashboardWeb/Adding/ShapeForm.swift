import Authoring
import BlockModel

/// What the fields of the Shape page say: a query in the names of the source, its values as texts.
struct ShapeForm {
  var source: String
  var query: RowQuery
  var title: String?
  var grants: [Grant.Subject]
  /// Other records were chosen than those whose fields the form has.
  var isOfOtherRecords = false

  /// Fields of a record set that the form has room for.
  static let maximumFields = 200
  static let maximumConditions = 20
  static let maximumOrders = 4

  var pick: PickedQuery { PickedQuery(source: source, query: query, title: title) }

  init(_ fields: FormFields) throws(WebProblem) {
    source = fields["source"] ?? ""
    title = Self.text(fields, "title")
    grants = try fields.grants("grants")
    query = RowQuery(records: Self.text(fields, "records"))
    if let known = Self.text(fields, "known"), known != query.records {
      isOfOtherRecords = true
      return
    }
    let columns = Self.columns(fields)
    query.columns = columns.isEmpty ? nil : columns
    for number in 0..<Self.maximumConditions {
      guard let field = Self.text(fields, "where.\(number).field") else { continue }
      let comparison = fields["where.\(number).is"].flatMap(RowQuery.Comparison.init) ?? .equal
      let values = (fields["where.\(number).value"] ?? "").split(separator: "|")
        .map { String($0).trimming(\.isWhitespace) }.filter { !$0.isEmpty }
      guard !values.isEmpty else {
        throw WebProblem(
          .unprocessableContent, "value", "Say what “\(field)” is to be compared with.")
      }
      query.filters.append(RowQuery.Filter(field, comparison, values.map { .text($0) }))
    }
    for number in 0..<Self.maximumOrders {
      guard let field = Self.text(fields, "sort.\(number).field") else { continue }
      query.sort.append(
        RowQuery.Order(field, isDescending: fields["sort.\(number).order"] == "desc"))
    }
    if let limit = Self.text(fields, "limit") {
      guard let limit = Int(limit) else {
        throw WebProblem(.unprocessableContent, "limit", "The limit is a number, 1 to 200.")
      }
      query.limit = limit
      query.limitPer = Self.text(fields, "limit_per")
    }
    query.view = fields["view"].flatMap(RowQuery.View.init)
    if let kind = fields["aggregate"].flatMap(RowQuery.Aggregate.Kind.init) {
      query.aggregate = RowQuery.Aggregate(
        kind, kind == .count ? nil : Self.text(fields, "aggregate.field"))
      query.group = Self.text(fields, "group")
      if query.group != nil { query.bucket = fields["bucket"].flatMap(RowQuery.Bucket.init) }
      query.limitPer = nil
      query.columns = nil
    }
  }

  /// The ticked fields by the numbers beside them; those without one follow as they stand.
  private static func columns(_ fields: FormFields) -> [String] {
    let ticked = (0..<maximumFields).compactMap {
      number -> (id: String, place: Int, number: Int)? in
      guard fields["tick.\(number)"] != nil, let id = fields["field.\(number)"] else { return nil }
      return (id, fields["place.\(number)"].flatMap { Int($0) } ?? .max, number)
    }
    return ticked.sorted { ($0.place, $0.number) < ($1.place, $1.number) }.map(\.id)
  }

  private static func text(_ fields: FormFields, _ name: String) -> String? {
    let text = fields[name]?.trimming(\.isWhitespace)
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }
}
