import BlockModel
import BlockUI
import Sketches

/// The rows of a query as the days of a calendar: "as a calendar".
extension QueryDraft {
  /// - Returns: `nil` where no calendar is wished for, or no row has a day.
  func calendarDraft(_ source: DraftSource) -> Draft? {
    guard query.view == .calendar, let time = offered.offer.time.map({ offered.fields[$0] }),
      time.kind.isTime, time.kind != .year,
      let title = offered.offer.identity.map({ offered.fields[$0] })
    else { return nil }
    let end = source.fields.first { field in
      field.kind.isTime && field.name != time.name
        && !Self.ends.isDisjoint(with: field.fieldName.words)
    }
    var calendar = SpecPart(.calendar).with(.data, .data("rows"))
      .with(.date, Template(.item(time.name))).with(.title, Template(.item(title.name)))
    if let end { calendar = calendar.with(.end, Template(.item(end.name))) }
    var source = source
    if let limit = query.limit {
      source.steps.append("rows = list.take(rows, \(limit))")
      if !source.modules.contains("list") { source.modules.append("list") }
    }
    let script = RowScript(
      source: source, shown: [title, time] + (end.map { [$0] } ?? []), url: url, title: name,
      count: nil
    ).text
    let card = SpecPart.card.with(.title, "\(name)").with(.size, "md")
      .with(.body, [calendar.with(.empty, "Nothing there at the moment.")])
    return Draft(
      files: BlockFiles(
        manifest: Manifest(name: name, prompt: prompt), script: script, spec: card.text),
      explanation: "Shows \(source.what) as a calendar by \(time.label.lowercasedFirst).")
  }

  private static let ends: Set<String> = ["end", "ends", "finish", "until", "ende", "fin", "fim"]
}
