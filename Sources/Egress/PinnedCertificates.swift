import CCurl

extension Egress {
  /// Performs an order, and at a place that was granted with the certificates trusted there.
  /// - Returns: `.untrusted` for a place on one's own network with a certificate of its own.
  func perform(
    _ order: CurlTransfer.Order, trusting certificates: Set<String>
  ) async -> CurlTransfer.Outcome {
    guard order.reach != .open else { return await threads.open.perform(order) }
    guard order.url.scheme == "https" else { return await threads.granted.perform(order) }
    var pinned = order
    // Never for a place of the internet, granted or not.
    pinned.reach = .ownNetwork
    pinned.certificates = certificates
    if !certificates.isEmpty {
      let outcome = await threads.granted.perform(pinned)
      switch outcome {
      // A renewed certificate may be one that authorities vouch for.
      case .untrusted, .exposed: break
      default: return outcome
      }
    }
    let outcome = await threads.granted.perform(order)
    guard case .failed(let code, let reason) = outcome,
      code == CURLE_PEER_FAILED_VERIFICATION.rawValue
    else { return outcome }
    // Looks at the certificate once more, and ends before anything is sent.
    pinned.certificates = []
    guard case .untrusted(let fingerprint, _) = await threads.granted.perform(pinned)
    else { return outcome }
    return .untrusted(fingerprint: fingerprint, reason: reason)
  }
}
