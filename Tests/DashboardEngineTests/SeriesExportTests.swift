import BlockModel
import BlockStore
import Foundation
import Testing

@testable import DashboardEngine

@Suite("Series for other programs")
struct SeriesExportTests {
  @Test("a series is listed with its points, and written as CSV, the oldest first")
  func csv() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    #expect(try await house.engine.series(of: id).isEmpty)
    func point(_ seconds: Double, _ value: JSONValue) -> SeriesPoint {
      SeriesPoint(time: Date(timeIntervalSince1970: 1_800_000_000 + seconds), value: value)
    }
    try await house.storage.commit(
      ScriptChanges(points: [
        "gold": [
          point(60, 19.5), point(0, 20), point(90.5, "=cmd|' /C calc'!A0"),
          point(120, ["open": 1, "note": "a \"b\", c"]),
        ], "silver": [point(0, 1)],
      ]), of: id)
    let series = try await house.engine.series(of: id)
    #expect(series.map(\.name) == ["gold", "silver"] && series.map(\.points) == [4, 1])
    #expect(
      try await house.engine.csv(ofSeries: "gold", of: id)
        == [
          "at,value", "2027-01-15T08:00:00Z,20", "2027-01-15T08:01:00Z,19.5",
          #"2027-01-15T08:01:30.500Z,"""=cmd|' /C calc'!A0""""#,
          #"2027-01-15T08:02:00Z,"{""open"":1,""note"":""a \""b\"", c""}""#, "",
        ].joined(separator: "\r\n"))
    #expect(try await house.engine.csv(ofSeries: "lead", of: id) == nil)
  }
}
