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
  let now: @Sendable () -> Date
  private let cache = PageCache()

  init(
    engine: DashboardEngine, shell: Shell, images: ImageProxy, jobs: JobBoard,
    now: @escaping @Sendable () -> Date
  ) {
    self.engine = engine
    self.shell = shell
    self.images = images
    self.jobs = jobs
    self.now = now
  }

  /// `/`, with the data of all cards in the first answer.
  func show(_ request: Request, context: WebContext) async throws -> Response {
    let session = request.sessionCookie
    let jobs = await jobs.running()
    guard jobs.isEmpty else { return .html(await page(session: session, jobs: jobs)) }
    let key = PageCache.Key(
      changes: engine.changes, session: session, second: now().unixSeconds)
    return .html(
      bytes: await cache.bytes(for: key) {
        ByteBuffer(string: await page(session: session, jobs: []).text)
      })
  }

  /// The dashboard with these jobs under the input.
  func page(session: String, jobs: [AddJob]) async -> HTML {
    let cards = await engine.cards()
    let now = now()
    return shell.page("Dash", session: session, isLive: true) {
      HTML("a", [.class("skip-link"), .url("href", .own("#cards"))]) { HTML("To the blocks") }
      HTML("header", class: "top") {
        HTML("a", [.class("brand"), .url("href", .root)]) {
          HTML(
            "img",
            [
              .url("src", .own(shell.assets.address(of: "icon.svg"))), Attribute("alt", ""),
              Attribute("width", "24"), Attribute("height", "24"),
            ])
          HTML("Dash")
        }
        AddForm(shell: shell, session: session, jobs: jobs).html
        HTML("span", [.class("link-state"), Attribute("data-link", "")])
      }
      HTML("main", class: "page") {
        HTML("h1", class: "visually-hidden") { HTML("Dashboard") }
        welcome(isHidden: !cards.isEmpty)
        HTML("div", [.class("cards"), .id("cards"), .flag("data-cards")]) {
          for card in cards { html(card, session, now) }
        }
      }
      shell.footer()
    }
  }

  /// `/blocks/{id}/card`: one card, to take the place of the one on the page.
  func card(_ request: Request, context: WebContext) async throws -> Response {
    .html(html(try await engine.card(context.block()), request.sessionCookie, now()))
  }

  func runs(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    var runs: [RunRecord] = []
    for summary in try await engine.runs(of: card.id, limit: 20) {
      if let run = try await engine.run(summary.id) { runs.append(run) }
    }
    return panel(RunsPage(name: card.name, runs: runs, now: now()).html, of: card, request)
  }

  func params(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = SettingsPage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      params: card.manifest.params, values: card.params,
      grants: try await engine.grants(of: card.id),
      requests: try await engine.requests(of: card.id), now: now())
    return panel(page.html, of: card, request)
  }

  func chat(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = ChatPage(
      shell: shell, session: request.sessionCookie, card: card,
      messages: try await engine.conversation(card.id),
      pending: try await engine.pendingChange(card.id),
      question: try await engine.openQuestion(card.id),
      versions: try await engine.versions(of: card.id),
      calls: try await engine.modelCalls(of: card.id),
      keepsAtOnce: try await engine.keepsAtOnce(),
      isPicked: try await engine.query(of: card.id) != nil, now: now())
    return panel(page.html, of: card, request)
  }

  func edit(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = EditPage(
      shell: shell, session: request.sessionCookie, block: card.id, name: card.name,
      version: card.version, texts: try await engine.texts(of: card.id, version: card.version))
    return panel(page.html, of: card, request)
  }

  func secret(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    let page = SecretPage(
      shell: shell, session: request.sessionCookie, block: card.id,
      binding: try card.secret(named: context.segment("name")))
    return panel(page.html, of: card, request)
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

  /// A fragment for the dialog of the page, or a page of its own without script.
  private func panel(_ html: HTML, of card: Card, _ request: Request) -> Response {
    if request.headers[.fragment] != nil { return .html(html) }
    return .html(
      shell.page("\(card.name) · Dash", session: request.sessionCookie) {
        HTML("main", class: "page") {
          HTML("p") {
            HTML("a", [.url("href", .own("/#block-\(card.id)"))]) { HTML("← Dashboard") }
          }
          html
        }
      })
  }

  private func welcome(isHidden: Bool) -> HTML {
    let examples = [
      "show the top stories of Hacker News", "the weather in Lisbon",
      "earthquakes of the last day", "a to-do list",
    ]
    return HTML(
      "section",
      [.class("welcome"), .flag("data-welcome")] + (isHidden ? [.flag("hidden")] : [])
    ) {
      HTML("h2") { HTML("Your dashboard is empty") }
      HTML("p") {
        HTML("Say what you want to see, or paste the address of a feed, a table or an API above.")
      }
      HTML("ul") {
        for example in examples {
          HTML("li") {
            HTML(
              "button",
              [.class("button"), Attribute("type", "button"), Attribute("data-example", example)]
            ) { HTML(example) }
          }
        }
      }
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
      throw WebProblem(.notFound, "no_secret", "This block needs no key of that name.")
    }
    return binding
  }
}
