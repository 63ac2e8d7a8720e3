import BlockUI
import Foundation
import Hummingbird

/// `/login`: asks for the token that was printed when the dashboard started.
struct LoginPage: Sendable {
  let shell: Shell
  let token: String
  let keys: WebKeys
  let attempts: LoginAttempts
  let now: @Sendable () -> Date

  /// How long a login holds.
  static let lifetime: TimeInterval = 30 * 86_400

  func show(_ request: Request, context: WebContext) async throws -> Response {
    page(problem: nil, status: .ok, session: request.sessionCookie)
  }

  func logIn(_ request: Request, context: WebContext) async throws -> Response {
    try await attempts.check(context.peer, at: now())
    guard let given = try await request.fields()["token"], keys.isEqual(given, token) else {
      await attempts.fail(context.peer, at: now())
      return page(
        problem:
          "This is not the token. It was printed on the terminal when the dashboard started.",
        status: .unauthorized, session: request.sessionCookie)
    }
    var response = Response.backToDashboard()
    response.setCookie(
      Cookie(
        name: TokenGate.cookieName,
        value: keys.session(until: now().addingTimeInterval(Self.lifetime), token: token),
        maxAge: Int(clamping: Self.lifetime), path: "/",
        secure: request.headers[.origin]?.hasPrefix("https:") == true, httpOnly: true,
        sameSite: .strict))
    return response
  }

  private func page(
    problem: String?, status: HTTPResponse.Status, session: String
  ) -> Response {
    .html(
      shell.single("Log in") {
        HTML("p") { HTML("Type the token that was printed when the dashboard started.") }
        HTML("form", [Attribute("method", "post"), .url("action", .own("/login"))]) {
          shell.csrfField(session: session)
          HTML(
            "input",
            [
              .class("input"), Attribute("type", "password"), Attribute("name", "token"),
              .label("Token"), Attribute("autocomplete", "current-password"), .flag("required"),
              .flag("autofocus"),
            ])
          if let problem {
            HTML("p", [.class("single-problem"), Attribute("role", "alert")]) { HTML(problem) }
          }
          HTML("button", class: "button button-primary") { HTML("Log in") }
        }
      }, status: status)
  }
}
