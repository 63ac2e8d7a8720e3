import BlockModel
import BlockUI
import Hummingbird

/// The module a page begins with.
enum PageScript: String {
  /// Keeps cards up to date, and brings all that the page can do.
  case live = "js/start.js"
  /// Draws charts and sorts tables.
  case past = "js/past.js"
}

/// What every page has around its content.
struct Shell: Sendable {
  let assets: AssetLibrary
  let keys: WebKeys
  /// Of the dashboard, shown in the footer.
  let version: String
  /// Layers of the sandbox that this machine lacks; empty when all are on.
  let missingLayers: [String]

  /// A whole page.
  /// - Parameters:
  ///   - session: whom the page's writes come from; empty when no login is needed.
  ///   - theme: what the person wishes.
  ///   - script: the module that begins; without one the page needs none.
  func page(
    _ title: String, session: String = "", theme: Theme = .system, script: PageScript? = nil,
    @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML.doctype
      + HTML("html", root(theme)) {
        HTML("head") {
          HTML("meta", [Attribute("charset", "utf-8")])
          HTML("title") { HTML(title) }
          HTML(
            "meta",
            [
              Attribute("name", "viewport"),
              Attribute("content", "width=device-width, initial-scale=1"),
            ])
          HTML(
            "meta", [Attribute("name", "color-scheme"), Attribute("content", theme.colorScheme)])
          HTML(
            "meta",
            [
              Attribute("name", "dash-csrf"),
              Attribute("content", keys.csrfToken(session: session)),
            ])
          link("icon", "icon.svg")
          HTML(
            "link",
            [
              Attribute("rel", "manifest"), .url("href", .own("/manifest.webmanifest")),
              Attribute("crossorigin", "use-credentials"),
            ])
          link("stylesheet", AssetLibrary.styleName)
          link(
            "stylesheet", AssetLibrary.darkName,
            [Attribute("media", theme.media), .flag("data-dark")])
          if let script { module(script) }
        }
        HTML(
          "body",
          script != nil
            ? [Attribute("data-chart-source", assets.address(of: "vendor/chart.js"))] : []
        ) {
          content()
        }
      }
  }

  /// What the script follows as well; without a choice, times are those of the browser.
  private func root(_ theme: Theme) -> [Attribute] {
    let choice = SurroundingsChoice.current
    return [Attribute("lang", "en"), Attribute("data-theme", theme.rawValue)]
      + (choice.zone.map { [Attribute("data-zone", $0)] } ?? [])
      + (choice.locale.map { [Attribute("data-locale", $0)] } ?? [])
  }

  /// The hidden field that makes a form one of ours.
  func csrfField(session: String) -> HTML {
    HTML(
      "input",
      [
        Attribute("type", "hidden"), Attribute("name", "csrf"),
        Attribute("value", keys.csrfToken(session: session)),
      ])
  }

  /// A page with one message, for problems and the login.
  func single(_ title: String, @HTMLBuilder _ content: () -> HTML) -> HTML {
    page(title + " · Dash") {
      HTML("main", class: "single") {
        HTML("h1") { HTML(title) }
        content()
      }
    }
  }

  func problem(_ problem: WebProblem) -> Response {
    .html(
      single(problem.status.code == 404 ? "Nothing here" : "That did not work") {
        HTML("p", [Attribute("role", "status")]) { HTML(problem.message) }
        HTML("form", [Attribute("method", "get"), .url("action", .root)]) {
          HTML("button", class: "button button-primary") { HTML("Open the dashboard") }
        }
      }, status: problem.status)
  }

  func footer() -> HTML {
    HTML("footer", class: "foot") {
      if missingLayers.isEmpty {
        HTML("span") { HTML("Every block runs in a full sandbox") }
      } else {
        HTML("span", class: "foot-warning") {
          HTML(
            "This machine lacks sandbox layers: \(missingLayers.joined(separator: ", ")). Run “dash doctor” for what to do."
          )
        }
      }
      HTML("span") { HTML("Dash \(version)") }
    }
  }

  private func module(_ script: PageScript) -> HTML {
    HTML(
      "script",
      [Attribute("type", "module"), address("src", of: script.rawValue)].compactMap { $0 })
  }

  private func link(_ relation: String, _ name: String, _ more: [Attribute] = []) -> HTML {
    HTML("link", [Attribute("rel", relation), address("href", of: name)].compactMap { $0 } + more)
  }

  private func address(_ attribute: StaticString, of name: String) -> Attribute? {
    PageURL(own: assets.address(of: name)).map { .url(attribute, $0) }
  }
}

extension HTML {
  /// Several pieces as one.
  init(@HTMLBuilder _ content: () -> HTML) { self = content() }
}

extension PageURL {
  /// The dashboard itself.
  static let root = own("/")

  /// A path written in this target, or made of block identifiers, which are safe in paths.
  static func own(_ path: String) -> PageURL {
    guard let url = PageURL(own: path) else { preconditionFailure("not a path of ours: \(path)") }
    return url
  }
}

extension Response {
  static func html(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
    .html(bytes: ByteBuffer(bytes: html.bytes), status: status)
  }

  static func html(bytes: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: bytes))
  }
}
