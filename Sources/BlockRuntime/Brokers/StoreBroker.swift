import BlockModel
import Foundation
import WorkerProtocol

/// Answers the `store` questions of one run, for its own block only.
struct StoreBroker {
  let block: BlockID
  let storage: any ScriptStorage
  /// The moment of the run.
  let now: Date

  func answer(_ question: StoreQuestion) async -> HostMessage {
    do {
      return .stored(try await value(question)?.utf8()[...])
    } catch let problem as Problem {
      return refuse(.scriptError, problem.message)
    } catch let error as JSONParseError {
      return refuse(.scriptError, "store: the value is \(error)")
    } catch {
      return refuse(.limit, "store: \(error)")
    }
  }

  /// Seconds from 1970 to about the year 5138, forward and back; no point lies beyond.
  private static let longest = 1e11

  private struct Problem: Error {
    let message: String
  }

  private func value(_ question: StoreQuestion) async throws -> JSONValue? {
    switch question {
    case .get(let key): return try await storage.value(named(key), of: block)
    case .set(let key, let value):
      try await storage.set(named(key), to: JSONValue(parsing: value), of: block)
    case .delete(let key): try await storage.delete(named(key), of: block)
    case .keys(let prefix):
      return .array(try await storage.keys(prefix: prefix, of: block).map { .string($0) })
    case .append(let series, let value, let at):
      guard value.count <= HostBudgets.point else {
        throw Problem(
          message:
            "store.append: a point may have \(HostBudgets.point) bytes as JSON, not \(value.count)")
      }
      try await storage.append(
        JSONValue(parsing: value), to: named(series), at: at.map(Self.date) ?? now, of: block)
    case .range(let series, let span):
      let points = try await storage.points(of: named(series), query(span), of: block)
      return .array(
        points.map { ["at": .number($0.time.timeIntervalSince1970), "value": $0.value] })
    }
    return nil
  }

  private func named(_ key: String) throws -> String {
    guard !key.isEmpty else { throw Problem(message: "store: a key must be a text of 1…200 bytes") }
    return key
  }

  private static func date(_ seconds: Double) -> Date {
    Date(clampingUnix: seconds.clamped(to: -longest...longest))
  }

  private func date(_ end: SeriesSpan.End) -> Date {
    switch end {
    case .at(let seconds): Self.date(seconds)
    case .ago(let seconds): Self.date(now.timeIntervalSince1970 - seconds)
    }
  }

  private func query(_ span: SeriesSpan) -> SeriesQuery {
    var query = SeriesQuery(
      since: span.since.map(date), until: span.until.map(date), last: span.last,
      every: span.every.map { max(1, $0) }, aggregate: span.aggregate?.inStorage ?? .mean)
    query.calendar = span.calendar.map {
      CalendarBuckets($0.inStorage, zone: span.zone.flatMap(Self.zone) ?? .gmt)
    }
    return query
  }

  /// The worker knows the same zones; what is not written like the name of one is not looked for.
  private static func zone(_ name: String) -> TimeZone? {
    let isName =
      name.utf8.count <= 64
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-/".contains($0)) }
    return isName ? TimeZone(identifier: name) : nil
  }

  private func refuse(_ kind: FailureKind, _ message: String) -> HostMessage {
    .refused(Refusal(kind.rawValue, message))
  }
}

extension SeriesSpan.CalendarUnit {
  fileprivate var inStorage: CalendarBuckets.Unit {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    }
  }
}

extension SeriesSpan.Aggregate {
  fileprivate var inStorage: SeriesQuery.Aggregate {
    switch self {
    case .mean: .mean
    case .min: .min
    case .max: .max
    case .sum: .sum
    case .first: .first
    case .last: .last
    case .count: .count
    }
  }
}
