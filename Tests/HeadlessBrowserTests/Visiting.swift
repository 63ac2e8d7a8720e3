import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import TestSupport
import Testing

/// A browser for all tests of pages: they take turns, as blocks do.
enum Visiting {
  static let egress = Egress(secrets: OneSecret())
  static let browser = HeadlessBrowser(egress: egress)

  static let isInstalled = browser.isInstalled

  /// What a block may that shows pages of the given sources.
  static func permissions(_ sources: LoopbackSource...) -> Permissions {
    Permissions(
      browser: true,
      privateHosts: Set(sources.map { HostPort(host: "127.0.0.1", port: $0.port) }))
  }

  /// Visits a path of a source.
  static func visit(
    _ source: LoopbackSource, _ path: String = "", _ visit: PageVisit = PageVisit(),
    timeout: Duration = .seconds(30), permissions: Permissions? = nil,
    change: (inout EgressRequest) -> Void = { _ in }
  ) async -> HeadlessBrowser.Outcome {
    var request = EgressRequest("GET", source.url(path), timeout: timeout)
    request.visit = visit
    change(&request)
    return await browser.visit(request, as: permissions ?? Self.permissions(source))
  }

  struct OneSecret: SecretSource {
    func secret(_ name: String) async -> String? { name == "KEY" ? "s3cret-value" : nil }
  }
}

extension HeadlessBrowser.Outcome {
  /// The page as text.
  var html: String {
    get throws { String(decoding: try result.get().body, as: UTF8.self) }
  }

  var failure: EgressFailure? {
    if case .failure(let failure) = result { failure } else { nil }
  }
}

extension LoopbackSource.Answer {
  static func page(_ html: String, status: Int = 200) -> Self {
    Self(status: status, type: "text/html; charset=utf-8", body: Array(html.utf8))
  }

  static func script(_ text: String) -> Self {
    Self(type: "text/javascript", body: Array(text.utf8))
  }
}

extension Trait where Self == ConditionTrait {
  static var needsChromium: Self {
    .enabled(if: Visiting.isInstalled, "needs the Debian package chromium")
  }
}
