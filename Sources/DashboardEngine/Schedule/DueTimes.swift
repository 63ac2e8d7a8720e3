import BlockModel
import Foundation
import HeapModule

/// When each block is due, with the earliest at hand.
///
/// A block that is planned anew leaves its old entry in the heap, where it is passed over when its time
/// comes; when such entries outnumber the blocks they are swept out.
struct DueTimes {
  private struct Due: Comparable {
    var time: Date
    var id: BlockID

    static func < (left: Due, right: Due) -> Bool {
      (left.time, left.id.text) < (right.time, right.id.text)
    }
  }

  private var heap = Heap<Due>()
  private var times: [BlockID: Date] = [:]

  /// When the block is due; `nil` when it is not.
  subscript(id: BlockID) -> Date? {
    get { times[id] }
    set {
      guard times[id] != newValue else { return }
      times[id] = newValue
      guard let newValue else { return }
      if heap.count > 2 * times.count + 64 {
        heap = Heap(times.map { Due(time: $0.value, id: $0.key) })
      } else {
        heap.insert(Due(time: newValue, id: id))
      }
    }
  }

  /// The first time at which a block is due.
  mutating func earliest() -> Date? {
    while let due = heap.min {
      if times[due.id] == due.time { return due.time }
      heap.removeMin()
    }
    return nil
  }

  /// Takes out the block that has been due the longest; `nil` when none is due.
  mutating func next(at now: Date) -> BlockID? {
    guard let time = earliest(), time <= now else { return nil }
    let id = heap.removeMin().id
    times[id] = nil
    return id
  }
}
