import BlockModel
import HTTPTypes
import Hummingbird
import Testing

@testable import DashboardWeb

@Suite("The table of the API")
struct APITableTests {
  /// `blocks/:id/run` and `blocks/{id}/run` as one.
  private static func form(_ path: String) -> String {
    path.split(separator: "/").map { part in
      part.hasPrefix(":") || part.hasPrefix("{") ? "*" : String(part)
    }.joined(separator: "/")
  }

  @Test("every route for programs is in the document, and the reverse")
  func whole() throws {
    let routes = try EmptyDashboard.routes()
    let routed = routes.router().routes.map { "\($0.method) \(Self.form($0.path.description))" }
      .filter { $0.contains("api/v1") || $0.contains("hooks") }
    let paths = try #require(routes.api.document["paths"]?.object)
    let written = paths.flatMap { path, item in
      (item.object ?? [:]).keys.map { "\($0.uppercased()) \(Self.form(path))" }
    }
    #expect(Set(routed) == Set(written))
    #expect(routed.count == written.count && !routed.isEmpty)
  }

  @Test(
    "a token is enough for looking and running, and for nothing that a person decides",
    arguments: [
      ("GET", "/api/v1/blocks/a-1/data", AgentScope.read), ("POST", "/api/v1/check", .read),
      ("POST", "/api/v1/blocks/a-1/run", .run), ("POST", "/mcp", .read),
      ("DELETE", "/api/v1/blocks/a-1", nil), ("POST", "/api/v1/blocks/a-1/grant", nil),
      ("POST", "/api/v1/blocks/a-1/secrets/KEY", nil), ("PUT", "/api/v1/blocks/a-1/files", nil),
      ("POST", "/api/v1/proposals/x/accept", nil), ("GET", "/api/v1/nothing", nil),
      ("GET", "/", nil), ("GET", "/api/v1x/blocks", nil), ("POST", "/api/v1/blocks/a-1/data", nil),
    ])
  func scopes(_ method: String, _ path: String, _ scope: AgentScope?) throws {
    let method = try #require(HTTPRequest.Method(method))
    #expect(try EmptyDashboard.routes().api.scope(of: method, path) == scope)
  }
}
