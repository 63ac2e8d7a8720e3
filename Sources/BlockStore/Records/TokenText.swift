import Cryptography
import Foundation

/// The text of a token of a program. Only its hash is kept: the text has 256 random bits, so that nobody who
/// reads the hash comes back to it.
public enum TokenText {
  private static let mark = "dash_"

  /// A new one: `dash_` and 43 letters, digits, `-` and `_`.
  public static func make() -> String {
    mark
      + Data(SecretKey().bytes).base64EncodedString().replacing("+", with: "-").replacing(
        "/", with: "_"
      )
      .replacing("=", with: "")
  }

  /// SHA-256.
  public static func hash(_ text: String) -> [UInt8] { SHA256.digest(of: text) }

  /// Can it be one at all? Others are not looked up.
  public static func isOne(_ text: String) -> Bool {
    text.hasPrefix(mark) && text.utf8.count == mark.utf8.count + 43
  }
}
