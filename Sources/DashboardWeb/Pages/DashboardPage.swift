import Archives
import BlockModel
import BlockUI
import DashboardEngine
import Foundation
import Hummingbird

/// Everything a person looks at: the dashboard, one card, and the panels of a block.
struct DashboardPage: Sendable {
  let engine: DashboardEngine
  let shell: Shell
  let images: ImageProxy
  let jobs: JobBoard
  /// What the first visit and the list of recipes offer.
  let examples: [RecipeExample]
  let now: @Sendable () -> Date
  private let cache = PageCache()
  private let previews: RecipePreviews

  init(
    engine: DashboardEngine, shell: Shell, images: ImageProxy, jobs: JobBoard,
    examples: [RecipeExample], now: @escaping @Sendable () -> Date
  ) {
    self.engine = engine
    self.shell = shell
    self.images = images
    self.jobs = jobs
    self.examples = examples
    self.now = now
    previews = RecipePreviews(engine: engine)
  }

  /// `/`, with the data of all cards in the first answer.
  func show(_ request: Request, context: WebContext) async throws -> Response {
    let (session, theme) = (request.sessionCookie, request.theme)
    if let at = request.uri.queryParameters["at"] {
      return try await past(String(at), request)
    }
    let jobs = await jobs.running()
    guard jobs.isEmpty else {
      return .html(await page(session: session, theme: theme, jobs: jobs))
    }
    let key = PageCache.Key(
      changes: engine.changes, session: session, theme: theme, second: now().unixSeconds,
      isPacked: request.takesGzip)
    let bytes = await cache.bytes(for: key) {
      let bytes = await page(session: session, theme: theme, jobs: []).bytes
      return ByteBuffer(bytes: key.isPacked ? Gzip.pack(bytes, .little) ?? bytes : bytes)
    }
    var response = Response.html(bytes: bytes)
    response.headers[.vary] = "Accept-Encoding"
    // Without memory for it the page is sent as it is.
    if bytes.getInteger(at: bytes.readerIndex, as: UInt16.self) == Gzip.mark {
      response.headers[.contentEncoding] = "gzip"
    }
    return response
  }

  /// `/?at=…`: the dashboard of a moment. One that is still to come is now.
  private func past(_ text: String, _ request: Request) async throws -> Response {
    let now = now()
    let moment = min(try PastMoment.asked(text), now)
    let page = try await engine.page(at: moment)
    let sections = await engine.sections()
    let issues = await engine.cards().count { $0.state.isIssue }
    let (session, theme) = (request.sessionCookie, request.theme)
    return .html(
      shell.page(
        "\(PastPageView.words(moment)) · Dash", session: session, theme: theme, script: .past
      ) {
        TopBar(shell: shell, session: session, theme: theme, issues: issues).html
        HTML("main", class: "page") {
          PastPageView(page: page, sections: sections, now: now).html
        }
        shell.footer()
      })
  }

  /// The dashboard with these jobs among its cards.
  /// - Parameter drawer: what is open beside them.
  func page(
    session: String, theme: Theme, jobs: [AddJob], drawer: Drawer? = nil
  ) async -> HTML {
    let cards = await engine.cards()
    let sections = await engine.sections()
    let now = now()
    let issues = cards.count { $0.state.isIssue }
    let outage = await engine.outage
    let welcome = await self.welcome(
      isHidden: !cards.isEmpty || !jobs.isEmpty, session: session, now: now)
    let notices = await engine.unreadNotices()
    let title = drawer.map { "\($0.title) · Dash" } ?? "Dash"
    return shell.page(title, session: session, theme: theme, script: .live) {
      HTML("a", [.class("skip-link"), .url("href", .own("#cards"))]) { HTML("To the blocks") }
      TopBar(
        shell: shell, session: session, theme: theme, issues: issues, notices: notices,
        isLive: true
      ).html
      HTML("main", class: "page") {
        HTML("h1", class: "visually-hidden") { HTML("Dashboard") }
        if let outage {
          HTML("p", [.class("banner notice-warning"), Attribute("role", "status")]) {
            HTML(outage.sentence)
          }
        }
        welcome.html
        SectionsView(
          sections: sections, cards: cards, tools: SectionTools(shell: shell, session: session)
        ).html(
          first: HTML {
            for job in jobs { JobCard(shell: shell, session: session, job: job).html }
          }
        ) { html($0, session, now) }
        HTML(
          "div",
          [
            .class("visually-hidden"), .flag("data-announce"), Attribute("aria-live", "polite"),
          ])
      }
      if let drawer { drawer.html }
      shell.footer()
    }
  }

  /// A page beside the dashboard, with its bar.
  func beside(
    _ title: String, _ request: Request, script: PageScript? = nil, isWide: Bool = false,
    @HTMLBuilder _ content: () -> HTML
  ) async -> Response {
    let issues = await engine.cards().count { $0.state.isIssue }
    let notices = await engine.unreadNotices()
    let (session, theme) = (request.sessionCookie, request.theme)
    return .html(
      shell.page("\(title) · Dash", session: session, theme: theme, script: script) {
        TopBar(
          shell: shell, session: session, theme: theme, issues: issues, notices: notices
        ).html
        HTML("main", class: isWide ? "page page-text" : "page page-text page-narrow") { content() }
        shell.footer()
      })
  }

  func issues(_ request: Request, context: WebContext) async throws -> Response {
    let cards = await engine.cards().filter(\.state.isIssue)
    return await beside("Issues", request) { IssuesPage(cards: cards).html }
  }

  func notices(_ request: Request, context: WebContext) async throws -> Response {
    let page = NoticesPage(
      shell: shell, session: request.sessionCookie, notices: try await engine.notices(),
      readAt: try await engine.noticesReadAt(), targets: try await engine.noticeTargets(),
      now: now())
    return await beside("Notices", request) { page.html }
  }

  func trash(_ request: Request, context: WebContext) async throws -> Response {
    let page = TrashPage(
      shell: shell, session: request.sessionCookie, blocks: try await engine.deletedBlocks(),
      now: now())
    return await beside("Trash", request) { page.html }
  }

  func proposals(_ request: Request, context: WebContext) async throws -> Response {
    var items: [ProposalsPage.Item] = []
    for proposal in try await engine.proposals() {
      // A block that is gone takes its proposals with it; this one went in between.
      let card: Card? = if let id = proposal.block { try? await engine.card(id) } else { nil }
      if proposal.block != nil, card == nil { continue }
      let serving: BlockTexts? =
        if let card { try await engine.texts(of: card.id, version: card.version) } else { nil }
      let name = (try? proposal.texts.files())?.manifest.name
      items.append(
        ProposalsPage.Item(
          proposal: proposal, name: card?.name ?? name ?? "Block",
          reach: await engine.reach(of: proposal), serving: serving, version: card?.version))
    }
    let page = ProposalsPage(
      shell: shell, session: request.sessionCookie, items: items,
      hosts: try await engine.agentHosts(), keepsAtOnce: try await engine.keepsAtOnce(),
      now: now())
    return await beside("Proposals", request) { page.html }
  }

  func keys(_ request: Request, context: WebContext) async throws -> Response {
    let page = KeysPage(cards: await engine.cards(), known: try await engine.secretNames())
    return await beside("Keys", request) { page.html }
  }

  func recipes(_ request: Request, context: WebContext) async throws -> Response {
    let search = String((FormFields(query: request.uri.query ?? "")["q"] ?? "").prefix(100))
    let words = search.lowercased().split(separator: " ").map(String.init)
    let now = now()
    let items = await previewed(examples.filter { $0.matches(words) }, now: now)
    let page = RecipesPage(
      shell: shell, session: request.sessionCookie, items: items, search: search, now: now)
    return await beside("Recipes", request, script: .past, isWide: true) { page.html }
  }

  func shortcuts(_ request: Request, context: WebContext) async throws -> Response {
    if request.headers[.fragment] != nil {
      return .html(HTML("div", class: "panel-body") { ShortcutsPage().html })
    }
    return await beside("Keyboard shortcuts", request) { ShortcutsPage().html }
  }

  /// `/blocks/{id}/card`: one card, to take the place of the one on the page.
  func card(_ request: Request, context: WebContext) async throws -> Response {
    .html(html(try await engine.card(context.block()), request.sessionCookie, now()))
  }

  /// What open pages are told of a card: how it looks now, drawn once for all of them. A page puts its own token into
  /// the forms. A card that is large is only named, and pages ask for it: what waits for many pages stays small.
  func cardEvent(_ id: BlockID) async -> ServerEvent {
    var data: JSONObject = ["id": .string(id.text)]
    if let card = try? await engine.card(id) {
      let html = html(card, "", now())
      if html.bytes.count <= Self.largestTold { data["html"] = .string(html.text) }
    }
    return ServerEvent(name: .card, data: .object(data))
  }

  /// Bytes of a card that is told; 500 rows of a table are more.
  private static let largestTold = 24 << 10

  /// The sections without their cards.
  func frames(session: String) async -> HTML {
    let sections = await engine.sections()
    return HTML("div") {
      SectionsView(
        sections: sections, cards: [], tools: SectionTools(shell: shell, session: session)
      ).html { _ in HTML() }
    }
  }

  func picture(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let query = request.uri.queryParameters
    guard let url = query["u"], let signature = query["sig"] else {
      throw WebProblem.unreadable("the picture has no address or signature")
    }
    return try await images.picture(
      at: String(url), signature: String(signature), of: card)
  }

  private func html(_ card: Card, _ session: String, _ now: Date) -> HTML {
    CardPage(card: card, shell: shell, images: images, session: session, now: now).html()
  }

  /// What an empty dashboard shows; nothing is run for one that is hidden.
  private func welcome(isHidden: Bool, session: String, now: Date) async -> WelcomeView {
    let starters = examples.filter { $0.starterRank != nil }
      .sorted { ($0.starterRank ?? 0) < ($1.starterRank ?? 0) }
    return WelcomeView(
      shell: shell, session: session,
      starters: isHidden ? [] : await previewed(starters, now: now), isHidden: isHidden, now: now)
  }

  /// `/welcome`: for a page whose last card went away.
  func welcome(_ request: Request, context: WebContext) async throws -> Response {
    guard request.headers[.fragment] != nil else { return .backToDashboard() }
    return .html(
      await welcome(isHidden: false, session: request.sessionCookie, now: now()).html)
  }

  /// Recipes with what they show. They run beside each other, as many at once as there are workers.
  private func previewed(_ recipes: [RecipeExample], now: Date) async -> [RecipesPage.Item] {
    await withTaskGroup(of: (Int, RecipesPage.Item).self) { group in
      for (number, recipe) in recipes.enumerated() {
        group.addTask { [previews] in
          (
            number,
            RecipesPage.Item(recipe: recipe, data: await previews.data(of: recipe, now: now))
          )
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

extension WebContext {
  /// The block that the path names.
  func block() throws(WebProblem) -> BlockID {
    let text = segment("id") ?? ""
    guard let id = BlockID(text) else { throw .noBlock(text) }
    return id
  }
}

extension Card {
  func secret(named name: String?) throws(WebProblem) -> SecretBinding {
    guard let binding = manifest.permissions.secrets.first(where: { $0.name == name }) else {
      throw WebProblem(.notFound, "no_secret", "This block does not ask for a key of that name.")
    }
    return binding
  }
}
