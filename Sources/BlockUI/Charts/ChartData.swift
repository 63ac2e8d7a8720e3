import BlockModel
import Foundation

/// A chart after its rows were read: axes, series, and every value also as text.
struct ChartData {
  enum Scale: String { case temporal, quantitative, nominal }

  struct Series {
    var name: String
    var tone: ToneName
    var values: [Double?]
    var texts: [String]
    /// Bubble sizes of a scatter.
    var sizes: [Double?] = []

    var known: [(value: Double, text: String)] {
      zip(values, texts).compactMap { value, text in value.map { ($0, text) } }
    }
  }

  var kind: String
  var xScale: Scale
  var xLabel: String
  /// Milliseconds, or numbers; empty for nominal scales.
  var positions: [Double]
  var labels: [String]
  var series: [Series]
  /// Tone of each point, where rows name one.
  var pointTones: [ToneName?] = []

  static let maximumRows = 5000
  static let maximumPoints = 500
  static let maximumSeries = 8
  static let maximumSlices = 12
}

/// Reads the rows of a chart node.
struct ChartReader {
  let node: Node
  let painter: Painter
  let scope: Scope

  /// `nil` when there is nothing to draw.
  func read() -> ChartData? {
    let properties = node.properties
    let rows = painter.rows(node, scope, atMost: ChartData.maximumRows).rows
    let scopes = rows.enumerated().map { scope.row($1, index: $0 + 1) }
    let channels = properties.objects(.y).prefix(ChartData.maximumSeries)
    guard !scopes.isEmpty, !channels.isEmpty else { return nil }
    let x = properties.object(.x)
    let xs = scopes.enumerated().map { index, scope in
      x?.field(.field).map { scope.value(at: $0) ?? .null } ?? .integer(Int64(index + 1))
    }
    let scale = scale(of: x, xs)
    var chart = ChartData(
      kind: properties.word(.kind) ?? "line", xScale: scale,
      xLabel: x.flatMap { label($0) } ?? "#", positions: [], labels: [], series: [])
    if let split = properties.object(.series)?.field(.field), let channel = channels.first {
      long(&chart, scopes, xs, split, channel, x)
    } else {
      chart.positions = positions(xs, scale)
      chart.labels = xs.map { text($0, x, scale) }
      chart.series = channels.map { series($0, scopes) }
    }
    if let field = properties.field(.toneField) {
      chart.pointTones = scopes.map { $0.value(at: field)?.plainText.flatMap(ToneName.init) }
    }
    if let size = properties.object(.size)?.field(.field), !chart.series.isEmpty {
      chart.series[0].sizes = scopes.map { $0.value(at: size)?.numeric }
    }
    guard chart.series.contains(where: { !$0.known.isEmpty }) else { return nil }
    return reduced(chart)
  }

  private func label(_ channel: Properties) -> String? {
    painter.string(channel.template(.label), scope) ?? channel.field(.field)?.lastName
  }

  private func scale(of x: Properties?, _ values: [JSONValue]) -> ChartData.Scale {
    switch x?.word(.type) {
    case "temporal": return .temporal
    case "quantitative": return .quantitative
    case "nominal", "ordinal": return .nominal
    default: break
    }
    let known = values.filter { !$0.isNull }
    let zone = painter.context.timeZone
    if known.allSatisfy({ $0.string != nil && $0.numeric == nil && $0.time(in: zone) != nil }) {
      return .temporal
    }
    if known.allSatisfy({ $0.number != nil }) {
      let areTimes = known.allSatisfy {
        (5e8...5e9).contains($0.number ?? 0) || (5e11...5e12).contains($0.number ?? 0)
      }
      return areTimes ? .temporal : .quantitative
    }
    return .nominal
  }

  private func positions(_ values: [JSONValue], _ scale: ChartData.Scale) -> [Double] {
    switch scale {
    case .nominal: []
    case .quantitative: values.map { $0.numeric ?? .nan }
    case .temporal:
      values.map {
        ($0.time(in: painter.context.timeZone)?.date.timeIntervalSince1970 ?? .nan) * 1000
      }
    }
  }

  private func text(_ value: JSONValue, _ x: Properties?, _ scale: ChartData.Scale) -> String {
    let standard = scale == .temporal ? [FormatCall(.datetime)] : []
    if value.isNull { return "–" }
    let isDay = scale == .temporal && value.time(in: painter.context.timeZone)?.isDay == true
    let calls = x?.format(.format).map { [$0] } ?? (isDay ? [FormatCall(.date)] : standard)
    return painter.format.text(value, calls)
  }

  private func series(_ channel: Properties, _ scopes: [Scope]) -> ChartData.Series {
    let values = scopes.map { scope in channel.field(.field).flatMap { scope.value(at: $0) } }
    return ChartData.Series(
      name: label(channel) ?? "Value", tone: painter.tone(channel, in: scope),
      values: values.map { $0?.numeric },
      texts: values.map { $0.map { painter.shown(cell: $0, channel, scope) } ?? "–" })
  }

  /// Long data: one series for each value of a field, on the axis of all values of x.
  private func long(
    _ chart: inout ChartData, _ scopes: [Scope], _ xs: [JSONValue], _ split: Path,
    _ channel: Properties, _ x: Properties?
  ) {
    var places: [JSONValue: Int] = [:]
    var axis: [JSONValue] = []
    for value in xs where places[value] == nil {
      places[value] = axis.count
      axis.append(value)
    }
    var names: [String] = []
    var series: [String: ChartData.Series] = [:]
    for (scope, value) in zip(scopes, xs) {
      let name = scope.value(at: split)?.plainText ?? "–"
      if series[name] == nil {
        guard names.count < ChartData.maximumSeries else {
          painter.warn("more than \(ChartData.maximumSeries) series; the rest is left out")
          continue
        }
        names.append(name)
        series[name] = ChartData.Series(
          name: name, tone: .neutral, values: .init(repeating: nil, count: axis.count),
          texts: .init(repeating: "–", count: axis.count))
      }
      guard let place = places[value],
        let y = channel.field(.field).flatMap({ scope.value(at: $0) })
      else { continue }
      series[name]?.values[place] = y.numeric
      series[name]?.texts[place] = painter.shown(cell: y, channel, scope)
    }
    chart.positions = positions(axis, chart.xScale)
    chart.labels = axis.map { text($0, x, chart.xScale) }
    chart.series = names.compactMap { series[$0] }
  }

  private func reduced(_ chart: ChartData) -> ChartData {
    var chart = chart
    if chart.kind == "pie" || chart.kind == "donut" { return sliced(chart) }
    guard chart.labels.count > ChartData.maximumPoints, !chart.series.isEmpty else { return chart }
    let x = chart.positions.isEmpty ? chart.labels.indices.map(Double.init) : chart.positions
    let kept = Reduction.largestTriangle(
      x, chart.series[0].values.map { $0 ?? 0 }, keep: ChartData.maximumPoints)
    func pick<T>(_ list: [T]) -> [T] { list.isEmpty ? [] : kept.map { list[$0] } }
    chart.positions = pick(chart.positions)
    chart.labels = pick(chart.labels)
    chart.pointTones = pick(chart.pointTones)
    for index in chart.series.indices {
      chart.series[index].values = pick(chart.series[index].values)
      chart.series[index].texts = pick(chart.series[index].texts)
      chart.series[index].sizes = pick(chart.series[index].sizes)
    }
    return chart
  }

  /// At most twelve slices, the last one "Other".
  private func sliced(_ chart: ChartData) -> ChartData {
    var chart = chart
    guard chart.labels.count > ChartData.maximumSlices, var series = chart.series.first else {
      return chart
    }
    let order = series.values.indices.sorted { (series.values[$0] ?? 0) > (series.values[$1] ?? 0) }
    let kept = order.prefix(ChartData.maximumSlices - 1)
    let rest = order.dropFirst(kept.count).reduce(0.0) { $0 + (series.values[$1] ?? 0) }
    chart.labels = kept.map { chart.labels[$0] } + ["Other"]
    let channel = node.properties.objects(.y)[0]
    series.texts =
      kept.map { series.texts[$0] } + [painter.shown(cell: .number(rest), channel, scope)]
    series.values = kept.map { series.values[$0] } + [rest]
    chart.series = [series]
    chart.positions = []
    return chart
  }
}
