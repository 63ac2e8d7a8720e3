import Hummingbird

/// Refuses requests under a name that is not this dashboard's, so that a foreign page cannot reach
/// it by pointing its own name at this machine (DNS rebinding).
struct HostCheck: RouterMiddleware {
  typealias Context = WebContext

  /// Lower case, without port and brackets.
  let names: Set<String>
  /// Rebinding needs a name, so plain addresses are safe when the dashboard is meant for a network.
  let allowsAddresses: Bool

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let host = Self.host(of: request), isOurs(host) else {
      throw WebProblem(
        .misdirectedRequest, "wrong_host",
        "This dashboard does not answer under that name. Open it by the address it printed at its start, or start it with that name."
      )
    }
    return try await next(request, context)
  }

  func isOurs(_ host: String) -> Bool {
    names.contains(host) || host.hasSuffix(".localhost")
      || (allowsAddresses && Self.isAddress(host))
  }

  static let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "::1"]

  /// The host of the request without its port: `localhost`, `127.0.0.1`, `::1`.
  static func host(of request: Request) -> String? {
    request.head.authority.flatMap { split($0) }
  }

  static func split(_ authority: String) -> String? {
    let text = authority.lowercased()
    guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || isPort(rest) else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    }
    guard let colon = text.firstIndex(of: ":") else { return text }
    guard isPort(text[colon...]) else { return nil }
    return String(text[..<colon])
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && text.count <= 6
      && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static func isAddress(_ host: String) -> Bool {
    if host.contains(":") {
      return host.utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
