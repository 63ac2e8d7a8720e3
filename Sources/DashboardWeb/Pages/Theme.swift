import BlockModel
import Hummingbird

/// Light or dark, as the system is or as a person wishes. The wish is a cookie of the browser, so that the
/// first paint knows it.
enum Theme: String, Hashable, Sendable, CaseIterable {
  case system, light, dark

  static let cookieName = "dash_theme"

  var label: String { rawValue.capitalizingFirst }

  /// When the dark colours hold.
  var media: String {
    switch self {
    case .system: "(prefers-color-scheme: dark)"
    case .light: "not all"
    case .dark: "all"
    }
  }

  /// What the browser draws by itself.
  var colorScheme: String { self == .system ? "light dark" : rawValue }

  var cookie: Cookie {
    Cookie(
      name: Self.cookieName, value: rawValue, maxAge: 31_536_000, path: "/", httpOnly: false,
      sameSite: .lax)
  }
}

extension Request {
  var theme: Theme { cookies[Theme.cookieName].flatMap { Theme(rawValue: $0.value) } ?? .system }
}
