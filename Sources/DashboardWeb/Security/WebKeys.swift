import Cryptography
import Foundation

/// Proofs made with one secret key: that a write comes from our page, that an image URL is ours.
struct WebKeys: Sendable {
  private let key: SecretKey

  init(key: SecretKey) { self.key = key }

  /// The token a page shows with each write, bound to the session it was made for.
  func csrfToken(session: String) -> String { proof("csrf", session) }

  func isCSRFToken(_ text: String, session: String) -> Bool {
    isProof(text, "csrf", session)
  }

  /// The signature of an image URL as shown by one block.
  func imageSignature(block: String, url: String) -> String { proof("image", block, url) }

  func isImageSignature(_ text: String, block: String, url: String) -> Bool {
    isProof(text, "image", block, url)
  }

  /// The value of the session cookie after a login: an expiry in Unix seconds and its proof, which holds
  /// as long as the token that was typed does.
  func session(until expiry: Date, token: String) -> String {
    let seconds = String(expiry.unixSeconds)
    return seconds + "." + proof("session", seconds, token)
  }

  func isSession(_ text: String, token: String, now: Date) -> Bool {
    guard let dot = text.firstIndex(of: "."), let seconds = Int(text[..<dot]),
      isProof(String(text[text.index(after: dot)...]), "session", String(seconds), token)
    else { return false }
    return Double(seconds) > now.timeIntervalSince1970
  }

  /// Are the texts equal? Takes as long for wrong ones as for right ones.
  func isEqual(_ a: String, _ b: String) -> Bool {
    key.isCode(key.code(for: Array(a.utf8)), for: Array(b.utf8))
  }

  private func proof(_ parts: String...) -> String {
    Data(key.code(for: Self.message(parts))).base64URL
  }

  private func isProof(_ text: String, _ parts: String...) -> Bool {
    guard let code = Data(base64URL: text) else { return false }
    return key.isCode(Array(code), for: Self.message(parts))
  }

  /// The parts with their lengths, so that no two lists give one message.
  private static func message(_ parts: [String]) -> [UInt8] {
    Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }
}

extension Data {
  /// RFC 4648 §5, without padding.
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }

  init?(base64URL text: String) {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
  }
}
