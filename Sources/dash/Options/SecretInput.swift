import BlockModel
import Foundation

/// A value that must not stand on the command line, where every program of the machine reads it.
enum SecretInput {
  /// Bytes that no key needs.
  private static let most = 64 << 10

  /// What stands on standard input, to its end; a person types it unseen.
  /// - Parameter prompt: what a person is asked for.
  static func read(_ prompt: String) throws(CommandFailure) -> SecretValue {
    let entered: String
    if isatty(STDIN_FILENO) == 1 {
      entered = getpass("\(prompt): ").map { String(cString: $0) } ?? ""
    } else {
      let bytes = (try? FileHandle.standardInput.read(upToCount: most + 1)) ?? Data()
      guard bytes.count <= most else {
        throw CommandFailure(.auth, "Standard input is larger than any key; pipe the key alone.")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure(.auth, "Standard input is not a text in UTF-8; pipe the key alone.")
      }
      entered = text
    }
    do throws(SecretValue.Problem) {
      let value = try SecretValue(entered: entered)
      if value.isTrimmed { Output.note("The spaces around it are not kept.") }
      return value
    } catch {
      throw CommandFailure(.auth, "Nothing was kept: \(error).")
    }
  }
}
