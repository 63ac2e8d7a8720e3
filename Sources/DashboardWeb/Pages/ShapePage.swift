import BlockModel
import BlockUI
import Drafting

/// Shape: what a source offers as a form that works without script, and what the query of its fields
/// shows.
struct ShapePage {
  let shell: Shell
  let session: String
  /// The block that is changed; `nil` when one is made.
  var card: (id: BlockID, name: String)?
  let offering: SourceOffering
  var query: RowQuery
  var title: String?
  var grants: [Grant.Subject] = []
  /// Why there is no preview.
  var problem: String?
  var preview: Preview?

  /// What the query shows right now, before it is kept.
  struct Preview {
    var title: String
    var body: HTML?
    /// What the query says.
    var words: String
    /// The change of a block that waits for a word.
    var change: String?
  }

  private var set: OfferedSet? {
    offering.sets.first { $0.name == query.records } ?? offering.sets.first
  }

  private var path: String { card.map { "/blocks/\($0.id)/shape" } ?? "/shape" }

  var html: HTML {
    HTML("div", class: "panel-body") {
      HTML("h1") { HTML(card.map { "Shape \($0.name)" } ?? "Shape a block") }
      HTML("p", class: "field-help") { HTML(offering.url) }
      if let problem {
        HTML("p", [.class("card-notice", "notice-warning"), Attribute("role", "status")]) {
          HTML(problem)
        }
      }
      if let preview { shown(preview) }
      if let set { form(set) }
    }
  }

  // MARK: Preview

  private func shown(_ preview: Preview) -> HTML {
    HTML("section", [.class("change"), .label("Preview")]) {
      HTML("p") { HTML(preview.words) }
      HTML("article", [.class("card"), Attribute("aria-labelledby", "preview-title")]) {
        HTML("header", class: "card-head") {
          HTML("div", class: "card-names") {
            HTML("h2", [.class("card-title"), .id("preview-title")]) { HTML(preview.title) }
          }
        }
        HTML("div", class: "card-body") { preview.body }
      }
      if let change = preview.change, let card {
        HTML("div", class: "change-actions") {
          for (verb, label) in [("keep", "Keep"), ("discard", "Discard")] {
            HTML(
              "form",
              [
                Attribute("method", "post"), .url("action", .own("/blocks/\(card.id)/\(verb)")),
                .flag("data-params"), Attribute("data-reload", "/blocks/\(card.id)/chat"),
              ]
            ) {
              shell.csrfField(session: session)
              hidden("change", change)
              HTML("button", [.class("button", verb == "keep" ? "button-primary" : "")]) {
                HTML(label)
              }
            }
          }
        }
      }
    }
  }

  // MARK: Form

  private func form(_ set: OfferedSet) -> HTML {
    HTML(
      "form",
      [
        .class("settings"), Attribute("method", "post"), .url("action", .own(path)),
        .flag("data-panel-form"),
      ]
    ) {
      shell.csrfField(session: session)
      hidden("source", offering.url)
      hidden("known", set.name)
      if !grants.isEmpty { hidden("grants", grants.map(\.description).joined(separator: ",")) }
      records(set)
      fields(set)
      if !set.isFacts {
        conditions(set)
        orders(set)
        limit(set)
        numbers(set)
      }
      field("view", "Shown as") {
        select(
          "view", query.view?.rawValue ?? "",
          [("", "what fits")] + RowQuery.View.allCases.map { ($0.rawValue, $0.rawValue) })
      }
      field("title", "Called") { input("title", "text", title ?? "") }
      HTML("div", class: "change-actions") {
        button("preview", "Preview", isMain: preview == nil)
        if card == nil { button("add", "Add", isMain: preview != nil) }
      }
    }
  }

  private func records(_ set: OfferedSet) -> HTML {
    field("records", "Records") {
      HTML("div", class: "shape-line") {
        select(
          "records", set.name,
          offering.sets.map { set in
            (set.name, set.isFacts ? set.name : "\(set.name) (\(set.rowCount) rows)")
          })
        if offering.sets.count > 1 { button("records", "Show their fields") }
      }
    }
  }

  private func fields(_ set: OfferedSet) -> HTML {
    group("Fields", "Tick none for those that fit. The numbers say the order.") {
      HTML("ul", class: "shape-fields") {
        for (number, field) in set.fields.prefix(ShapeForm.maximumFields).enumerated() {
          let place = query.columns?.firstIndex(of: field.id)
          HTML("li", class: "shape-line") {
            hidden("field.\(number)", field.id)
            HTML("label", class: "field-check") {
              HTML(
                "input",
                [
                  Attribute("type", "checkbox"), Attribute("name", "tick.\(number)"),
                  Attribute("value", "on"),
                ] + (place == nil ? [] : [.flag("checked")]))
              HTML(field.label)
            }
            HTML("span", class: "field-help") {
              HTML(
                [field.kindName, field.unit, field.sample].compactMap { $0 }.joined(
                  separator: " · "))
            }
            HTML(
              "input",
              [
                .class("input shape-place"), Attribute("type", "number"),
                Attribute("name", "place.\(number)"), Attribute("min", "1"),
                Attribute("value", place.map { "\($0 + 1)" } ?? ""),
                .label("Place of \(field.label)"),
              ])
          }
        }
      }
    }
  }

  private func conditions(_ set: OfferedSet) -> HTML {
    let rows = query.filters.map(Optional.some) + [nil, nil]
    return group("Only rows where", "Put “|” between alternatives.") {
      for (number, filter) in rows.prefix(ShapeForm.maximumConditions).enumerated() {
        let label = "Condition \(number + 1)"
        HTML("div", class: "shape-line") {
          select(
            "where.\(number).field", filter?.field ?? "", choices(set), label: "\(label): field")
          select(
            "where.\(number).is", filter?.comparison.rawValue ?? "=",
            RowQuery.Comparison.allCases.map { ($0.rawValue, $0.words) },
            label: "\(label): comparison")
          HTML(
            "input",
            [
              .class("input"), Attribute("type", "text"),
              Attribute("name", "where.\(number).value"),
              Attribute(
                "value", filter?.values.map(\.text).joined(separator: "|") ?? ""),
              .label("\(label): value"),
            ])
        }
      }
    }
  }

  private func orders(_ set: OfferedSet) -> HTML {
    let rows =
      (query.group == nil || query.isOrderedByGroup ? query.sort : []).map(Optional.some) + [nil]
    return group("Sorted by", nil) {
      for (number, order) in rows.prefix(ShapeForm.maximumOrders).enumerated() {
        HTML("div", class: "shape-line") {
          select(
            "sort.\(number).field", order?.field ?? "", choices(set),
            label: "Order \(number + 1): field")
          select(
            "sort.\(number).order", order?.isDescending ?? false ? "desc" : "asc",
            [("asc", "rising"), ("desc", "falling")], label: "Order \(number + 1): direction")
        }
      }
    }
  }

  /// "10", or "1 of each country".
  private func limit(_ set: OfferedSet) -> HTML {
    field("limit", "Rows at most") {
      HTML("div", class: "shape-line") {
        input("limit", "number", query.limit.map { "\($0)" } ?? "")
        select("limit_per", query.limitPer ?? "", choices(set, "in all"), label: "Rows: of each")
      }
    }
  }

  private func numbers(_ set: OfferedSet) -> HTML {
    group("A number instead of rows", nil) {
      HTML("div", class: "shape-line") {
        select(
          "aggregate", query.aggregate?.kind.rawValue ?? "",
          [("", "no")] + RowQuery.Aggregate.Kind.allCases.map { ($0.rawValue, $0.rawValue) },
          label: "Number: what is computed")
        select(
          "aggregate.field", query.aggregate?.field ?? "", choices(set),
          label: "Number: of which field")
        select("group", query.group ?? "", choices(set, "all rows"), label: "Number: for each")
        select(
          "bucket", query.bucket?.rawValue ?? "",
          [("", "value")] + RowQuery.Bucket.allCases.map { ($0.rawValue, $0.rawValue) },
          label: "Number: times cut into")
      }
    }
  }

  private func choices(_ set: OfferedSet, _ none: String = "—") -> [(String, String)] {
    [("", none)] + set.fields.map { ($0.id, $0.label) }
  }

  // MARK: Parts

  private func group(
    _ legend: String, _ help: String?, @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML("fieldset", class: "shape-group") {
      HTML("legend") { HTML(legend) }
      if let help { HTML("p", class: "field-help") { HTML(help) } }
      content()
    }
  }

  private func field(
    _ name: String, _ label: String, @HTMLBuilder _ content: () -> HTML
  ) -> HTML {
    HTML("div", class: "field") {
      HTML("label", [Attribute("for", "shape-\(name)")]) { HTML(label) }
      content()
    }
  }

  private func input(_ name: String, _ type: String, _ value: String) -> HTML {
    HTML(
      "input",
      [
        .class("input"), .id("shape-\(name)"), Attribute("type", type), Attribute("name", name),
        Attribute("value", value), Attribute("maxlength", "80"),
      ])
  }

  private func select(
    _ name: String, _ value: String, _ options: [(String, String)], label: String? = nil
  ) -> HTML {
    HTML(
      "select",
      [.class("input"), .id("shape-\(name)"), Attribute("name", name)]
        + (label.map { [.label($0)] } ?? [])
    ) {
      for option in options {
        HTML(
          "option",
          [Attribute("value", option.0)] + (option.0 == value ? [.flag("selected")] : [])
        ) { HTML(option.1) }
      }
    }
  }

  private func button(_ value: String, _ label: String, isMain: Bool = false) -> HTML {
    HTML(
      "button",
      [
        .class("button", isMain ? "button-primary" : ""), Attribute("name", "do"),
        Attribute("value", value),
      ]
    ) { HTML(label) }
  }
}
