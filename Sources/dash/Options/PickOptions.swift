import ArgumentParser
import BlockModel
import Foundation

/// A block by hand: what of a source is shown, instead of a sentence that says it.
struct PickOptions: ParsableArguments {
  @Flag(help: "List what the source offers: its records, their fields, a value of each.")
  var show = false
  @Option(help: "Which records of the source: a name or a number of --show.")
  var records: String?
  @Option(parsing: .unconditional, help: "Fields to show, in order, with commas between them.")
  var columns: String?
  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only rows that meet this: country=Portugal, price<=20, title~rust. May be repeated.",
      discussion:
        "Signs: = != < <= > >= ~ (contains) !~. Alternatives: 'country=Portugal|Spain'. Times: 'date>=today-7d', 'date=2026-11-20'."
    ))
  var conditions: [String] = []
  @Option(
    parsing: .unconditional,
    help: "Fields to sort by, with commas; -population sorts in descending order.")
  var sort: String?
  @Option(help: "At most this many rows, 1 to 200.") var limit: Int?
  @Option(
    help: "One number computed from the rows: count, sum:FIELD, mean:FIELD, min:, max:, median:.")
  var aggregate: String?
  @Option(help: "Compute --aggregate for each value of this field.") var group: String?
  @Option(
    name: .customLong("every"),
    help: "What the times of --group are cut into: \(PickOptions.buckets).")
  var bucket: String?
  @Option(
    name: .customLong("limit-per"),
    help: "Count --limit within each value of this field: the cheapest of each country.")
  var limitPer: String?
  @Option(
    name: .customLong("as"),
    help: "What shows it: \(RowQuery.View.allCases.map(\.rawValue).joined(separator: ", ")).")
  var view: String?
  @Option(help: "What the block is called; else it is named after what it shows.")
  var title: String?

  /// Was anything picked?
  var isGiven: Bool {
    [records, columns, sort, aggregate, group, bucket, limitPer, view, title]
      .contains { $0 != nil }
      || !conditions.isEmpty || limit != nil
  }

  /// A query in which everything that was given stands instead of what was there; an empty text takes
  /// it out.
  func applied(to query: RowQuery) throws(CommandFailure) -> RowQuery {
    var query = query
    if let records {
      // Other records have other fields.
      query = RowQuery(records: records)
    }
    if let columns {
      let names = Self.list(columns)
      query.columns = names.isEmpty ? nil : names
      query.hidden = []
    }
    if !conditions.isEmpty {
      query.filters = try conditions.filter { !$0.isEmpty }.map { text throws(CommandFailure) in
        guard let filter = RowQuery.Filter(text) else {
          throw CommandFailure(
            .host,
            "--where takes a field, a sign and a value, like country=Portugal or 'price<=20', got '\(text)'."
          )
        }
        return filter
      }
    }
    if let sort { query.sort = Self.list(sort).compactMap { RowQuery.Order($0) } }
    if let limit { query.limit = limit }
    if let aggregate {
      query.aggregate = try Self.aggregate(aggregate)
      query.columns = nil
      query.hidden = []
      if query.aggregate == nil { query.group = nil }
    }
    if let group { query.group = group.isEmpty ? nil : group }
    if let bucket { query.bucket = try Self.bucket(bucket) }
    if query.group == nil { query.bucket = nil }
    if let limitPer { query.limitPer = limitPer.isEmpty ? nil : limitPer }
    if let view { query.view = try Self.view(view) }
    return query
  }

  private static let buckets = RowQuery.Bucket.allCases.map(\.rawValue).joined(separator: ", ")

  private static func bucket(_ text: String) throws(CommandFailure) -> RowQuery.Bucket? {
    guard !text.isEmpty else { return nil }
    guard let bucket = RowQuery.Bucket(rawValue: text.lowercased()) else {
      throw CommandFailure(.host, "--every takes \(buckets), got '\(text)'.")
    }
    return bucket
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  private static func aggregate(
    _ text: String
  ) throws(CommandFailure) -> RowQuery.Aggregate? {
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    let names = RowQuery.Aggregate.Kind.allCases.map(\.rawValue)
    guard let kind = RowQuery.Aggregate.Kind(rawValue: parts[0].lowercased()) else {
      throw CommandFailure(
        .host, "--aggregate takes \(names.joined(separator: ", ")), got '\(text)'.")
    }
    return RowQuery.Aggregate(kind, parts.count > 1 ? parts[1] : nil)
  }

  private static func view(_ text: String) throws(CommandFailure) -> RowQuery.View? {
    guard !text.isEmpty else { return nil }
    let names = RowQuery.View.allCases.map(\.rawValue)
    guard let view = RowQuery.View(rawValue: text.lowercased()) else {
      let near = NearName.best(for: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        .host, "--as takes \(names.joined(separator: ", ")), got '\(text)'\(near)")
    }
    return view
  }
}
