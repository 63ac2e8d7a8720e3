import Authoring
import BlockModel
import BlockUI
import DashboardEngine
import Drafting
import Foundation
import Hummingbird

/// Shape: a block made and changed by hand, on plain pages.
struct ShapeRoutes: Sendable {
  let engine: DashboardEngine
  let page: DashboardPage

  private var shell: Shell { page.shell }

  /// `POST /shape`: what a source offers (`do` absent), a preview of what the fields say, or the block.
  func shape(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let form = try ShapeForm(fields)
    let offering: SourceOffering
    switch await engine.offer(of: form.source, grants: form.grants) {
    case .success(let offered): offering = offered
    case .failure(let answer): throw WebProblem(answer)
    }
    var page = ShapePage(
      shell: shell, session: request.sessionCookie, offering: offering, query: form.query,
      title: form.title, grants: form.grants)
    let act = fields["do"] ?? ""
    guard act == "preview" || act == "add", !form.isOfOtherRecords else {
      return await show(page, request)
    }
    if act == "add" {
      switch try await engine.add(form.pick, grants: form.grants) {
      case .added(let card): return .backToDashboard(at: "block-\(card.id)")
      case .answer(let answer): page.problem = answer.pageMessage
      }
      return await show(page, request)
    }
    switch await engine.preview(form.pick, grants: form.grants) {
    case .draft(let draft):
      page.query = draft.files.manifest.query?.query ?? form.query
      page.preview = Self.preview(draft.files, draft.outcome, [:], draft.explanation)
    case .answer(let answer): page.problem = answer.pageMessage
    }
    return await show(page, request)
  }

  /// `GET /blocks/{id}/shape`: what the source of a block offers, and what of it the block shows.
  func block(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let offer = try await offer(of: card.id)
    let page = ShapePage(
      shell: shell, session: request.sessionCookie, card: (card.id, card.name),
      offering: offer.offering, query: offer.query.query, title: offer.query.title)
    return try await show(page, of: card, request)
  }

  /// `POST /blocks/{id}/shape`: proposes what the fields say and shows it before it is kept.
  func change(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let form = try ShapeForm(try await request.fields())
    let offer = try await offer(of: card.id)
    var page = ShapePage(
      shell: shell, session: request.sessionCookie, card: (card.id, card.name),
      offering: offer.offering, query: form.query, title: form.title)
    guard !form.isOfOtherRecords else { return try await show(page, of: card, request) }
    switch try await engine.refine(card.id, to: form.pick) {
    case .proposed(let pending):
      let proposal = pending.proposal
      page.query = proposal.files.manifest.query?.query ?? form.query
      page.preview = Self.preview(
        proposal.files, proposal.outcome, proposal.params ?? [:], proposal.explanation)
      page.preview?.change = pending.id.uuidString
    case .changed, .deleted: return .backToDashboard(at: "block-\(card.id)")
    case .answer(let answer): page.problem = answer.pageMessage
    case .withheld(let text): page.problem = text
    }
    return try await show(page, of: card, request)
  }

  private func offer(of id: BlockID) async throws -> BlockOffer {
    switch try await engine.offer(of: id) {
    case .success(let offer): return offer
    case .failure(let answer): throw WebProblem(answer)
    }
  }

  private static func preview(
    _ files: BlockFiles, _ outcome: RunOutcome, _ params: JSONObject, _ words: String
  ) -> ShapePage.Preview {
    let name = files.manifest.name
    let spec = CompiledSpec.compileForDisplay(files.spec, params: files.manifest.params).spec
    let card = spec?.renderHTML(
      RenderContext(
        data: outcome.data ?? .null, params: files.manifest.values(params),
        block: BlockID(naming: "preview"), blockName: name,
        surroundings: files.manifest.surroundings))
    return ShapePage.Preview(title: card?.title ?? name, body: card?.body, words: words)
  }

  private func show(_ shape: ShapePage, of card: Card, _ request: Request) async throws -> Response
  {
    try await page.panel(shape.html, of: card, request, tab: .shape)
  }

  private func show(_ shape: ShapePage, _ request: Request) async -> Response {
    await page.beside("Shape a block", request) { shape.html }
  }
}

extension WebProblem {
  /// Why a source cannot be picked from.
  init(_ answer: AuthoringAnswer) {
    self.init(.unprocessableContent, answer.kind?.rawValue ?? "answer", answer.message)
  }
}
