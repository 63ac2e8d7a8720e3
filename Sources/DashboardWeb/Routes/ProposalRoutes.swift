import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// What a person decides of the blocks and the questions of other agents.
struct ProposalRoutes: Sendable {
  let engine: DashboardEngine

  /// `POST /proposals/{id}/accept`: makes it serve, with what is public of what it asks for.
  func accept(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.accept(try proposal(context))
    return request.wantsJSON
      ? .json(["id": .string(card.id.text)], status: .created)
      : .backToDashboard(at: "block-\(card.id)")
  }

  /// `POST /proposals/{id}/decline`: forgets it.
  func decline(_ request: Request, context: WebContext) async throws -> Response {
    try await engine.decline(try proposal(context))
    return request.wantsJSON ? Response(status: .noContent) : Self.back
  }

  /// `POST /proposals/hosts/allow`: lets agents look at a host or a place.
  func allow(_ request: Request, context: WebContext) async throws -> Response {
    try await engine.setAgentHost(try await host(of: request), isAllowed: true)
    return request.wantsJSON ? Response(status: .noContent) : Self.back
  }

  /// `POST /proposals/hosts/refuse`: takes that back, or forgets that it was asked for.
  func refuse(_ request: Request, context: WebContext) async throws -> Response {
    try await engine.setAgentHost(try await host(of: request), isAllowed: false)
    return request.wantsJSON ? Response(status: .noContent) : Self.back
  }

  private static var back: Response {
    Response(status: .seeOther, headers: [.location: "/proposals"])
  }

  private func proposal(_ context: WebContext) throws(WebProblem) -> BlockProposal.ID {
    guard let id = context.segment("proposal").flatMap({ UUID(uuidString: $0) }) else {
      throw WebProblem(.notFound, "no_proposal", "This proposal is no longer waiting.")
    }
    return id
  }

  private func host(of request: Request) async throws -> String {
    let text = try await request.fields()["host"] ?? ""
    guard let host = AgentHost.name(typed: text) else {
      throw WebProblem.unreadable("“\(text.prefix(80))” is not a host")
    }
    return host
  }
}
