import CLua
import WorkerProtocol

/// The native half of `store`. Each function gives `true, JSON or nil`, or `false, kind, message`.
///
/// `get(key)`, `set(key, json)`, `delete(key)`, `keys(prefix)`, `append(series, json, at?)`,
/// `range(series, {since?, since_ago?, until?, until_ago?, last?, every?, agg?})`.
struct StoreModule {
  let channel: HostChannel

  var module: NativeModule {
    NativeModule(
      "store",
      [
        ("get", { call in ask(.get(key: text(1, call)), call) }),
        ("set", { call in ask(.set(key: text(1, call), value: json(2, call)), call) }),
        ("delete", { call in ask(.delete(key: text(1, call)), call) }),
        ("keys", { call in ask(.keys(prefix: text(1, call)), call) }),
        (
          "append",
          { call in
            ask(
              .append(series: text(1, call), value: json(2, call), at: call.number(3)), call)
          }
        ),
        ("range", { call in ask(.range(series: text(1, call), span(2, call)), call) }),
      ])
  }

  private func ask(_ question: StoreQuestion, _ call: LuaCall) -> NativeResult {
    switch channel.ask(.store(question), for: call) {
    case .failure(let problem): return .failure("store: \(problem)")
    case .success(.stored(let json)):
      call.push(true)
      if let json { call.push(json) } else { call.pushNil() }
      return .results(2)
    case .success(.refused(let refusal)):
      call.push(false)
      call.push(refusal.kind)
      call.push(refusal.message)
      return .results(3)
    case .success: channel.endForNonsense()
    }
  }

  private func text(_ index: Int32, _ call: LuaCall) -> String { call.string(index) ?? "" }

  private func json(_ index: Int32, _ call: LuaCall) -> ArraySlice<UInt8> {
    call.bytes(index).map { Array($0)[...] } ?? []
  }

  private func span(_ index: Int32, _ call: LuaCall) -> SeriesSpan {
    func end(_ name: String) -> SeriesSpan.End? {
      call.field(name, of: index, call.number).map { .at($0) }
        ?? call.field("\(name)_ago", of: index, call.number).map { .ago($0) }
    }
    func count(_ name: String) -> Int? {
      call.field(name, of: index, call.integer).map { Int($0) }
    }
    return SeriesSpan(
      since: end("since"), until: end("until"), last: count("last"), every: count("every"),
      calendar: call.field("calendar", of: index, call.string).flatMap { Self.units[$0] },
      zone: call.field("zone", of: index, call.string),
      aggregate: call.field("agg", of: index, call.string).flatMap { Self.aggregates[$0] })
  }

  private static let units: [String: SeriesSpan.CalendarUnit] = [
    "day": .day, "week": .week, "month": .month,
  ]
  private static let aggregates: [String: SeriesSpan.Aggregate] = [
    "avg": .mean, "min": .min, "max": .max, "sum": .sum, "first": .first, "last": .last,
    "count": .count,
  ]
}
