import AgentServer
import BlockModel
import HTTPTypes
import Hummingbird

/// `POST /mcp`: the Model Context Protocol over HTTP (Streamable HTTP, without streams): a message in, its
/// answer out.
struct AgentRoutes: Sendable {
  /// `nil` where agents are not served.
  let services: AgentServices?

  func answer(_ request: Request, context: WebContext) async throws -> Response {
    guard let services else { throw WebProblem.notFound }
    guard let token = context.agent else {
      throw WebProblem(
        .unauthorized, "token",
        "An agent shows a token of its own, as Authorization: Bearer …; `dash token new NAME --may author` makes one."
      )
    }
    if let version = request.headers[.mcpProtocolVersion],
      !AgentSession.versions.contains(version)
    {
      throw WebProblem.unreadable(
        "version \(version.prefix(40)) of the protocol is not spoken here; these are: \(AgentSession.versions.joined(separator: ", "))"
      )
    }
    let body = try await request.body.collect(upTo: AgentSession.maximumMessage)
    let session = AgentSession(services, scope: token.scope, name: token.name)
    guard let answer = await session.answer(Array(body.readableBytesView)) else {
      return Response(status: .accepted)
    }
    return .json(answer)
  }

  /// `GET` and `DELETE /mcp`: there are no streams and no sessions to end.
  func refuse(_ request: Request, context: WebContext) async throws -> Response {
    throw WebProblem(
      .methodNotAllowed, "method",
      "Agents send their messages by POST; there is nothing to listen to.")
  }
}

extension HTTPField.Name {
  static let mcpProtocolVersion = known("MCP-Protocol-Version")
}
