import BlockModel
import Synchronization

/// The calls of models during one attempt, in their order, without the values of secrets.
final class CallRecord: Sendable {
  private let list = Mutex<[ModelCall]>([])
  private let mask: SecretMask

  init(_ mask: SecretMask = SecretMask([])) { self.mask = mask }

  func add(_ call: ModelCall) {
    var call = call
    call.prompt = mask.masking(call.prompt)
    call.answer = mask.masking(call.answer)
    list.withLock { $0.append(call) }
  }

  var calls: [ModelCall] { list.withLock { $0 } }
}
