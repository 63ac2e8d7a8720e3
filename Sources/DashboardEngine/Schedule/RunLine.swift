import BlockModel
import DequeModule

/// The line of blocks that are due, and the limits that keep them in it.
///
/// Who is due first runs first, unless a limit keeps it back: then it waits beside the line, and those
/// behind it go on. When a run ends, the one that waited longest for what it held is the next of its kind.
struct RunLine {
  struct Limits {
    /// Runs of the schedule at a time.
    var atOnce: Int
    /// Runs at a time that ask the same host.
    var perHost: Int

    /// Runs at a time of blocks that were slow the last time: half of all, so that those which always
    /// are cannot keep out the others.
    var slow: Int { max(1, atOnce / 2) }
  }

  /// What is known of a block that wants to run.
  struct Claim {
    var id: BlockID
    /// Hosts it asks; empty while its manifest was not read.
    var hosts: Set<String> = []
    var isSlow = false
  }

  /// What has a limit of its own.
  private enum Bound: Hashable {
    case host(String)
    case slow
  }

  private let limits: Limits
  private var line = Deque<Claim>()
  private var beside: [Bound: Deque<Claim>] = [:]
  private var held: [Bound: Int] = [:]
  private var running: [BlockID: Claim] = [:]
  private var waiting: Set<BlockID> = []

  init(_ limits: Limits) { self.limits = limits }

  /// Does the block wait, or hold a place?
  func knows(_ id: BlockID) -> Bool { waiting.contains(id) || running[id] != nil }

  /// Runs under way.
  var count: Int { running.count }

  /// Puts a block at the end of the line, unless it is in it or runs.
  mutating func add(_ claim: Claim) {
    guard !knows(claim.id) else { return }
    waiting.insert(claim.id)
    line.append(claim)
  }

  /// The next block that may run; it holds its place until ``end(_:)``.
  mutating func next() -> BlockID? {
    while running.count < limits.atOnce, let claim = line.popFirst() {
      guard waiting.contains(claim.id) else { continue }
      if let bound = full(for: claim) {
        park(claim, bound)
        continue
      }
      waiting.remove(claim.id)
      hold(claim)
      return claim.id
    }
    return nil
  }

  /// A block that holds a place turned out to ask these hosts.
  /// - Returns: `false` when one of them is asked enough; the block gave its place up and waits.
  mutating func learn(_ hosts: Set<String>, of id: BlockID) -> Bool {
    guard var claim = running[id], claim.hosts != hosts else { return true }
    release(claim)
    claim.hosts = hosts
    guard let bound = full(for: claim) else {
      hold(claim)
      return true
    }
    waiting.insert(id)
    park(claim, bound)
    return false
  }

  /// The run of a block is over, or it will not run: its place is free.
  mutating func end(_ id: BlockID) {
    waiting.remove(id)
    guard let claim = running[id] else { return }
    release(claim)
    for bound in bounds(of: claim) { wake(bound) }
  }

  // MARK: Inside

  private func bounds(of claim: Claim) -> [Bound] {
    claim.hosts.map { .host($0) } + (claim.isSlow ? [.slow] : [])
  }

  private func limit(_ bound: Bound) -> Int {
    switch bound {
    case .host: limits.perHost
    case .slow: limits.slow
    }
  }

  /// What keeps a block from running.
  private func full(for claim: Claim) -> Bound? {
    bounds(of: claim).first { held[$0, default: 0] >= limit($0) }
  }

  /// Lets a block wait beside the line. What it did not take of other limits is for the next.
  private mutating func park(_ claim: Claim, _ bound: Bound) {
    beside[bound, default: []].append(claim)
    for other in bounds(of: claim) where held[other, default: 0] < limit(other) { wake(other) }
  }

  /// The block that waited longest for this limit goes to the front of the line.
  private mutating func wake(_ bound: Bound) {
    while let next = beside[bound]?.popFirst() {
      guard waiting.contains(next.id) else { continue }
      line.prepend(next)
      break
    }
    if beside[bound]?.isEmpty == true { beside[bound] = nil }
  }

  private mutating func hold(_ claim: Claim) {
    running[claim.id] = claim
    for bound in bounds(of: claim) { held[bound, default: 0] += 1 }
  }

  private mutating func release(_ claim: Claim) {
    running[claim.id] = nil
    for bound in bounds(of: claim) {
      let left = held[bound, default: 0] - 1
      held[bound] = left > 0 ? left : nil
    }
  }
}
