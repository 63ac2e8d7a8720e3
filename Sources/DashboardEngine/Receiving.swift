public import BlockModel
import BlockStore
import Foundation

/// Why a message to a block is not taken.
public enum WebhookRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no block at this address, or not any more.
  case unknown
  /// - Parameter seconds: until the next one is taken.
  case tooMany(seconds: Int)
  /// The data folder or database failed.
  case storage(String)

  public var description: String {
    switch self {
    case .unknown:
      "There is no webhook at this address. It was replaced, or its block was deleted; `dash webhook new ID` makes another."
    case .tooMany(let seconds):
      "A block takes \(Webhook.maximumPerMinute) messages a minute. Send the next one in \(seconds) \(seconds == 1 ? "second" : "seconds")."
    case .storage(let message): message
    }
  }
}

/// Blocks that are sent something: an address for each, and what comes of a message.
extension DashboardEngine {
  /// Gives a block an address at which it is sent something; the one it had before ends.
  ///
  /// - Returns: the path of the address, told this once: `/hooks/hook_…`.
  public func makeWebhook(of id: BlockID) async throws(EngineError) -> String {
    let hadOne = try await webhook(of: id) != nil
    let (token, now) = (TokenText.make(.webhook), settings.now())
    try await stored { () throws(StorageError) in
      try await storage.setWebhook(hash: TokenText.hash(token), of: id, at: now)
    }
    await note(hadOne ? "Made a new webhook; the old one no longer works." : "Made a webhook.", id)
    hub.send(.cardChanged(id))
    return "/hooks/\(token)"
  }

  /// When the address of a block was made and used; `nil` when it has none.
  public func webhook(of id: BlockID) async throws(EngineError) -> Webhook? {
    _ = try known(id)
    return try await stored { () throws(StorageError) in try await storage.webhook(of: id) }
  }

  /// Ends the address of a block; what was sent stays.
  /// - Returns: whether there was one.
  @discardableResult
  public func endWebhook(of id: BlockID) async throws(EngineError) -> Bool {
    _ = try known(id)
    let isGone = try await stored { () throws(StorageError) in
      try await storage.removeWebhook(of: id)
    }
    if isGone {
      await note("Removed its webhook.", id)
      hub.send(.cardChanged(id))
    }
    return isGone
  }

  /// Can a text be the token of a webhook? Others are not looked up.
  public static func isWebhookToken(_ text: String) -> Bool { TokenText.isOne(text, .webhook) }

  /// Whose address ends with this token, if that block takes a message now.
  public func addressee(of token: String) async throws(WebhookRefusal) -> BlockID {
    let id: BlockID?
    do throws(StorageError) {
      id =
        Self.isWebhookToken(token)
        ? try await storage.blockOfWebhook(hash: TokenText.hash(token)) : nil
    } catch {
      throw .storage(error.description)
    }
    // One in the trash takes nothing.
    guard let id, entries[id] != nil else { throw .unknown }
    if let seconds = arrivals.wait(of: id, at: settings.now()) { throw .tooMany(seconds: seconds) }
    return id
  }

  /// Keeps a message and runs its block, which reads it by `store.received()`. A paused block keeps it for
  /// later; one that runs already runs once more.
  public func receive(
    _ message: WebhookMessage, of id: BlockID
  ) async throws(WebhookRefusal) {
    do throws(StorageError) { try await storage.keep(message, of: id, at: settings.now()) } catch {
      throw .storage(error.description)
    }
    guard let entry = entries[id], !entry.record.isPaused else { return }
    if entry.run == nil {
      startRun(id, .webhook, isFresh: true)
    } else {
      entries[id]?.hasMail = true
    }
  }

  /// What came while a block ran is shown by a run of its own.
  func readMail(of id: BlockID) {
    guard let entry = entries[id], entry.hasMail else { return }
    entries[id]?.hasMail = false
    if !entry.record.isPaused, entry.run == nil { startRun(id, .webhook, isFresh: true) }
  }
}
