import BlockModel
import Foundation
import Sentences

/// Methods beyond reading that a script uses when somebody clicks. They are allowed by a person before the
/// block is kept, because a trial sends nothing.
enum ActionMethods {
  /// - Returns: what the person is asked; `nil` when the block may all that its script does.
  static func question(_ files: BlockFiles, _ wish: Wish) -> AuthoringAnswer? {
    guard let script = try? ScriptReading(files.script) else { return nil }
    let requests = RequestReading(script)
    let missing = requests.methods.filter { !files.manifest.permissions.methods.contains($0.key) }
    guard let method = missing.min(by: { $0.value < $1.value })?.key,
      let host = requests.targets.first(where: { $0.offset >= missing[method] ?? 0 })?.host
        ?? requests.targets.last?.host
        ?? wish.addresses.lazy.compactMap({ URLComponents(string: $0)?.host }).first
    else { return nil }
    return AuthoringAnswer(
      "The block sends with \(method) to \(host), which can change something there; allow that first.",
      kind: .permission, neededGrant: .host(host, method: method))
  }
}
