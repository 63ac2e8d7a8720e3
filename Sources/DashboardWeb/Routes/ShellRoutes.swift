import BlockModel
import DashboardEngine
import Hummingbird

/// What browsers and systems ask of a page as a whole.
struct ShellRoutes: Sendable {
  let engine: DashboardEngine
  let assets: AssetLibrary
  let recipes: [RecipeExample]

  /// `/manifest.webmanifest`: lets the page be installed (W3C Web Application Manifest).
  func manifest(_ request: Request, context: WebContext) async throws -> Response {
    let icon: JSONValue = [
      "src": .string(assets.address(of: "icon.svg")), "sizes": "any", "type": "image/svg+xml",
    ]
    var response = Response.json([
      "name": "Dash", "short_name": "Dash", "description": "A dashboard that you describe.",
      "start_url": "/", "scope": "/", "display": "standalone", "background_color": "#f5f6f8",
      "theme_color": "#f5f6f8", "icons": [icon],
    ])
    response.headers[.contentType] = "application/manifest+json"
    return response
  }

  /// `/favicon.ico`, for those who do not read the page's own link.
  func icon(_ request: Request, context: WebContext) async throws -> Response {
    guard let icon = assets.asset("icon.svg") else { throw WebProblem.notFound }
    return Response(
      status: .ok, headers: [.contentType: icon.type, .cacheControl: "max-age=86400"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: icon.bytes)))
  }

  /// `POST /theme`: light, dark, or as the system.
  func setTheme(_ request: Request, context: WebContext) async throws -> Response {
    guard let theme = try await request.fields()["theme"].flatMap({ Theme(rawValue: $0) }) else {
      throw WebProblem.unreadable("the theme is not system, light or dark")
    }
    var response = request.wantsJSON ? Response(status: .noContent) : .backToDashboard()
    response.setCookie(theme.cookie)
    return response
  }

  /// `POST /refresh`: runs every block that is not paused.
  func refreshAll(_ request: Request, context: WebContext) async throws -> Response {
    for card in await engine.cards() where card.state != .paused {
      Task { try? await engine.refresh(card.id) }
    }
    return request.wantsJSON ? Response(status: .accepted) : .backToDashboard()
  }

  /// `/recipes.json`: what the command field offers.
  func examples(_ request: Request, context: WebContext) async throws -> Response {
    .json([
      "recipes": .array(
        recipes.map {
          [
            "title": .string($0.title), "summary": .string($0.summary),
            "sentence": .string($0.sentence),
          ]
        })
    ])
  }
}
