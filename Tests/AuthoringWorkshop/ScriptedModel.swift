public import BlockModel
import Foundation
public import LanguageModels
import Synchronization

/// A model that says what the test wrote down, call after call.
public final class ScriptedModel: ModelProvider {
  public enum Reply: Sendable {
    case text(String)
    case stopped(StopReason, String)
    case failure(String)
    case failed(ModelFailure)
    /// Never answers; ends when it is cancelled.
    case silence
  }

  public struct Broken: Error, CustomStringConvertible {
    public var description: String
  }

  public let name = "scripted"
  public let model = "one"
  private let replies: Mutex<[Reply]>
  private let asked = Mutex<[ModelRequest]>([])

  public let contextTokens: Int?

  public init(_ replies: [Reply], contextTokens: Int? = nil) {
    self.replies = Mutex(replies)
    self.contextTokens = contextTokens
  }

  /// What was asked so far.
  public var requests: [ModelRequest] { asked.withLock { $0 } }

  public func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
    asked.withLock { $0.append(request) }
    let reply = replies.withLock { $0.isEmpty ? .failure("the script is over") : $0.removeFirst() }
    return AsyncThrowingStream { continuation in
      continuation.yield(.started(model: "one-resolved"))
      switch reply {
      case .text(let text):
        continuation.yield(.text(text))
        continuation.yield(.finished(.finished))
        continuation.finish()
      case .stopped(let reason, let text):
        continuation.yield(.text(text))
        continuation.yield(.finished(reason))
        continuation.finish()
      case .failure(let text): continuation.finish(throwing: Broken(description: text))
      case .failed(let failure): continuation.finish(throwing: failure)
      case .silence: break
      }
    }
  }
}

/// Keeps the model calls of one test.
public final class CallLog: Sendable {
  public init() {}
  private let kept = Mutex<[ModelCall]>([])
  public var calls: [ModelCall] { kept.withLock { $0 } }
  public func add(_ call: ModelCall) { kept.withLock { $0.append(call) } }
}
