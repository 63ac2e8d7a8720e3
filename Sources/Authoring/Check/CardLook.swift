import BlockModel
import BlockUI
import Sentences

/// A look at the card as somebody who asked for it would take: what is empty, cut off or the same in
/// every row, and a headline that is not what was asked for. All of it may be right, so none of it
/// keeps a block from being made; a model is shown it once.
struct CardLook {
  /// Rows from which on it is odd that all are alike.
  static let minimumRows = 4
  /// Characters that a title, a cell or a number has room for.
  static let room = 160

  let card: String
  let files: BlockFiles
  let context: RenderContext
  let sentence: String
  /// What the sources answered.
  var answers: () -> [String] = { [] }

  var findings: [CandidateFinding] {
    guard let tree = try? SpecTree(parsing: files.spec, params: files.manifest.params) else {
      return []
    }
    // What is shown only under a condition may be absent, and so may a change since before.
    let components = tree.components
    let conditional = components.filter { $0.has(.when) }.map(\.at)
    let all = components.map { component in
      let isSure = !conditional.contains {
        component.at == $0 || component.at.hasPrefix($0 + "/")
      }
      return (
        isSure,
        component.fields.filter { !$0.at.contains("/delta/") }
          .map { ShownValue($0, of: component, in: context.data) }
      )
    }
    let values = all.filter(\.0).flatMap(\.1)
    let possible = all.flatMap(\.1)
    var seen: Set<String> = []
    let wish = Wish(sentence)
    let found =
      values.compactMap(finding)
      + Headline(values: values, possible: possible, context, sentence).findings
      + ShownForm(values: possible, context: context).findings
      + CutNumbers(values: values).findings(answers)
      + [WishedView(wish)?.finding(in: components)].compactMap(\.self)
      + SourceRecords(values: values, card: card).findings(answers)
      + SourceTimes(values: values, context: context, wish: wish).findings(answers)
    return
      found
      .filter { seen.insert($0.summary).inserted }
  }

  /// The first thing that is odd about one value of the card.
  private func finding(_ shown: ShownValue) -> CandidateFinding? {
    let place = "'\(shown.name)' (\(shown.field.at))"
    if !shown.values.isEmpty, shown.values.allSatisfy(\.isMissing) {
      // A note to each row is empty until somebody writes one.
      if files.storesClicks { return nil }
      return shown.isOfRows
        ? CandidateFinding(
          .emptyField, place: BlockFiles.specName,
          summary: "\(place) is empty in every row.",
          person: "“\(shown.name)” is empty in every row", failure: .contractViolation)
        : Self.odd(
          "\(place) has no value: the card shows “–” there.", "“\(shown.name)” has no value")
    }
    guard shown.isOfRows else { return nil }
    let texts = shown.values.compactMap(\.string)
    if let long = texts.first(where: { $0.count > Self.room }), shown.isNarrow,
      texts.count(where: { $0.count > Self.room }) * 2 > texts.count
    {
      return Self.odd(
        "\(place) is too long for its place and is cut off: it has \(long.count) characters, as in “\(long.prefix(60))…”.",
        "“\(shown.name)” is cut off")
    }
    guard shown.values.count >= Self.minimumRows, let first = shown.values.first,
      shown.isTitle || first.number != nil, shown.values.allSatisfy({ $0 == first }),
      // A counter begins with zeros.
      !(first.number == 0 && files.storesClicks)
    else { return nil }
    return Self.odd(
      "\(place) is the same in all \(shown.values.count) rows: \(first.json().prefix(60)).",
      "“\(shown.name)” is the same in every row")
  }

  static func odd(_ summary: String, _ person: String) -> CandidateFinding {
    CandidateFinding(
      .oddLook, place: BlockFiles.specName, summary: summary, person: person,
      failure: .contractViolation)
  }
}

/// A value that a card shows, once for each row of its list.
struct ShownValue {
  let field: SpecField
  let component: Component?
  /// Of every row; one for a value that is in no row, none when its list is not there.
  let values: [JSONValue]

  init(_ field: SpecField, of element: SpecElement, in data: JSONValue) {
    self.field = field
    component = element.component
    guard field.path.origin == .row else {
      // `params`, `now` and what a loop names are no data.
      let isData = field.path.origin == .root || data[field.path.firstName ?? ""] != nil
      values = isData ? [field.path.value(in: data)] : []
      return
    }
    let rows = field.rows.flatMap { $0.value(in: data).array } ?? []
    values = rows.map { field.path.value(in: $0) }
  }

  var isOfRows: Bool { field.path.origin == .row }

  /// What people call it.
  var name: String {
    field.label?.literal?.string ?? field.path.lastName ?? field.path.fieldText
  }

  /// It names the row it stands in.
  var isTitle: Bool {
    isOfRows && (field.at.hasSuffix("/title") || field.at.hasSuffix("/columns/0"))
  }

  /// It stands where there is room for a few words only.
  var isNarrow: Bool {
    switch component {
    case .table, .list, .stat, .badge, .keyvalue: true
    default: false
    }
  }
}

extension JSONValue {
  /// Nothing that a card could show.
  var isMissing: Bool { isNull || string?.allSatisfy(\.isWhitespace) == true }
}

extension Path {
  /// What stands there in the data, or in a row; `null` when nothing does.
  func value(in data: JSONValue) -> JSONValue {
    var value = data
    for segment in segments {
      switch segment {
      case .name(let name): value = value[name] ?? .null
      case .index(let index):
        let count = value.array?.count ?? 0
        value = value[index < 0 ? count + index : index] ?? .null
      }
    }
    return value
  }
}
