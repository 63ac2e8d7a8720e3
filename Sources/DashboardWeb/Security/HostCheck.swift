import HTTPTypes
import Hummingbird

/// Refuses requests under a name that is not this dashboard's, so that a foreign page cannot reach
/// it by pointing its own name at this machine (DNS rebinding).
struct HostCheck: RouterMiddleware {
  typealias Context = WebContext

  let names: OwnNames

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // The first `Host` became the authority. Whoever stands in between may have read the other one
    // (RFC 9112, section 3.2).
    guard request.headers[.host] == nil else { throw WebProblem.twoHosts }
    guard let host = request.head.authority.flatMap({ OwnNames.host(ofAuthority: $0) }),
      names.contains(host)
    else { throw WebProblem.wrongHost(request.head.authority ?? "") }
    return try await next(request, context)
  }
}

extension WebProblem {
  static let twoHosts: WebProblem = {
    var problem = WebProblem.unreadable("it has two Host headers")
    problem.endsConnection = true
    return problem
  }()

  /// - Parameter authority: the name that was asked for, with or without port.
  static func wrongHost(_ authority: String) -> WebProblem {
    let name = ServedName(authority)
    let known = name.map { " under the name “\($0)”" } ?? " under that name"
    let remedy = name.map { "Dash with --name \($0)" } ?? "it with --name and that name"
    return WebProblem(
      .misdirectedRequest, "wrong_host",
      "This dashboard does not answer\(known). Open it by the address it printed at its start, or start \(remedy)."
    )
  }
}

extension HTTPField.Name {
  /// Only a second one is found under it.
  static let host = known("Host")
}
