import BlockModel
import CCurl

/// How a journey fails: each kind of failure with its one sentence.
extension Journey {
  func failure(
    _ kind: FailureKind, _ message: String, milliseconds: Int = 0, neededGrant: HostPort? = nil,
    retryAfter: Int? = nil
  ) -> EgressFailure {
    let message = secrets.mask.masking(message)
    var exchange = HTTPExchange(
      method: original.method, url: secrets.mask.masking(String(original.url.prefix(2048))),
      status: nil,
      bytes: 0, milliseconds: milliseconds, cache: .miss, error: message)
    exchange.neededGrant = neededGrant
    return EgressFailure(
      kind: kind, message: message, exchange: exchange, neededGrant: neededGrant,
      retryAfter: retryAfter)
  }

  func timedOut(_ timeout: Duration) -> EgressFailure {
    failure(
      .network, "no whole answer came within \(Self.seconds(timeout)); it is tried again later")
  }

  /// Nothing came for longer than a stream may be silent.
  func timedOut(_ url: EgressURL, waited: Duration) -> EgressFailure {
    failure(
      .network, Self.sentence(code: CURLE_OPERATION_TIMEDOUT, "", url, waited: waited),
      milliseconds: Int(waited / .milliseconds(1)))
  }

  func cancelled(_ url: EgressURL) -> EgressFailure {
    failure(
      .network, "the request to \(url.placeText) was cancelled; refresh the block to ask again")
  }

  private static func seconds(_ time: Duration) -> String {
    let tenths = Int((time / .milliseconds(100)).rounded(.up))
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }

  static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }

  func privatePlace(_ url: EgressURL, address: String, _ reason: String) -> EgressFailure {
    let shown = address == url.host ? url.place.description : "\(url.place) (\(address))"
    if reason == AddressPolicy.madeUp {
      return failure(
        .permission,
        "\(shown) is \(reason) (fake IP); switch that off there, or allow it once with --grant \(url.place) or the Allow button",
        neededGrant: url.place)
    }
    return failure(
      .permission,
      "\(shown) is \(reason), not the internet; allow it with --grant \(url.place) or the Allow button",
      neededGrant: url.place)
  }

  func failure(
    _ outcome: CurlTransfer.Outcome, at url: EgressURL, timeout: Duration, milliseconds: Int
  ) -> EgressFailure {
    switch outcome {
    case .answer: return failure(.host, "an answer was taken for a failure; report this")
    case .refused(let address, let reason): return privatePlace(url, address: address, reason)
    case .exposed: return unencrypted(url)
    case .tooLarge(let limit):
      return failure(
        .limit,
        "the answer of \(url.placeText) is larger than \(Self.size(limit)); ask for less, or for another address",
        milliseconds: milliseconds)
    case .overBudget(let refusal):
      return failure(.limit, refusal.description, milliseconds: milliseconds)
    case .headersTooLarge: return tooManyHeaders(url, milliseconds)
    case .cancelled: return cancelled(url)
    case .failed(let code, let message):
      // A header line beyond libcurl's own limit is reported as a want of memory.
      guard CURLcode(rawValue: code) != CURLE_OUT_OF_MEMORY else {
        return tooManyHeaders(url, milliseconds)
      }
      // The time to connect has a limit of its own.
      let waited = min(timeout, .milliseconds(milliseconds))
      return failure(
        .network, Self.sentence(code: CURLcode(rawValue: code), message, url, waited: waited),
        milliseconds: milliseconds)
    }
  }

  private func tooManyHeaders(_ url: EgressURL, _ milliseconds: Int) -> EgressFailure {
    failure(
      .limit,
      "the headers of \(url.placeText) are larger than \(Self.size(CurlTransfer.maximumHeaderBytes)); ask another address",
      milliseconds: milliseconds)
  }

  private static func sentence(
    code: CURLcode, _ message: String, _ url: EgressURL, waited: Duration
  ) -> String {
    let place = url.placeText
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      "the host \(url.host) is not known; check the address and the network"
    case CURLE_COULDNT_CONNECT:
      "\(place) does not accept connections; check that it runs"
    case CURLE_OPERATION_TIMEDOUT:
      "\(place) did not answer within \(seconds(waited)); it is tried again later"
    case CURLE_PEER_FAILED_VERIFICATION:
      "the certificate of \(place) is not trusted (\(message)); check the address and the clock of this machine"
    case CURLE_SSL_CONNECT_ERROR:
      "no secure connection to \(place) (\(message)); check that it speaks https"
    case CURLE_SSL_CACERT_BADFILE:
      "the certificates of this machine cannot be read (\(message)); install the package ca-certificates"
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
      "the answer of \(place) broke off; it is tried again later"
    case CURLE_BAD_CONTENT_ENCODING:
      "the answer of \(place) is compressed wrongly (\(message)); it is tried again later"
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      "\(place) does not answer in HTTP (\(message)); check the address"
    default: "\(place) could not be asked (\(message)); it is tried again later"
    }
  }
}
