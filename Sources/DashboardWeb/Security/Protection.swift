import Foundation
import Hummingbird

/// The rules every request passes before a route sees it, outermost first.
struct Protection: Sendable {
  /// The page that tells a person of a problem.
  let problemPage: @Sendable (WebProblem) -> Response
  let keys: WebKeys
  let names: OwnNames
  /// Who may see the page must know this; `nil` on loopback.
  let token: String?
  let attempts: LoginAttempts
  let connections: OpenConnections
  /// Lets programs with tokens of their own in; `nil` where there are none.
  var agents: AgentGate?
  var maximumBody = 256 << 10
  var bodyPatience = Duration.seconds(15)
  var now: @Sendable () -> Date = { Date() }

  func router() -> Router<WebContext> {
    let router = Router(context: WebContext.self)
    router.add(middleware: ErrorMiddleware(page: problemPage, connections: connections))
    router.add(middleware: HostCheck(names: names))
    if let agents { router.add(middleware: agents) }
    if let token {
      router.add(middleware: TokenGate(token: token, keys: keys, attempts: attempts, now: now))
    }
    router.add(
      middleware: WriteCheck(
        keys: keys, names: names, isTokenNeeded: token != nil, maximumBytes: maximumBody,
        patience: bodyPatience))
    return router
  }
}
