import BlockModel
import Foundation

/// How often blocks take something that is sent to them: so many in any minute.
struct ArrivalLimit {
  private static let window: TimeInterval = 60

  private let most: Int
  private var arrivals: [BlockID: [Date]] = [:]

  init(most: Int = Webhook.maximumPerMinute) { self.most = most }

  /// Counts an arrival.
  /// - Returns: `nil` when it may come in, else the seconds until the next may.
  mutating func wait(of id: BlockID, at now: Date) -> Int? {
    // A clock that was set back leaves arrivals in the future, which tell nothing.
    let recent = (arrivals[id] ?? []).filter {
      (0..<Self.window).contains(now.timeIntervalSince($0))
    }
    if recent.count >= most, let oldest = recent.first {
      arrivals[id] = recent
      return max(1, Int(clamping: (Self.window - now.timeIntervalSince(oldest)).rounded(.up)))
    }
    arrivals[id] = recent + [now]
    return nil
  }

  /// A block that is gone counts no more.
  mutating func forget(_ id: BlockID) { arrivals[id] = nil }
}
