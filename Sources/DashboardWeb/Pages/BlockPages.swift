import BlockModel
import BlockStore
import BlockUI
import DashboardEngine
import Foundation
import Hummingbird

/// The pages of a block: fragments for the drawer, and addresses of their own.
extension DashboardPage {
  func runs(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    var runs: [RunRecord] = []
    for summary in try await engine.runs(of: card.id, limit: 20) {
      if let run = try await engine.run(summary.id) { runs.append(run) }
    }
    let page = RunsPage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      actions: try await engine.actions(of: card.id, limit: 50), runs: runs, now: now())
    return try await panel(page.html, of: card, request)
  }

  func params(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = SettingsPage(
      shell: shell, session: request.sessionCookie, card: card,
      grants: try await engine.grants(of: card.id),
      requests: try await engine.requests(of: card.id),
      rules: try await engine.contract(of: card.id),
      alerts: try await engine.alerts(of: card.id), now: now())
    return try await panel(page.html, of: card, request)
  }

  func chat(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = ChatPage(
      shell: shell, session: request.sessionCookie, card: card,
      messages: try await engine.conversation(card.id),
      pending: try await engine.pendingChange(card.id),
      question: try await engine.openQuestion(card.id),
      calls: try await engine.modelCalls(of: card.id),
      keepsAtOnce: try await engine.keepsAtOnce(), now: now())
    return try await panel(page.html, of: card, request)
  }

  func edit(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = EditPage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      version: card.version, texts: try await engine.texts(of: card.id, version: card.version))
    return try await panel(page.html, of: card, request)
  }

  func place(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = PlacePage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      place: card.places[.wide], sections: await engine.sections())
    return try await panel(page.html, of: card, request)
  }

  func secret(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = SecretPage(
      shell: shell, session: request.sessionCookie, block: card.id,
      binding: try card.secret(named: context.segment("name")))
    return try await panel(page.html, of: card, request)
  }

  /// `/blocks/{id}/data`, with `?result=` what it returned earlier.
  func data(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let results = try await engine.results(of: card.id)
    let index = try Self.asked(request, among: results)
    var exchanges: [HTTPExchange] = []
    if let run = try await engine.runs(of: card.id, limit: 1).first {
      exchanges = try await engine.run(run.id)?.http ?? []
    }
    let page = DataPage(
      block: card.id, name: card.name, shown: try await result(index, of: results, card.id),
      before: try await result(index + 1, of: results, card.id), results: results,
      series: try await engine.series(of: card.id),
      exchanges: exchanges, now: now())
    return try await panel(page.html, of: card, request)
  }

  /// `/blocks/{id}/data/file?as=csv`: what a block returned, as a file: `csv` of its longest list of objects,
  /// or `json`.
  func dataFile(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let results = try await engine.results(of: card.id)
    let index = try Self.asked(request, among: results)
    guard let data = try await result(index, of: results, card.id)?.data else {
      throw WebProblem(.notFound, "no_data", "It has not returned anything yet.")
    }
    switch request.uri.queryParameters["as"].map(String.init) ?? "json" {
    case "json":
      return .file(data.json(.pretty), "application/json", named: "\(card.id).json")
    case "csv":
      guard let table = DataTable.all(in: data).first else {
        throw WebProblem(
          .unprocessableContent, "no_rows",
          "There are no rows in the data. Use the JSON file instead."
        )
      }
      return .file(table.csv, "text/csv; charset=utf-8", named: "\(card.id).csv")
    case let other:
      throw WebProblem.unreadable("“\(other.prefix(40))” is neither csv nor json")
    }
  }

  /// Which result a request names; the newest when it names none.
  private static func asked(
    _ request: Request, among results: [ResultSummary]
  ) throws(WebProblem) -> Int {
    guard let text = request.uri.queryParameters["result"] else { return 0 }
    guard let index = results.firstIndex(where: { "\($0.id)" == text }) else {
      throw WebProblem(.notFound, "no_result", "This result is no longer kept.")
    }
    return index
  }

  private func result(
    _ index: Int, of results: [ResultSummary], _ id: BlockID
  ) async throws -> PastResult? {
    guard results.indices.contains(index) else { return nil }
    return try await engine.result(of: id, at: results[index].at)
  }

  /// `/blocks/{id}/versions`, with `?version=` what that one changed.
  func versions(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let versions = try await engine.versions(of: card.id)
    var page = VersionsPage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      serving: card.version, versions: versions, now: now())
    if let text = request.uri.queryParameters["version"] {
      guard let version = versions.first(where: { "\($0.number)" == text }) else {
        throw WebProblem(
          .notFound, "no_version", "The block has no version “\(text.prefix(40))”.")
      }
      let results = try await engine.results(of: card.id, limit: 5_000)
      page.shown = VersionsPage.Shown(
        number: version.number, texts: try await engine.texts(of: card.id, version: version.number),
        card: try await still(version.number, of: card.id, results, "after"))
      if let number = version.basedOn {
        page.shown?.before = (
          number, try await engine.texts(of: card.id, version: number),
          try await still(number, of: card.id, results, "before")
        )
      }
    }
    return try await panel(page.html, of: card, request)
  }

  /// The card of a version with the newest that it returned.
  private func still(
    _ number: VersionNumber, of id: BlockID, _ results: [ResultSummary], _ place: String
  ) async throws -> StillCard {
    let texts = try await engine.texts(of: id, version: number)
    let index = results.firstIndex { $0.version == number }
    let result = try await result(index ?? results.endIndex, of: results, id)
    guard let files = try? texts.loaded(), let result else {
      return StillCard(nil, data: .null, params: [:], name: id.text, place: place, now: now())
    }
    return StillCard(files, data: result.data, values: result.params, place: place, now: now())
  }

  /// A fragment for the drawer of an open page, or the dashboard with that drawer open.
  /// - Parameter tab: the page it belongs to; else the one that the path names.
  func panel(
    _ html: HTML, of card: Card, _ request: Request, tab: PanelTabs.Tab? = nil
  ) async throws -> Response {
    let name = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
    let tab = tab ?? PanelTabs.Tab(rawValue: name)
    let tabs = PanelTabs(
      block: card.id, current: tab, hasShape: try await engine.query(of: card.id) != nil)
    let content = HTML("div", class: "panel-page") { tabs.html + html }
    if request.headers[.fragment] != nil { return .html(content) }
    return .html(
      await page(
        session: request.sessionCookie, theme: request.theme, jobs: [],
        drawer: Drawer(block: card.id, title: card.name, tab: tab, content: content)))
  }
}

extension Response {
  /// A text that the browser saves and does not show.
  fileprivate static func file(_ text: String, _ type: String, named name: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
