import BlockModel
import Foundation
import WorkerProtocol

/// Answers `store` messages of one run, for its own block only.
struct StoreBroker {
  let block: BlockID
  let storage: any ScriptStorage
  /// The moment of the run.
  let now: Date

  func answer(_ header: JSONValue, _ body: [UInt8]) async -> Frame {
    do {
      let value = try await value(header, body)
      return reply(["found": .bool(value != nil)], value)
    } catch let problem as Problem {
      return reply(["error": ["kind": "script_error", "message": .string(problem.message)]], nil)
    } catch {
      return reply(["error": ["kind": "limit", "message": .string("store: \(error)")]], nil)
    }
  }

  /// Seconds from 1970 to about the year 5138, forward and back; no point lies beyond.
  private static let longest = 1e11
  /// Bytes of one point: a number, or a few.
  private static let maximumPoint = 4096

  private struct Problem: Error {
    let message: String
  }

  private func value(_ header: JSONValue, _ body: [UInt8]) async throws -> JSONValue? {
    func text(_ name: String) throws -> String {
      guard let text = header[name]?.string, (1...200).contains(text.utf8.count) else {
        throw Problem(message: "store: \(name) must be a text of 1…200 bytes")
      }
      return text
    }
    func time(_ name: String) -> Date? {
      let seconds =
        header[name]?.number ?? header["\(name)_ago"]?.number.map { now.timeIntervalSince1970 - $0 }
      return seconds.map { Date(timeIntervalSince1970: min(max($0, -Self.longest), Self.longest)) }
    }
    switch header["op"]?.string {
    case "get": return try await storage.value(text("key"), of: block)
    case "set":
      try await storage.set(text("key"), to: JSONValue(parsing: body), of: block)
    case "delete": try await storage.delete(text("key"), of: block)
    case "keys":
      let keys = try await storage.keys(prefix: header["prefix"]?.string ?? "", of: block)
      return .array(keys.map { .string($0) })
    case "append":
      if let at = header["at"]?.number, abs(at) >= Self.longest {
        throw Problem(
          message: "store.append: at must be seconds since 1970, and \(at) looks like milliseconds")
      }
      guard body.count <= Self.maximumPoint else {
        throw Problem(
          message:
            "store.append: a point may have \(Self.maximumPoint) bytes as JSON, not \(body.count)")
      }
      try await storage.append(
        JSONValue(parsing: body), to: text("key"), at: time("at") ?? now, of: block)
    case "range":
      let query = SeriesQuery(
        since: time("since"), until: time("until"), last: header["last"]?.integer.map { Int($0) },
        every: header["every"]?.integer.map { Int(min(max($0, 1), Int64(Self.longest))) },
        aggregate: header["agg"]?.string.flatMap(SeriesQuery.Aggregate.init) ?? .mean)
      let points = try await storage.points(of: text("key"), query, of: block)
      return .array(
        points.map { ["at": .number($0.time.timeIntervalSince1970), "value": $0.value] })
    default: throw Problem(message: "store: there is no such operation")
    }
    return nil
  }

  private func reply(_ members: JSONObject, _ value: JSONValue?) -> Frame {
    var members = members
    members["type"] = .string(MessageType.reply.rawValue)
    return Frame(
      header: JSONValue.object(members).utf8(),
      body: value.map { $0.utf8() } ?? [])
  }
}
