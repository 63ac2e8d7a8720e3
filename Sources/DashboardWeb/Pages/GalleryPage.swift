import BlockUI
import DashboardEngine
import Foundation
import Hummingbird

/// `/gallery`: every component with its variations, and a card in each of its states. The same page
/// is written to files by ``GallerySite``.
struct GalleryPage: Sendable {
  let shell: Shell

  func show(_ request: Request, context: WebContext) async throws -> Response {
    .html(page(session: request.sessionCookie))
  }

  func page(session: String = "") -> HTML {
    let shelves = Gallery.shelves()
    return shell.page("Gallery · Dash", session: session) {
      HTML("header", class: "top top-gallery") {
        HTML("a", [.class("brand"), .url("href", .root)]) {
          HTML(
            "img",
            [
              .url("src", .own(shell.assets.address(of: "icon.svg"))), Attribute("alt", ""),
              Attribute("width", "24"), Attribute("height", "24"),
            ])
          HTML("Dash")
        }
      }
      HTML(
        "main",
        [
          .class("page gallery"), .flag("data-gallery"),
          Attribute("data-chart-source", shell.assets.address(of: "vendor/chart.js")),
        ]
      ) {
        HTML("h1") { HTML("Gallery") }
        contents(shelves)
        for shelf in shelves { section(shelf) }
        states(session)
      }
      shell.footer()
      HTML(
        "script",
        [
          Attribute("type", "module"), .url("src", .own(shell.assets.address(of: "js/gallery.js"))),
        ])
    }
  }

  private func contents(_ shelves: [Gallery.Shelf]) -> HTML {
    HTML("nav", [.class("gallery-contents"), .label("Components")]) {
      for name in shelves.map(\.component.rawValue) + ["states"] {
        HTML("a", [.url("href", .own("#\(name)"))]) { HTML(name) }
      }
    }
  }

  private func section(_ shelf: Gallery.Shelf) -> HTML {
    let name = shelf.component.rawValue
    return HTML("section", [.class("gallery-shelf"), .id(name)]) {
      HTML("h2") { HTML(name) }
      HTML("p", class: "gallery-note") { HTML(shelf.note) }
      HTML("div", class: "gallery-cards") {
        for (index, specimen) in shelf.specimens.enumerated() {
          self.specimen(specimen, id: "\(name)-\(index)")
        }
      }
    }
  }

  private func specimen(_ specimen: Gallery.Specimen, id: String) -> HTML {
    let card = specimen.spec.renderHTML(Gallery.context(of: specimen, id: id))
    return HTML("article", [.class("card"), Attribute("aria-labelledby", "title-\(id)")]) {
      HTML("header", class: "card-head") {
        HTML("div", class: "card-names") {
          HTML("h3", [.class("card-title"), .id("title-\(id)")]) { HTML(specimen.name) }
        }
      }
      HTML("div", class: "card-body") {
        if specimen.isSkeleton { specimen.spec.renderSkeleton() } else { card.body }
      }
    }
  }

  private func states(_ session: String) -> HTML {
    HTML("section", [.class("gallery-shelf"), .id("states")]) {
      HTML("h2") { HTML("states") }
      HTML("p", class: "gallery-note") {
        HTML("A card in each of its states: it says one sentence and offers one action.")
      }
      HTML("div", class: "gallery-cards") {
        for card in Card.specimens(now: Gallery.now) {
          CardPage(card: card, shell: shell, images: nil, session: session, now: Gallery.now)
            .html()
        }
      }
    }
  }
}
