import Hummingbird

extension Request {
  /// Is it sent to a block at an address of its own? Who sends it has neither a session nor a token: the
  /// address itself is the secret.
  var isWebhookMessage: Bool { method == .post && uri.path.hasPrefix("/hooks/") }
}
