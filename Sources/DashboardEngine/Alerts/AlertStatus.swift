public import BlockModel
public import Foundation

/// An alert of a block, and where it stands.
public struct AlertStatus: Hashable, Sendable {
  public var alert: Alert
  /// Why it cannot be told; `nil` when it can.
  public var problem: String?
  /// Does its condition hold, as of the last run?
  public var holds: Bool
  /// When it was told the last time, as far as its pause goes back.
  public var toldAt: Date?

  /// As programs read it: the members of `block.json`, and where it stands.
  public var json: JSONValue {
    var members = alert.json.object ?? [:]
    members["holds"] = .bool(holds)
    members["told_at"] = toldAt.map { .string($0.formatted(.iso8601)) } ?? .null
    members["problem"] = problem.map { .string($0) } ?? .null
    return .object(members)
  }

  /// `“Cheap” when price < 20, not again within 1d`, with the rows it is about.
  public var sentence: String {
    let rows = alert.each.map { " for each of '\($0)'" } ?? ""
    let pause = "not again within \(Schedule.text(of: alert.againAfter))"
    return "“\(alert.name)” when \(alert.when)\(rows), \(pause)"
  }
}
