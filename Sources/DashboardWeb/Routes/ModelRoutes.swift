import BlockModel
import Foundation
import Hummingbird

/// The page of models: plain forms, each answered by the page with what came of it.
struct ModelRoutes: Sendable {
  let desk: ModelDesk?
  let page: DashboardPage

  /// `GET /models`
  func show(_ request: Request, context: WebContext) async throws -> Response {
    try await answer(request, told: nil)
  }

  /// `POST /models/choose`: `server`, `model`, `address`, `key`; empty leaves things to the server.
  func choose(_ request: Request, context: WebContext) async throws -> Response {
    let desk = try known()
    let fields = try await request.fields()
    func text(_ name: String) -> String {
      (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
    do {
      try await desk.choose(
        ModelDesk.Choice(
          server: text("server"), model: text("model"), address: text("address"),
          key: text("key")))
    } catch let problem as ModelDesk.Problem {
      return try await answer(request, told: .problem(problem.sentence))
    }
    // Whoever chose wants to see what there is; one that cannot be asked is told of below.
    let models = (try? await desk.models()) ?? []
    return try await answer(request, told: .done("Saved."), models: models)
  }

  /// `POST /models/limit`: `calls`, `tokens`, `cost`; the last two may be empty.
  func limit(_ request: Request, context: WebContext) async throws -> Response {
    let desk = try known()
    let fields = try await request.fields()
    func amount(_ name: String) throws(WebProblem) -> Double? {
      let text = (fields[name] ?? "").trimmingCharacters(in: .whitespaces)
      guard !text.isEmpty else { return nil }
      guard let number = Double(text), number.isFinite, number >= 0, number <= 1e12 else {
        throw WebProblem.unreadable("“\(text.prefix(20))” is not an amount for a day")
      }
      return number
    }
    guard let calls = try amount("calls") else {
      throw WebProblem.unreadable("it names no number of calls")
    }
    let tokens = try amount("tokens")
    try await desk.limit(
      SpendingLimits(
        calls: Int(clamping: calls), tokens: tokens.map { Int(clamping: $0) },
        cost: try amount("cost")))
    return try await answer(request, told: .done("Saved."))
  }

  /// `POST /models/test`: asks the model for one word.
  func test(_ request: Request, context: WebContext) async throws -> Response {
    let desk = try known()
    let told: ToldNote
    do throws(ModelDesk.Problem) { told = .done(try await desk.test()) } catch {
      told = .problem(error.sentence)
    }
    return try await answer(request, told: told)
  }

  private func known() throws(WebProblem) -> ModelDesk {
    guard let desk else { throw .notFound }
    return desk
  }

  private func answer(
    _ request: Request, told: ToldNote?, models: [String] = []
  ) async throws -> Response {
    let html = ModelsPage(
      shell: page.shell, session: request.sessionCookie, facts: try await known().facts(),
      models: models, told: told
    ).html
    return await page.beside("Models", request) { html }
  }
}
