import BlockModel
import Synchronization

/// Bytes that somebody may still receive, in one request or in many: counted while they come, so that
/// nothing beyond them is ever held.
///
/// A part is always there; what goes beyond it is borrowed from a pool that many share, and given back
/// when the budget is let go, which is when nobody holds what was received any more.
public final class ReceiveBudget: Sendable {
  /// Why no more may be received.
  public enum Refusal: Sendable, Hashable {
    /// All its bytes were received.
    case spent(bytes: Int)
    /// Those who share the pool have received all its bytes.
    case poolIsEmpty(bytes: Int)
  }

  private struct State {
    var received = 0
    var borrowed = 0
    var refusal: Refusal?
  }

  private let bytes: Int
  private let always: Int
  private let pool: ReceivePool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - bytes: all that may be received.
  ///   - always: the part of them that is not borrowed.
  ///   - pool: where the rest comes from.
  public init(bytes: Int, always: Int, beyond pool: ReceivePool) {
    self.bytes = bytes
    self.always = always
    self.pool = pool
  }

  deinit { pool.giveBack(state.withLock { $0.borrowed }) }

  /// Why something was refused; from then on nothing more is received.
  public var refusal: Refusal? { state.withLock { $0.refusal } }

  /// Counts bytes that have come.
  /// - Returns: `false` when they are too many.
  public func take(_ count: Int) -> Bool {
    state.withLock { state in
      guard state.refusal == nil else { return false }
      guard count <= bytes - state.received else {
        state.refusal = .spent(bytes: bytes)
        return false
      }
      let borrowed = max(0, state.received + count - always) - state.borrowed
      guard borrowed <= 0 || pool.take(borrowed) else {
        state.refusal = .poolIsEmpty(bytes: pool.bytes)
        return false
      }
      state.borrowed += max(0, borrowed)
      state.received += count
      return true
    }
  }
}

/// Bytes that several ``ReceiveBudget``s share.
public final class ReceivePool: Sendable {
  let bytes: Int
  private let taken = Mutex(0)

  public init(bytes: Int) { self.bytes = bytes }

  fileprivate func take(_ count: Int) -> Bool {
    taken.withLock { taken in
      guard count <= bytes - taken else { return false }
      taken += count
      return true
    }
  }

  fileprivate func giveBack(_ count: Int) { taken.withLock { $0 -= count } }
}

extension ReceiveBudget.Refusal: CustomStringConvertible {
  /// One sentence: what happened, and what to do next.
  public var description: String {
    switch self {
    case .spent(let bytes):
      "the script received more than \(ByteSize.limit(bytes)) from its sources; ask for less"
    case .poolIsEmpty(let bytes):
      "all blocks together received more than \(ByteSize.limit(bytes)) at once; ask for less, or run the block at another time"
    }
  }
}
