import BlockModel
import BlockUI
import Foundation
import Sketches

/// One number of all rows, or of each group of them.
extension QueryDraft {
  var aggregateDraft: Draft {
    let aggregate = query.aggregate ?? RowQuery.Aggregate(.count)
    var source = source
    let steps = QuerySteps(query, offered)
    source.steps = steps.lines
    source.needed = steps.read
    source.modules += steps.modules.union(["list"]).sorted().filter { !source.modules.contains($0) }
    let field = aggregate.field.flatMap(offered.field)
    let group = query.group.flatMap(offered.field)
    for needed in [field, group].compactMap({ $0 })
    where !source.needed.contains(where: { $0.name == needed.name }) {
      source.needed.append(needed)
    }
    let label =
      field.map { "\(QueryWords.name(aggregate.kind)) \($0.label.lowercasedFirst)" }
      ?? "Number of \(rowsName.lowercasedFirst)"
    guard let group else { return totalDraft(aggregate, field, label, &source) }
    addGroups(aggregate, field, group, &source)
    let script = RowScript(source: source, shown: source.needed, url: url, title: name, count: nil)
      .text
    let card = SpecPart.card.with(.title, "\(name)").with(.size, "md")
      .with(.body, [groupBody(field, group, label)])
    return Draft(
      files: BlockFiles(
        manifest: Manifest(name: name, prompt: prompt), script: script, spec: card.text),
      explanation:
        "Shows one row for each \(query.bucket?.rawValue ?? group.label.lowercasedFirst).")
  }

  /// One number of all rows.
  private func totalDraft(
    _ aggregate: RowQuery.Aggregate, _ field: RowField?, _ label: String,
    _ source: inout DraftSource
  ) -> Draft {
    source.steps.append("local value = \(Self.lua(aggregate, field, of: "rows", &source))")
    let script = RowScript(
      source: source, shown: source.needed, url: url, title: name, count: nil,
      returns: "{ value = value }"
    ).text
    var stat = SpecPart(.stat).with(.label, "\(label)").with(.value, Template(.data("value")))
    stat =
      field.map { stat.with(FieldFormat($0, now: now)) }
      ?? stat.with(.format, FormatCall(.number))
    let card = SpecPart.card.with(.title, "\(name)").with(.size, "sm").with(.body, [stat])
    return Draft(
      files: BlockFiles(
        manifest: Manifest(name: name, prompt: prompt), script: script, spec: card.text),
      explanation: "Shows one number.")
  }

  /// Lines that make of the rows one for each group, in the order of their numbers, or as the query says;
  /// spans of time in theirs.
  private func addGroups(
    _ aggregate: RowQuery.Aggregate, _ field: RowField?, _ group: RowField,
    _ source: inout DraftSource
  ) {
    if group.isList { source.steps += Self.parting(group, &source) }
    if let bucket = query.bucket { source.steps += Self.cutting(group, bucket, &source) }
    source.steps += [
      "rows = list.map(list.group_by(rows, \(LuaText.quoted(group.name))), function(group)",
      "  return { \(group.name) = group.key, value = \(Self.lua(aggregate, field, of: "group.items", &source)) }",
      "end)",
    ]
    if query.isOrderedByGroup, let order = query.sort.first {
      source.steps += Self.ordering(group, order, isCut: query.bucket != nil, offered)
      if let limit = query.limit { source.steps.append("rows = list.take(rows, \(limit))") }
      return
    }
    // A chart of time goes on to the right; a table begins with the newest.
    let isByTime = query.bucket != nil && query.sort.isEmpty
    let isDescending = query.sort.first?.isDescending ?? (!isByTime || !isChart)
    let key = isByTime ? LuaText.quoted(group.name) : "\"value\""
    if isByTime, isChart, let limit = query.limit {
      source.steps.append("rows = list.take(list.sort_by(rows, \(key), \"desc\"), \(limit))")
    }
    source.steps.append("rows = list.sort_by(rows, \(key), \"\(isDescending ? "desc" : "asc")\")")
    if let limit = query.limit, !isByTime || !isChart {
      source.steps.append("rows = list.take(rows, \(limit))")
    }
  }

  /// Lines that order groups by what they are groups of; times that were cut are compared as they are.
  private static func ordering(
    _ group: RowField, _ order: RowQuery.Order, isCut: Bool, _ offered: SourceOffer
  ) -> [String] {
    guard isCut else { return QuerySteps(RowQuery(sort: [order]), offered).lines }
    let name = LuaText.quoted(group.name)
    return ["rows = list.sort_by(rows, \(name), \"\(order.isDescending ? "desc" : "asc")\")"]
  }

  private var isChart: Bool {
    query.view.map { QueryView($0).chartKind != nil || $0 == .chart } ?? false
  }

  private func groupBody(_ field: RowField?, _ group: RowField, _ label: String) -> SpecPart {
    if isChart {
      let kind =
        query.view.flatMap { QueryView($0).chartKind } ?? (query.bucket == nil ? "bar" : "line")
      var x = SpecPart().with(.field, .field(group.name))
      x[.type] = query.bucket == nil ? "nominal" : "temporal"
      x[.format] = query.bucket.map(Self.format)
      return SpecPart(.chart).with(.kind, "\(kind)").with(.data, .data("rows"))
        .with(.horizontal, kind == "bar" && query.bucket == nil ? true : nil)
        .with(.x, x)
        .with(.y, SpecPart().with(.field, .field("value")).with(.label, "\(label)"))
        .with(.empty, "No values at the moment.")
    }
    var value = SpecPart().with(.header, "\(label)").with(.field, .field("value"))
      .with(.align, "end")
    value =
      field.map { value.with(FieldFormat($0, now: now)) }
      ?? value.with(.format, FormatCall(.number))
    // A mean has more decimals than what it is a mean of.
    if value[.format] == nil, let field,
      query.aggregate.map({ [.mean, .median].contains($0.kind) }) ?? false
    {
      value = value.with(.format, FormatCall(.number, ["\(max(1, min(2, field.column.decimals)))"]))
    }
    let header = query.bucket?.rawValue.capitalized ?? group.label
    let key = SpecPart().with(.header, "\(header)").with(.field, .field(group.name))
      .with(.format, query.bucket.map(Self.format))
    return SpecPart(.table).with(.data, .data("rows")).with(.columns, [key, value])
      .with(.empty, "Nothing there at the moment.")
  }

  /// Lines that put the start of its span in the place of each time; rows without a time are in none.
  private static func cutting(
    _ field: RowField, _ bucket: RowQuery.Bucket, _ source: inout DraftSource
  ) -> [String] {
    if !source.modules.contains("time") { source.modules.append("time") }
    return [
      "rows = list.filter(rows, function(row)",
      "  local at = time.parse(row.\(field.name))",
      "  row.\(field.name) = at and time.start_of(at, \"\(bucket.rawValue)\", ctx.zone)",
      "  return at ~= nil",
      "end)",
    ]
  }

  private static func format(_ bucket: RowQuery.Bucket) -> FormatCall {
    switch bucket {
    case .hour: FormatCall(.datetime, ["short"])
    case .day, .week: FormatCall(.date, ["medium"])
    case .month: FormatCall(.date, ["month"])
    case .year: FormatCall(.date, ["year"])
    }
  }

  /// Lines that make a row for each text of a list: an entry of two categories counts in both.
  private static func parting(_ field: RowField, _ source: inout DraftSource) -> [String] {
    if !source.modules.contains("text") { source.modules.append("text") }
    return [
      "local parted = {}",
      "for _, row in ipairs(rows) do",
      "  for _, part in ipairs(text.split(tostring(row.\(field.name) or \"\"), \", \")) do",
      "    local copy = {}",
      "    for name, value in pairs(row) do copy[name] = value end",
      "    copy.\(field.name) = part",
      "    if part ~= \"\" then parted[#parted + 1] = copy end",
      "  end",
      "end",
      "rows = parted",
    ]
  }

  /// The expression of an aggregate over a list of rows.
  private static func lua(
    _ aggregate: RowQuery.Aggregate, _ field: RowField?, of rows: String,
    _ source: inout DraftSource
  ) -> String {
    guard let field, aggregate.kind != .count else { return "#\(rows)" }
    var by = LuaText.quoted(field.name)
    switch field.kind {
    case .numberText, .moneyText, .percentText:
      if !source.modules.contains("text") { source.modules.append("text") }
      by = "function(row) return \(field.asNumber) end"
    default: break
    }
    let name =
      switch aggregate.kind {
      case .count: "sum"
      case .sum: "sum"
      case .mean: "average"
      case .min: "min"
      case .max: "max"
      case .median: "median"
      }
    // min and max also return the item.
    return aggregate.kind == .min || aggregate.kind == .max
      ? "(list.\(name)(\(rows), \(by)))" : "list.\(name)(\(rows), \(by))"
  }
}
