import BlockModel
import CCurl

/// How a request fails: each kind of failure with its one sentence.
extension RequestFlow {
  func failure(
    _ kind: FailureKind, _ message: String, milliseconds: Int = 0,
    neededGrant: Grant.Subject? = nil, retryAfter: Int? = nil
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

  /// A page was asked for where nothing renders pages.
  var withoutBrowser: EgressFailure {
    failure(.host, "a page was to be rendered without a browser; report this")
  }

  /// An answer that is none of the source.
  func blocked(_ obstacle: Obstacle, at url: EgressURL, _ exchange: HTTPExchange) -> EgressFailure {
    let message = secrets.mask.masking(Self.sentence(obstacle, url))
    var exchange = exchange
    exchange.error = message
    return EgressFailure(kind: .blocked, message: message, exchange: exchange)
  }

  /// A redirect to where people sign in or agree to something.
  func blocked(_ obstacle: Obstacle, at url: EgressURL) -> EgressFailure {
    failure(.blocked, Self.sentence(obstacle, url))
  }

  private static func sentence(_ obstacle: Obstacle, _ url: EgressURL) -> String {
    switch obstacle.kind {
    case .challenge(let keeper):
      "\(url.placeText) shows a page that keeps bots out (\(keeper)) instead of its answer; look for a feed or an API of the same source"
    case .login:
      "the address leads to a login at \(url.placeText); use one that answers without a login, or an API with a key"
    case .consent:
      "the address leads to a question about cookies at \(url.placeText); use one that answers without it, as a feed or an API"
    }
  }

  func undecodable(
    _ problem: ContentDecoding.Problem, _ url: EgressURL, limit: Int, milliseconds: Int
  ) -> EgressFailure {
    let place = url.placeText
    return switch problem {
    case .brokenOff: brokenOff(url, milliseconds)
    case .damaged(let what):
      failure(
        .network,
        "the answer of \(place) is compressed wrongly (\(what)); it will be tried again later",
        milliseconds: milliseconds)
    case .tooLarge: tooLarge(url, limit, milliseconds)
    case .tooDeep:
      failure(
        .limit,
        "the answer of \(place) is packed more than \(ContentDecoding.mostLayers) times over; ask another address",
        milliseconds: milliseconds)
    }
  }

  private func brokenOff(_ url: EgressURL, _ milliseconds: Int) -> EgressFailure {
    failure(
      .network, Self.sentence(code: CURLE_PARTIAL_FILE, "", url, waited: .zero),
      milliseconds: milliseconds)
  }

  private func tooLarge(_ url: EgressURL, _ limit: Int, _ milliseconds: Int) -> EgressFailure {
    failure(
      .limit,
      "the answer of \(url.placeText) is larger than \(ByteSize.limit(limit)); ask for less, or for another address",
      milliseconds: milliseconds)
  }

  /// A place on one's own network whose certificate nobody vouches for: a person may.
  private func untrusted(
    _ fingerprint: String, _ reason: String, _ url: EgressURL, milliseconds: Int
  ) -> EgressFailure {
    let certificate = TrustedCertificate(place: url.place, fingerprint: fingerprint)
    let wasTrusted = !trusted(at: url).isEmpty
    return failure(
      .permission,
      wasTrusted
        ? "\(url.placeText) shows another certificate than the one you trusted (\(reason)), SHA-256 \(certificate?.shown ?? fingerprint); trust it only if the device was changed or renewed"
        : "the certificate of \(url.placeText) is not vouched for by anybody this machine trusts (\(reason)), as with many devices at home; compare its fingerprint with the device's and trust it for this block: SHA-256 \(certificate?.shown ?? fingerprint)",
      milliseconds: milliseconds,
      neededGrant: certificate.map { .certificate($0.place, fingerprint: $0.fingerprint) })
  }

  /// A pause in the unit in which a person would say it.
  static func pause(_ seconds: Int) -> String {
    switch seconds {
    case ..<300: "\(seconds) s"
    case ..<7200: "\((seconds + 59) / 60) min"
    case ..<172_800: "\((seconds + 3599) / 3600) h"
    default: "\((seconds + 86_399) / 86_400) days"
    }
  }

  func timedOut(_ timeout: Duration) -> EgressFailure {
    failure(
      .network,
      "no complete answer came within \(Self.seconds(timeout)); it will be tried again later")
  }

  /// Nothing came for longer than a stream may be silent.
  func timedOut(_ url: EgressURL, waited: Duration) -> EgressFailure {
    failure(
      .network, Self.sentence(code: CURLE_OPERATION_TIMEDOUT, "", url, waited: waited),
      milliseconds: waited.wholeMilliseconds)
  }

  func cancelled(_ url: EgressURL) -> EgressFailure {
    failure(
      .network, "the request to \(url.placeText) was cancelled; refresh the block to ask again")
  }

  private static func seconds(_ time: Duration) -> String {
    let tenths = Int(clamping: (time / .milliseconds(100)).rounded(.up))
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }

  func privatePlace(_ url: EgressURL, address: String, _ reason: String) -> EgressFailure {
    let shown = address == url.host ? url.place.description : "\(url.place) (\(address))"
    if reason == AddressPolicy.madeUp {
      return failure(
        .permission,
        "\(shown) is \(reason) (fake IP); switch that off there, or allow it once with --grant \(url.place) or the Allow button",
        neededGrant: .privateHost(url.place))
    }
    return failure(
      .permission,
      "\(shown) is \(reason), not the internet; allow it with --grant \(url.place) or the Allow button",
      neededGrant: .privateHost(url.place))
  }

  func failure(
    _ outcome: CurlTransfer.Outcome, at url: EgressURL, timeout: Duration, milliseconds: Int
  ) -> EgressFailure {
    switch outcome {
    case .answer: return failure(.host, "an answer was taken for a failure; report this")
    case .refused(let address, let reason): return privatePlace(url, address: address, reason)
    case .exposed: return unencrypted(url)
    case .tooLarge(let limit): return tooLarge(url, limit, milliseconds)
    case .untrusted(let fingerprint, let reason):
      return untrusted(fingerprint, reason, url, milliseconds: milliseconds)
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
      "the headers of \(url.placeText) are larger than \(ByteSize.limit(CurlTransfer.maximumHeaderBytes)); ask another address",
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
      "\(place) does not accept connections; check that it is running"
    case CURLE_OPERATION_TIMEDOUT:
      "\(place) did not answer within \(seconds(waited)); it will be tried again later"
    case CURLE_PEER_FAILED_VERIFICATION:
      "the certificate of \(place) is not trusted (\(message)); check the address and the clock of this machine"
    case CURLE_SSL_CONNECT_ERROR:
      "no secure connection to \(place) (\(message)); check that it speaks https"
    case CURLE_SSL_CACERT_BADFILE:
      "the certificates of this machine cannot be read (\(message)); install the package ca-certificates"
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
      "the answer of \(place) broke off; it will be tried again later"
    case CURLE_BAD_CONTENT_ENCODING:
      "the answer of \(place) is compressed wrongly (\(message)); it will be tried again later"
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      "\(place) does not answer in HTTP (\(message)); check the address"
    default: "\(place) could not be asked (\(message)); it will be tried again later"
    }
  }
}
