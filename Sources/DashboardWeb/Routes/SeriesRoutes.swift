import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// The series of blocks, for programs.
struct SeriesRoutes: Sendable {
  let engine: DashboardEngine

  /// `GET /api/v1/blocks/{id}/series`
  func list(_ request: Request, context: WebContext) async throws -> Response {
    let series = try await engine.series(of: context.block())
    return .json([
      "series": .array(
        series.map { ["name": .string($0.name), "points": .integer(Int64($0.points))] })
    ])
  }

  /// `GET /api/v1/blocks/{id}/series/{name}`: CSV with `at` and `value`.
  func csv(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let name = context.segment("name") ?? ""
    guard let text = try await engine.csv(ofSeries: name, of: id) else {
      throw WebProblem(
        .notFound, "no_series", "'\(id)' keeps no series “\(name.prefix(80))”.")
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
