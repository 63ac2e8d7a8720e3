import Foundation

/// Commands about requests that wait for us.
enum FetchCommands {
  struct Header: Codable, Sendable {
    let name: String
    let value: String
  }

  /// From now on every request waits.
  struct Enable: DevToolsCommand {
    static let method = "Fetch.enable"
    struct Pattern: Encodable, Sendable { let urlPattern = "*" }
    let patterns = [Pattern()]
  }

  /// Lets chromium answer: only for what is in the page itself.
  struct Continue: DevToolsCommand {
    static let method = "Fetch.continueRequest"
    let requestId: String
  }

  struct Fail: DevToolsCommand {
    static let method = "Fetch.failRequest"
    enum Reason: String, Encodable, Sendable {
      case accessDenied = "AccessDenied"
      case blocked = "BlockedByClient"
      case failed = "Failed"
    }

    let requestId: String
    let errorReason: Reason
  }

  struct Fulfill: DevToolsCommand {
    static let method = "Fetch.fulfillRequest"
    let requestId: String
    let responseCode: Int
    let responseHeaders: [Header]
    /// Written as base64.
    let body: Data
  }
}
