import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// A program that shows a token of its own, made by `dash token new`: it is let in without login and without
/// the page's proof, to the addresses that its token is for and to no others.
struct AgentGate: RouterMiddleware {
  typealias Context = WebContext

  let engine: DashboardEngine
  let attempts: LoginAttempts
  let now: @Sendable () -> Date
  /// How far a token must go for a method and an address; `nil` where none is enough.
  let needed: @Sendable (HTTPRequest.Method, String) -> AgentScope?

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let bearer = request.bearer, DashboardEngine.isAgentToken(bearer) else {
      return try await next(request, context)
    }
    try await attempts.check(context.peer, at: now())
    guard let token = try await engine.agentToken(bearer) else {
      await attempts.fail(context.peer, at: now())
      throw WebProblem(
        .unauthorized, "token",
        "This token is no longer valid; `dash token list` lists the tokens.")
    }
    guard let needed = needed(request.method, request.uri.path) else {
      throw WebProblem(
        .forbidden, "scope",
        "A token is not enough for this; a person does it on the page, or the login of the dashboard."
      )
    }
    guard needed <= token.scope else {
      throw WebProblem(
        .forbidden, "scope",
        "The token '\(token.name)' \(token.scope.sentence); this needs one that \(needed.sentence)."
      )
    }
    var context = context
    context.agent = token
    return try await next(request, context)
  }
}
