import Cryptography
import Foundation

/// The text of a token. Only its hash is kept: the text has 256 random bits, so that nobody who reads the
/// hash comes back to it.
public enum TokenText {
  /// What a token opens; the text says it by how it begins.
  public enum Kind: String, Sendable {
    /// A program's way to the API and to `/mcp`.
    case program = "dash_"
    /// The end of the address at which a block is sent something.
    case webhook = "hook_"
  }

  /// A new one: `dash_` or `hook_`, and 43 letters, digits, `-` and `_`.
  public static func make(_ kind: Kind = .program) -> String {
    kind.rawValue
      + Data(SecretKey().bytes).base64EncodedString().replacing("+", with: "-").replacing(
        "/", with: "_"
      )
      .replacing("=", with: "")
  }

  /// SHA-256.
  public static func hash(_ text: String) -> [UInt8] { SHA256.digest(of: text) }

  /// Can it be one at all? Others are not looked up.
  public static func isOne(_ text: String, _ kind: Kind = .program) -> Bool {
    text.hasPrefix(kind.rawValue) && text.utf8.count == kind.rawValue.utf8.count + 43
  }
}
