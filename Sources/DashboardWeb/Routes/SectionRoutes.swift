import BlockModel
import DashboardEngine
import Hummingbird

/// The sections of the page. Forms go back to the page, scripts and programs get JSON.
struct SectionRoutes: Sendable {
  let engine: DashboardEngine
  let page: DashboardPage

  /// `GET /api/v1/sections`: in their order, without the cards above them.
  func list(_ request: Request, context: WebContext) async throws -> Response {
    .json(["sections": .array(await engine.sections().map(\.json))])
  }

  /// `POST /sections`: `{"title"}`, below all others.
  func add(_ request: Request, context: WebContext) async throws -> Response {
    let section = try await engine.addSection(try await request.fields()["title"] ?? "New section")
    return try await answer(request, section.id, .created)
  }

  /// `POST /sections/{section}`: one of `{"title"}`, `{"folded": true}` and `{"move": "up" | "down"}`.
  func change(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.section()
    let fields = try await request.fields()
    if let title = fields["title"] {
      try await engine.renameSection(id, title)
    } else if let folded = fields.value("folded").flatMap({ $0.bool ?? Bool($0.string ?? "") }) {
      try await engine.foldSection(id, folded)
    } else if let direction = fields["move"], ["up", "down"].contains(direction) {
      try await engine.moveSection(id, up: direction == "up")
    } else {
      throw WebProblem.unreadable("it names no title, and neither folds nor moves the section")
    }
    return try await answer(request, id)
  }

  /// `DELETE /sections/{section}`; its cards stay on the page.
  func remove(_ request: Request, context: WebContext) async throws -> Response {
    try await engine.removeSection(try context.section())
    return try await answer(request, nil)
  }

  /// `GET /sections`: all sections without their cards, for the script to put cards into.
  func frames(_ request: Request, context: WebContext) async throws -> Response {
    guard request.headers[.fragment] != nil else { return .backToDashboard() }
    return .html(await page.frames(session: request.sessionCookie))
  }

  private func answer(
    _ request: Request, _ id: SectionID?, _ status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    guard request.wantsJSON else { return .backToDashboard(at: id.map { "section-\($0)" }) }
    var members = await engine.layouts().json.object ?? [:]
    members["section"] = id.map { .integer(Int64($0.number)) } ?? .null
    return .json(.object(members), status: status)
  }
}

extension WebContext {
  /// The section that the path names.
  fileprivate func section() throws(WebProblem) -> SectionID {
    guard let number = segment("section").flatMap({ Int($0) }), number > 0 else {
      throw WebProblem(.notFound, "no_section", EngineError.noSection(.top).description)
    }
    return SectionID(number)
  }
}
