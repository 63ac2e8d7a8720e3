import BlockModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import DashboardWeb

@Suite("The fields of Shape")
struct ShapeFormTests {
  private static func form(_ fields: [String: String]) throws -> ShapeForm {
    let body: String = fields.map { name, value -> String in
      let value = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return "\(name)=\(value)"
    }.joined(separator: "&")
    let request = Request(
      head: HTTPRequest(
        method: .post, scheme: nil, authority: nil, path: "/shape",
        headerFields: [.contentType: "application/x-www-form-urlencoded"]),
      body: RequestBody(buffer: ByteBuffer()))
    return try ShapeForm(FormFields(ByteBuffer(string: body), of: request))
  }

  @Test("are a query")
  func query() throws {
    let form = try Self.form([
      "source": "https://example.org/cities.json", "records": "Cities", "known": "Cities",
      "field.0": "name", "tick.0": "on", "place.0": "2", "field.1": "country",
      "field.2": "population", "tick.2": "on", "place.2": "1", "field.3": "rating", "tick.3": "on",
      "place.3": "", "where.0.field": "country", "where.0.is": "!=",
      "where.0.value": "Spain | France",
      "where.1.field": "", "where.1.is": "=", "where.1.value": "", "sort.0.field": "population",
      "sort.0.order": "desc", "sort.1.field": "", "sort.1.order": "asc", "limit": " 5 ",
      "view": "table", "aggregate": "", "aggregate.field": "", "group": "", "title": " Towns ",
    ])
    #expect(
      form.query
        == RowQuery(
          records: "Cities", columns: ["population", "name", "rating"],
          filters: [.init("country", .notEqual, [.text("Spain"), .text("France")])],
          sort: [.init("population", isDescending: true)], limit: 5, view: .table))
    #expect(form.title == "Towns" && !form.isOfOtherRecords)
    #expect(form.source == "https://example.org/cities.json")
  }

  @Test("a number of groups shows no columns; nothing at all shows what fits")
  func numbers() throws {
    let form = try Self.form([
      "aggregate": "mean", "aggregate.field": "rating", "group": "country", "tick.0": "on",
      "field.0": "name",
    ])
    #expect(form.query == RowQuery(group: "country", aggregate: .init(.mean, "rating")))
    let months = try Self.form(["aggregate": "count", "group": "placed", "bucket": "month"])
    #expect(months.query == RowQuery(group: "placed", bucket: .month, aggregate: .init(.count)))
    let leaders = try Self.form(["limit": "1", "limit_per": "country", "bucket": "day"])
    #expect(leaders.query == RowQuery(limit: 1, limitPer: "country"))
    #expect(try Self.form(["limit_per": "country"]).query == RowQuery())
    #expect(try Self.form([:]).query == RowQuery())
    #expect(
      try Self.form(["aggregate": "count", "aggregate.field": "a"]).query.aggregate == .init(.count)
    )
  }

  @Test("fields of other records are forgotten")
  func otherRecords() throws {
    let form = try Self.form([
      "records": "Rivers", "known": "Cities", "field.0": "name", "tick.0": "on", "limit": "5",
    ])
    #expect(form.isOfOtherRecords && form.query == RowQuery(records: "Rivers"))
  }

  @Test(
    "what is half filled in or no number is told",
    arguments: [
      ["where.0.field": "a"], ["where.0.field": "a", "where.0.value": " | "], ["limit": "many"],
    ])
  func mistakes(_ fields: [String: String]) {
    #expect(throws: WebProblem.self) { try Self.form(fields) }
  }
}
