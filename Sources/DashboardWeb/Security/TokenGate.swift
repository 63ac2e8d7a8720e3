import Foundation
import Hummingbird

/// A dashboard that other machines can reach opens only to who knows its token: by a cookie after
/// logging in, or by `Authorization: Bearer` from a program.
struct TokenGate: RouterMiddleware {
  typealias Context = WebContext

  static let cookieName = "dash_session"
  /// A token that can be guessed protects nothing: it is typed once in a month for each browser.
  static let shortestToken = 16
  /// What may be seen without the token: the login itself and how it looks.
  static func isOpen(_ path: String) -> Bool {
    path == "/login" || path == "/healthz" || path.hasPrefix("/assets/")
  }

  let token: String
  let keys: WebKeys
  let attempts: LoginAttempts
  let now: @Sendable () -> Date

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // ``AgentGate`` has looked at it.
    if context.agent != nil || request.isWebhookMessage {
      return try await next(request, context)
    }
    if let bearer = request.bearer {
      try await attempts.check(context.peer, at: now())
      guard keys.isEqual(bearer, token) else {
        await attempts.fail(context.peer, at: now())
        throw WebProblem(.unauthorized, "token", "This is not the token of this dashboard.")
      }
      return try await next(request, context)
    }
    if Self.isOpen(request.uri.path)
      || keys.isSession(request.sessionCookie, token: token, now: now())
    {
      return try await next(request, context)
    }
    if request.method == .get, !request.wantsJSON {
      return Response(status: .seeOther, headers: [.location: "/login"])
    }
    throw WebProblem(.unauthorized, "login", "Log in first: open the dashboard in a browser.")
  }
}

/// Counts wrong tokens for each address: after ``limit`` in ``window`` seconds the next one waits.
actor LoginAttempts {
  private let limit: Int
  private let window: TimeInterval
  private var failures: [String: [Date]] = [:]

  init(limit: Int = 8, window: TimeInterval = 60) {
    self.limit = limit
    self.window = window
  }

  func check(_ peer: String, at now: Date) throws(WebProblem) {
    let recent = recent(peer, now)
    failures[peer] = recent.isEmpty ? nil : recent
    // All addresses together are bounded too, so that many of them help no guesser.
    let everyone = failures.values.reduce(0) { $0 + $1.count }
    guard recent.count < limit, everyone < limit * 20 else {
      throw WebProblem(
        .tooManyRequests, "attempts", "Too many wrong tokens. Wait a minute and try again.")
    }
  }

  func fail(_ peer: String, at now: Date) {
    failures[peer] = recent(peer, now) + [now]
    if failures.count > 1000 {
      failures = failures.filter { !recent($0.key, now).isEmpty }
    }
  }

  private func recent(_ peer: String, _ now: Date) -> [Date] {
    (failures[peer] ?? []).filter { now.timeIntervalSince($0) < window }
  }
}
