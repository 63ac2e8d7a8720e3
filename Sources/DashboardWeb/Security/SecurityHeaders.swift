import HTTPTypes
import Hummingbird

/// The headers of every answer, whatever became of the request.
enum SecurityHeaders {
  /// No inline script or style, images only through the host's own proxy.
  static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
  ].joined(separator: "; ")

  static func add(to headers: inout HTTPFields) {
    headers[.contentSecurityPolicy] = contentSecurityPolicy
    headers[.xContentTypeOptions] = "nosniff"
    headers[.xFrameOptions] = "DENY"
    // Not `no-referrer`: that would make the browser send `Origin: null` with our own forms.
    headers[.referrerPolicy] = "same-origin"
    headers[.crossOriginOpenerPolicy] = "same-origin"
    headers[.crossOriginResourcePolicy] = "same-origin"
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
  }
}

extension HTTPField.Name {
  static let xFrameOptions = known("X-Frame-Options")
  static let referrerPolicy = known("Referrer-Policy")
  static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
  static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
  static let accelBuffering = known("X-Accel-Buffering")
  static let secFetchSite = known("Sec-Fetch-Site")
  static let fragment = known("X-Dash-Fragment")
  static let csrf = known("X-Dash-CSRF")

  /// A name written in the source; the initialiser is failable only for texts that are not a token.
  static func known(_ text: StaticString) -> HTTPField.Name {
    guard let name = HTTPField.Name("\(text)") else { preconditionFailure("not a token: \(text)") }
    return name
  }
}
