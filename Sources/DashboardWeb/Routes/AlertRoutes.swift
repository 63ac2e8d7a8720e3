import BlockModel
import DashboardEngine
import Hummingbird

/// Alerts: tried on the past, kept, taken away.
struct AlertRoutes: Sendable {
  let engine: DashboardEngine
  let page: DashboardPage

  /// `GET /blocks/{id}/alert`: what an alert would have told, before it is kept.
  func show(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let fields = FormFields(query: request.uri.query ?? "")
    var values: [String: String] = [:]
    for field in AlertForm.fields { values[field.name] = fields[field.name] }
    let answer: Result<AlertReplay, WebProblem>
    do throws(WebProblem) {
      let alert = try Alert.filledIn(values)
      do throws(EngineError) {
        answer = .success(try await engine.replay(alert, of: card.id))
      } catch { throw WebProblem(error) }
    } catch { answer = .failure(error) }
    let html = AlertPage(
      shell: page.shell, session: request.sessionCookie, block: card.id, name: card.name,
      values: values, answer: answer
    ).html
    return try await page.panel(html, of: card, request, tab: .settings)
  }

  /// `POST /blocks/{id}/alerts`: keeps an alert.
  func add(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    var values: [String: String] = [:]
    for field in AlertForm.fields { values[field.name] = fields[field.name] }
    let replay = try await engine.addAlert(try Alert.filledIn(values), to: id)
    return request.wantsJSON
      ? .json(["id": .string(id.text), "replay": .string(replay.words)], status: .accepted)
      : .backToDashboard(at: "block-\(id)")
  }

  /// `POST /blocks/{id}/alerts/remove`
  func remove(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let name = try await request.fields()["name"] ?? ""
    guard try await engine.removeAlert(name, from: id) else {
      throw WebProblem(.notFound, "no_alert", "The block no longer has an alert “\(name)”.")
    }
    return request.wantsJSON
      ? .json(["id": .string(id.text)], status: .accepted) : .backToDashboard(at: "block-\(id)")
  }
}
