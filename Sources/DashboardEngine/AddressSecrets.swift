import Authoring
import BlockModel
import BlockStore
import Sentences

/// Keys that stand in the addresses of a sentence become secrets before anything else sees it.
extension DashboardEngine {
  /// Keeps the keys of a request as secrets, and puts their names where they stood.
  ///
  /// - Returns: the names that are new; they are taken back when no block is made.
  func keepKeys(of request: inout AuthoringRequest) async throws(EngineError) -> [String] {
    let sentence = request.pick?.source ?? request.sentence
    let (keys, new) = try await stored { () throws(StorageError) in
      var known = Set(try await storage.secretNames())
      // The same key may be in use already.
      for key in AddressKeys(sentence).keys
      where try await storage.secret(key.name) == key.value {
        known.remove(key.name)
      }
      let keys = AddressKeys(sentence, taken: known)
      var new: [String] = []
      for key in keys.keys where try await storage.secret(key.name) != key.value {
        try await storage.setSecret(key.name, to: key.value)
        new.append(key.name)
      }
      return (keys, new)
    }
    if request.pick == nil {
      request.sentence = keys.sentence
    } else {
      request.pick?.source = keys.sentence
    }
    for key in keys.keys {
      guard let origin = Origin(of: key.address) else { continue }
      request.grants.append(.secret(name: key.name, origin: origin))
    }
    return new
  }

  /// Takes back what ``keepKeys(of:)`` kept.
  func forgetKeys(_ names: [String]) async throws(EngineError) {
    try await stored { () throws(StorageError) in
      for name in names { try await storage.setSecret(name, to: nil) }
    }
  }

  /// What is said of keys that became secrets.
  static func words(on keys: [Grant.Subject]) -> String? {
    let names = keys.compactMap { subject in
      if case .secret(let name, _) = subject { "“\(name)”" } else { nil }
    }
    guard let first = names.first else { return nil }
    return names.count == 1
      ? "The key in the address is kept as the secret \(first) of this block, and is written nowhere else."
      : "The keys in the address are kept as the secrets \(names.joined(separator: ", ")) of this block, and are written nowhere else."
  }
}
