import BlockModel
import HTTPTypes
import Hummingbird
import Testing

@testable import DashboardWeb

@Suite("The dashboard as it is served")
struct EveryRouteTests {
  @Test(
    "each page answers by its own type",
    arguments: [
      ("/", "text/html; charset=utf-8"), ("/gallery", "text/html; charset=utf-8"),
      ("/assets/style.css", "text/css; charset=utf-8"),
      ("/api/v1/openapi.json", "application/json"),
    ])
  func pages(path: String, type: String) async throws {
    let answer = try await EmptyDashboard.live { try await $0.send(.get, path) }
    #expect(answer.status == .ok)
    #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
    #expect(answer.headers[.contentSecurityPolicy] != nil)
  }

  @Test("every route asked for what is not there says so, and none has a fault")
  func nothingThere() async throws {
    let routes = try EmptyDashboard.routes().router().routes
    let csrf = try await EmptyDashboard.live { server in
      let page = try await server.send(.get, "/").text
      let csrf = try #require(page.firstMatch(of: /name="csrf" value="([^"]+)"/)?.output.1)
      for route in routes where !["/events"].contains("\(route.path)") {
        let path = "/" + Self.example(of: "\(route.path)")
        var headers: HTTPFields = [.accept: "application/json"]
        if route.method != .get { headers[.csrf] = String(csrf) }
        let answer = try await server.send(
          route.method, path, headers, body: route.method == .get ? nil : "{}")
        #expect(answer.status.code < 500, "\(route.method) \(path): \(answer.text)")
        if answer.status.code >= 400, path.hasPrefix("/api/") {
          let problem = try JSONValue(parsing: answer.body)
          #expect(problem["error"] != nil, "\(route.method) \(path): \(answer.text)")
        }
      }
      return String(csrf)
    }
    #expect(!csrf.isEmpty && routes.count > 50)
  }

  @Test("no route changes anything for a page that is not ours")
  func foreign() async throws {
    let routes = try EmptyDashboard.routes().router().routes.filter { $0.method != .get }
    #expect(routes.count > 20)
    try await EmptyDashboard.live { server in
      for route in routes {
        let path = "/" + Self.example(of: "\(route.path)")
        let answer = try await server.send(
          route.method, path, [.origin: "https://evil.example"], body: "{}")
        #expect([401, 403, 421].contains(answer.status.code), "\(route.method) \(path)")
      }
    }
  }

  /// A path with a name in the place of each variable.
  private static func example(of path: String) -> String {
    path.split(separator: "/").map { part in
      part.hasPrefix(":") || part.hasPrefix("*") ? "nothing-a2b3" : String(part)
    }.joined(separator: "/")
  }
}
