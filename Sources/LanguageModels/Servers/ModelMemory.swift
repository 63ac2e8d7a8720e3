public import BlockModel
import Foundation
import Synchronization

/// What was learnt about a model by asking it, kept over restarts.
public struct ModelQuirks: Sendable, Hashable {
  /// Fields of the request that it does not take.
  public var dropped: Set<String> = []
  /// Fields that have another name there.
  public var renamed: [String: String] = [:]
  /// Real tokens for each estimated one; `nil` before the first answer.
  public var tokenRatio: Double?

  public init() {}

  public init(json: JSONValue) {
    dropped = Set((json["dropped"]?.array ?? []).compactMap(\.string))
    for (name, value) in json["renamed"]?.object ?? [:] { renamed[name] = value.string }
    tokenRatio = json["token_ratio"]?.number
  }

  public var json: JSONValue {
    var members: JSONObject = [
      "dropped": .array(dropped.sorted().map { .string($0) }),
      "renamed": .object(
        JSONObject(
          uniqueKeysWithValues: renamed.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
    ]
    if let tokenRatio { members["token_ratio"] = .number(tokenRatio) }
    return .object(members)
  }

  /// The body as this model takes it.
  func applied(to body: JSONObject) -> JSONObject {
    var changed: JSONObject = [:]
    for (name, value) in body where !dropped.contains(name) {
      changed[renamed[name] ?? name] = value
    }
    return changed
  }
}

/// What all calls of one model share: its quirks, its health, and whose turn it is.
public final class ModelMemory: Sendable {
  private struct State {
    var quirks: ModelQuirks
    var failures = 0
    var closedUntil: Date?
    /// Not kept over restarts: a server is restarted with another context, too.
    var contextTokens: Int?
  }

  /// Jobs that may fail one after the other before the server is left alone for ``pause``.
  static let failuresAllowed = 5
  static let pause: TimeInterval = 300

  private let state: Mutex<State>
  private let learned: @Sendable (ModelQuirks) -> Void
  let turns: Turns

  /// - Parameters:
  ///   - atOnce: requests under way at the same time.
  ///   - learned: is told quirks that are worth keeping.
  public init(
    quirks: ModelQuirks = ModelQuirks(), atOnce: Int = 2,
    learned: @escaping @Sendable (ModelQuirks) -> Void = { _ in }
  ) {
    state = Mutex(State(quirks: quirks))
    self.learned = learned
    turns = Turns(atOnce)
  }

  var quirks: ModelQuirks { state.withLock { $0.quirks } }

  /// Remembers what a failure teaches.
  /// - Returns: `true` when the request is worth sending again, changed.
  func learn(from failure: ModelFailure, sent body: JSONObject, schemaField: String) -> Bool {
    let change: (inout ModelQuirks) -> Bool = { quirks in
      switch failure.kind {
      case .field:
        guard let field = failure.field else { return false }
        if let replacement = failure.replacement, body[field] != nil, field != replacement {
          quirks.renamed[field] = replacement
          return true
        }
        // A renamed field is not taken either: without it then.
        let name = quirks.renamed.first { $0.value == field }?.key ?? field
        guard body[field] != nil, !["model", "messages"].contains(field) else { return false }
        return quirks.dropped.insert(name).inserted
      case .request:
        // No reason that is understood: the optional form is the likeliest.
        return body[schemaField] != nil && quirks.dropped.insert(schemaField).inserted
      default: return false
      }
    }
    let (quirks, isNew) = state.withLock { state in
      let isNew = change(&state.quirks)
      return (state.quirks, isNew)
    }
    if isNew { learned(quirks) }
    return isNew
  }

  /// Remembers how many tokens an estimate really was.
  func calibrate(estimate: Int, real: Int) {
    guard estimate > 500, real > 0 else { return }
    let ratio = Double(real) / Double(estimate)
    let quirks: ModelQuirks? = state.withLock { state in
      let isNews = state.quirks.tokenRatio.map { abs($0 - ratio) > 0.1 } ?? true
      state.quirks.tokenRatio = ratio
      return isNews ? state.quirks : nil
    }
    if let quirks { learned(quirks) }
  }

  // MARK: Health

  /// The moment before which this model is not asked, because it failed again and again.
  func closedUntil(_ now: Date) -> Date? {
    state.withLock { $0.closedUntil.flatMap { $0 > now ? $0 : nil } }
  }

  func succeeded() {
    state.withLock {
      $0.failures = 0
      $0.closedUntil = nil
    }
  }

  /// Tokens the model can read, as its server said when a prompt was too long.
  var contextTokens: Int? { state.withLock { $0.contextTokens } }

  func failed(_ failure: ModelFailure, now: Date) {
    if let tokens = failure.contextTokens { state.withLock { $0.contextTokens = tokens } }
    guard failure.isRetryable else { return }
    state.withLock { state in
      state.failures += 1
      if state.failures >= Self.failuresAllowed {
        state.closedUntil = now.addingTimeInterval(Self.pause)
      }
    }
  }
}

/// Lets a number of callers through at a time, in the order they came.
actor Turns {
  private var free: Int
  private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastNumber = 0

  init(_ count: Int) { free = count }

  /// - Returns: `false` when the task was cancelled; otherwise one ``give()`` must follow.
  func take() async -> Bool {
    if Task.isCancelled { return false }
    if free > 0 {
      free -= 1
      return true
    }
    lastNumber += 1
    let number = lastNumber
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiting.append((number, $0)) }
    } onCancel: {
      Task { await giveUp(number) }
    }
  }

  func give() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().continuation.resume(returning: true)
    }
  }

  private func giveUp(_ number: Int) {
    guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }
}
