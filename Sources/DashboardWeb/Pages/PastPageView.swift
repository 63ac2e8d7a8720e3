import BlockModel
import BlockUI
import DashboardEngine
import Foundation

/// `/?at=…`: the page of a moment. It can only be looked at: no form of a card is sent from it, no picture is
/// fetched, no source is asked.
struct PastPageView {
  let page: PastPage
  /// Those of today.
  let sections: [PageSection]
  let now: Date

  @HTMLBuilder var html: HTML {
    HTML("section", [.class("past"), .label("Time machine")]) {
      HTML("h1") { HTML("The page of ") + Self.time(page.moment) }
      HTML("p", class: "field-help") {
        HTML(
          "What the cards showed then, in today's arrangement. Nothing can be changed here, and pictures are left out. One result an hour is kept of past days, and one a day of past weeks; a card says when what it shows is much older."
        )
      }
      travel
    }
    let past = Dictionary(
      page.cards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    SectionsView(sections: sections, cards: page.cards.map(\.card), tools: nil).html { card in
      HTML { if let past = past[card.id] { PastCardView(past: past, moment: page.moment).html } }
    }
    if page.cards.isEmpty {
      HTML("p") { HTML("There was no card then, or nothing is kept from that time.") }
      if let first = page.span?.lowerBound, first > page.moment {
        HTML("p") {
          HTML("a", [.class("button"), .url("href", Self.address(first + 1))]) {
            HTML("Show the first one that is kept")
          }
        }
      }
    }
  }

  // MARK: Other moments

  /// Seconds, and what a step of them is called.
  private static let steps: [(seconds: Double, label: String)] = [
    (-86_400, "A day earlier"), (-3_600, "An hour earlier"), (3_600, "An hour later"),
    (86_400, "A day later"),
  ]

  @HTMLBuilder private var travel: HTML {
    if let span = page.span { slider(span) }
    HTML("nav", [.class("past-steps"), .label("Other moments")]) {
      for step in Self.steps {
        let date = page.moment + step.seconds
        if date <= now {
          HTML("a", [.class("button button-small"), .url("href", Self.address(date))]) {
            HTML(step.label)
          }
        }
      }
      HTML("a", [.class("button button-small button-primary"), .url("href", .root)]) {
        HTML("Now")
      }
    }
  }

  private func slider(_ span: ClosedRange<Date>) -> HTML {
    let first = span.lowerBound.unixSeconds
    let last = max(first + 60, now.unixSeconds)
    return HTML(
      "form", [.class("past-slider"), Attribute("method", "get"), .url("action", .root)]
    ) {
      HTML("label", [Attribute("for", "past-at")]) {
        HTML("From ") + Self.time(span.lowerBound) + HTML(" until now")
      }
      HTML(
        "input",
        [
          .id("past-at"), Attribute("type", "range"), Attribute("name", "at"),
          Attribute("min", "\(first)"), Attribute("max", "\(last)"),
          Attribute("step", last - first > 7 * 86_400 ? "3600" : "60"),
          Attribute("value", "\(page.moment.unixSeconds.clamped(to: first...last))"),
        ])
      HTML("button", class: "button button-small") { HTML("Show") }
    }
  }

  static func address(_ date: Date) -> PageURL { .own("/?at=\(date.unixSeconds)") }

  /// A moment in the zone of whoever reads it; the script says it in theirs.
  static func time(_ date: Date) -> HTML {
    HTML(
      "time",
      [Attribute("datetime", date.formatted(.iso8601)), Attribute("data-tick", "moment")]
    ) { HTML(words(date)) }
  }

  /// `Wed 25 Nov 2026, 08:00`
  static func words(_ date: Date) -> String {
    date.formatted(
      Surroundings.current.english.weekday(.abbreviated).day()
        .month(.abbreviated).year().hour().minute())
  }
}

/// One card of a moment: its header and what it showed, without anything that acts.
struct PastCardView {
  let past: PastCard
  let moment: Date

  var html: HTML {
    let card = past.card
    let rendered = rendered
    return HTML(
      "article",
      [
        .class("card", GridStyle.classes(card.places)), .id("block-\(card.id)"),
        Attribute("data-block", card.id.text), Attribute("aria-labelledby", "title-\(card.id)"),
      ]
    ) {
      HTML("header", class: "card-head") {
        if let icon = rendered?.icon, !icon.isEmpty {
          HTML("span", [.class("card-icon"), .decorative]) { HTML(icon) }
        }
        HTML("div", class: "card-names") {
          HTML("h2", [.class("card-title"), .id("title-\(card.id)")]) {
            HTML(rendered?.title ?? card.name)
          }
          if let subtitle = rendered?.subtitle, !subtitle.isEmpty {
            HTML("p", class: "card-subtitle") { HTML(subtitle) }
          }
        }
        if let since = past.since {
          HTML("span", class: "card-age") { HTML(RelativeTime.text(since, now: moment)) }
        }
      }
      if let notice {
        HTML(
          "div", [.class("card-notice", past.deletedAt == nil ? "notice-muted" : "notice-warning")]
        ) {
          HTML("p") { HTML(notice) }
        }
      }
      HTML("fieldset", [.class("card-body past-body"), .flag("disabled")]) { rendered?.body }
      HTML(
        "button",
        [.class("card-more"), Attribute("type", "button"), .flag("data-full"), .flag("hidden")]
      ) { HTML("More") }
    }
  }

  /// What is not plain from the card and its age.
  private var notice: String? {
    let isNear = past.since.map { moment.timeIntervalSince($0) < 3_600 } ?? false
    let shown = isNear ? nil : past.card.sentence
    let deleted = past.deletedAt.map { "It was deleted on \(PastPageView.words($0))." }
    let told = [shown, deleted].compactMap { $0 }
    return told.isEmpty ? nil : told.joined(separator: " ")
  }

  private var rendered: RenderedCard? {
    guard let compiled = past.card.compiled, let data = past.card.data else { return nil }
    return compiled.renderHTML(
      RenderContext(
        data: data, params: past.card.params, block: past.id, blockName: past.card.name,
        now: moment, surroundings: past.card.manifest.surroundings))
  }
}
