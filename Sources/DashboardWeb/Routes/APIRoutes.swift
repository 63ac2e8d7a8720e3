import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// `/api/v1`: what programs read.
struct APIRoutes: Sendable {
  let engine: DashboardEngine

  func blocks(_ request: Request, context: WebContext) async throws -> Response {
    .json(["blocks": .array(await engine.cards().map(\.json))])
  }

  func block(_ request: Request, context: WebContext) async throws -> Response {
    .json(try await engine.card(context.block()).json)
  }

  /// The last good data, as the script returned it.
  func data(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    return .json([
      "data": card.data ?? .null,
      "at": card.dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
    ])
  }

  /// Runs the block now and answers with the whole outcome.
  func run(_ request: Request, context: WebContext) async throws -> Response {
    .json(try await engine.refresh(context.block()).json)
  }
}

extension Card {
  var json: JSONValue {
    [
      "id": .string(id.text), "name": .string(name), "state": .string(state.rawValue),
      "sentence": .string(sentence), "version": .integer(Int64(version.value)),
      "author": .string(author.rawValue), "schedule": .string(manifest.schedule.description),
      "data_at": dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
      "next_run": nextRun.map { .string($0.formatted(.iso8601)) } ?? .null,
      "is_running": .bool(isRunning), "params": .object(params),
      "edit_problem": editProblem.map {
        ["place": .string($0.place), "message": .string($0.message)]
      } ?? .null,
      "places": .object(
        JSONObject(
          uniqueKeysWithValues: Breakpoint.allCases.compactMap { breakpoint in
            places[breakpoint].map { (breakpoint.rawValue, $0.json) }
          })),
    ]
  }
}
