import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// What blocks showed, for programs.
struct PastRoutes: Sendable {
  let engine: DashboardEngine

  /// `GET /api/v1/blocks/{id}/results`: when a block showed something new, the newest first (`?limit=` 1…5000);
  /// with `?at=` what it showed at that moment.
  func results(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    if let text = request.uri.queryParameters["at"] {
      let date = try PastMoment.asked(String(text))
      guard let result = try await engine.result(of: id, at: date) else {
        throw WebProblem(.notFound, "no_result", "Nothing that '\(id)' showed then is kept.")
      }
      return .json([
        "at": .string(result.summary.at.formatted(.iso8601)),
        "version": .integer(Int64(result.summary.version.value)),
        "run": .integer(result.summary.run), "params": .object(result.params),
        "data": result.data,
      ])
    }
    let limit = request.uri.queryParameters["limit"].flatMap { Int($0) } ?? 500
    let results = try await engine.results(of: id, limit: limit.clamped(to: 1...5_000))
    if results.isEmpty { _ = try await engine.card(id) }
    return .json([
      "results": .array(
        results.map { result in
          [
            "at": .string(result.at.formatted(.iso8601)), "run": .integer(result.run),
            "version": .integer(Int64(result.version.value)),
            "bytes": .integer(Int64(result.bytes)),
          ]
        })
    ])
  }
}
