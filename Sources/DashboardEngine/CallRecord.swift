import BlockModel
import Synchronization

/// The calls of models during one attempt, in their order.
final class CallRecord: Sendable {
  private let list = Mutex<[ModelCall]>([])

  func add(_ call: ModelCall) { list.withLock { $0.append(call) } }

  var calls: [ModelCall] { list.withLock { $0 } }
}
