import BlockHealth
import BlockModel
import BlockUI
import Cryptography
import DashboardEngine
import Foundation

/// One card of the grid: header, menu, what is to be said, and the body the spec describes.
struct CardPage {
  let card: Card
  let shell: Shell
  /// Signs the addresses of pictures; `nil` shows none.
  let images: ImageProxy?
  let session: String
  let now: Date

  /// The card; `nil` when the spec wants none while it is empty.
  func html() -> HTML {
    let rendered = rendered()
    let path = "/blocks/\(card.id)"
    return HTML("article", frame(isHidden: rendered?.isHidden ?? false)) {
      HTML("header", class: "card-head") {
        if let icon = rendered?.icon, !icon.isEmpty {
          HTML("span", [.class("card-icon"), .decorative]) { HTML(icon) }
        }
        names(rendered)
        if let date = rendered?.updated ?? (hasSource ? card.dataAt : nil) {
          Age.html(date, now: now, "card-age")
        } else {
          HTML("span", class: "card-age")
        }
        if !card.places.isEmpty {
          tool("Show \(card.name) on the whole page", "data-full", "⤢")
        }
        CardMenu(card: card, path: path, csrf: shell.csrfField(session: session)).html
      }
      notice(path)
      // By their keys the page knows one from the other, and what somebody does in a body goes on.
      HTML(
        "div", [.class("card-body"), Attribute("tabindex", "-1"), Attribute("data-key", "body")]
      ) {
        rendered?.body ?? skeleton
      }
      if !card.places.isEmpty {
        HTML(
          "button",
          [
            .class("card-more"), Attribute("type", "button"), .flag("data-full"), .flag("hidden"),
          ]
        ) { HTML("More") }
        HTML("span", [.class("card-grip"), .flag("data-grip"), .decorative])
      }
    }
  }

  /// What will be there, while it is on its way; a card that waits for something else promises nothing.
  private var skeleton: HTML? {
    card.isRunning || card.state == .new || card.state == .running
      ? card.compiled?.renderSkeleton() : nil
  }

  /// Does what it shows come from somewhere, and get old?
  private var hasSource: Bool {
    !card.manifest.permissions.hosts.isEmpty || !card.manifest.permissions.privateHosts.isEmpty
  }

  /// A button of the header, for which the page needs its script.
  private func tool(_ label: String, _ mark: StaticString, _ sign: String) -> HTML {
    HTML(
      "button",
      [.class("icon-button card-tool"), Attribute("type", "button"), .flag(mark), .label(label)]
    ) { HTML("span", [.decorative]) { HTML(sign) } }
  }

  private func frame(isHidden: Bool) -> [Attribute] {
    var attributes: [Attribute] = [
      .class("card", GridStyle.classes(card.places)),
      .id("block-\(card.id)"), Attribute("data-block", card.id.text),
      Attribute("data-state", card.state.rawValue), Attribute("data-revision", card.revision),
      Attribute("aria-labelledby", "title-\(card.id)"), Attribute("tabindex", "0"),
    ]
    attributes += Breakpoint.allCases.compactMap { breakpoint in
      card.places[breakpoint].map { Attribute(breakpoint.attribute, $0.text) }
    }
    if !card.unfitted.isEmpty {
      attributes.append(
        Attribute("data-unfitted", card.unfitted.map(\.rawValue).sorted().joined(separator: " ")))
    }
    if card.isRunning { attributes.append(.flag("data-running")) }
    if isHidden { attributes.append(.flag("hidden")) }
    switch card.state {
    case .failing, .stale, .broken, .waiting, .blocked, .needsPermission,
      .needsSecret:
      if card.data != nil { attributes.append(.flag("data-aged")) }
    case .new, .running, .ok, .empty, .partial, .healing, .paused: break
    }
    return attributes
  }

  private func names(_ rendered: RenderedCard?) -> HTML {
    let title = rendered?.title ?? card.name
    return HTML("div", class: "card-names") {
      HTML(
        "h2", [.class("card-title"), .id("title-\(card.id)"), Attribute("title", title)]
      ) {
        if let href = rendered?.href {
          HTML(
            "a",
            [
              .url("href", href), Attribute("target", "_blank"),
              Attribute("rel", "noopener noreferrer nofollow"),
              Attribute("referrerpolicy", "no-referrer"),
            ]
          ) { HTML(title) }
        } else {
          HTML(title)
        }
      }
      if let subtitle = rendered?.subtitle, !subtitle.isEmpty {
        HTML("p", [.class("card-subtitle"), Attribute("title", subtitle)]) { HTML(subtitle) }
      }
    }
  }

  private func rendered() -> RenderedCard? {
    guard let compiled = card.compiled, let data = card.data else { return nil }
    let images = images
    let id = card.id
    return compiled.renderHTML(
      RenderContext(
        data: data, params: card.params, block: id, blockName: card.name, now: now,
        surroundings: card.manifest.surroundings,
        imageURL: { url in images.flatMap { PageURL(own: $0.address(of: url, block: id)) } },
        csrfToken: shell.keys.csrfToken(session: session)))
  }

  // MARK: What is to be said

  private func notice(_ path: String) -> HTML? {
    guard let tone else { return nil }
    return HTML(
      "div",
      [
        .class("card-notice", "notice-\(tone)"), Attribute("role", "status"),
        Attribute("data-key", "notice"),
      ]
    ) {
      HTML("p") { sentence }
      if let action = card.nextAction { button(action, path) }
    }
  }

  /// The sentence with its times as elements: the script says them in the zone of the reader.
  private var sentence: HTML {
    var (html, rest) = (HTML(), card.sentence[...])
    for (words, date) in [(CardHealth.dataFrom, card.dataAt), (CardHealth.nextTry, card.nextRun)] {
      guard let date, let range = rest.range(of: words, options: .backwards)
      else { continue }
      let time = rest[range.upperBound...].prefix { $0.isNumber || ":- ".contains($0) }
      html += HTML(String(rest[..<range.upperBound]))
      html += HTML(
        "time", [Attribute("datetime", date.formatted(.iso8601)), Attribute("data-tick", "time")]
      ) { HTML(String(time)) }
      rest = rest[time.endIndex...]
    }
    return html + HTML(String(rest))
  }

  /// The tone of the notice; `nil` when there is nothing to say.
  private var tone: String? {
    switch card.state {
    // An empty card says in its body that there is nothing.
    case .ok, .empty: card.editProblem == nil ? nil : "warning"
    case .new, .running:
      card.editProblem != nil ? "warning" : card.data == nil ? "muted" : nil
    case .stale, .paused: "muted"
    case .waiting, .healing, .needsSecret, .needsPermission: "info"
    case .partial: "warning"
    case .failing, .blocked, .broken: "danger"
    }
  }

  private func button(_ action: CardAction, _ path: String) -> HTML {
    let csrf = shell.csrfField(session: session)
    return switch action {
    case .refresh, .retry: form(path + "/refresh", csrf, action.label)
    case .resume: form(path + "/resume", csrf, action.label)
    case .allow(let subject):
      form(
        path + "/grant",
        csrf
          + HTML(
            "input",
            [
              Attribute("type", "hidden"), Attribute("name", "what"),
              Attribute("value", subject.description),
            ]), action.label)
    case .addSecret(let name): link("\(path)/secrets/\(name.pathSegment)", action.label)
    case .edit: link(path + "/edit", action.label)
    case .seeLog: link(path + "/runs", action.label)
    }
  }

  private func form(_ path: String, _ fields: HTML, _ label: String) -> HTML {
    HTML(
      "form", [Attribute("method", "post"), .url("action", .own(path)), Attribute("data-act", "")]
    ) {
      fields
      HTML("button", class: "button button-small") { HTML(label) }
    }
  }

  private func link(_ path: String, _ label: String) -> HTML {
    HTML(
      "a", [.class("button button-small"), .url("href", .own(path)), .flag("data-panel")]
    ) { HTML(label) }
  }
}

extension Card {
  /// Changes whenever the card looks different for another reason than the passing of time.
  var revision: String {
    let facts = [
      version.description, dataAt.map { "\($0.timeIntervalSince1970)" } ?? "", state.rawValue,
      sentence, isRunning ? "running" : "", lastRun.map { "\($0.id)" } ?? "",
      JSONValue.object(params).json(),
    ]
    return Data(SHA256.digest(of: facts.joined(separator: "\u{0}")).prefix(9)).base64URL
  }
}

extension Breakpoint {
  fileprivate var attribute: StaticString {
    switch self {
    case .wide: "data-wide"
    case .medium: "data-medium"
    case .phone: "data-phone"
    }
  }
}

extension Place {
  /// As `WebAssets/js/layout.js` reads it.
  fileprivate var text: String { numbers.map(String.init).joined(separator: " ") }
}

extension String {
  /// As one segment of a path.
  var pathSegment: String {
    addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}
