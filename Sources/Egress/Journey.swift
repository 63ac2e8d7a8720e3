import BlockModel
import CCurl
import Foundation

/// One request of a block through all its hops: what it may do, what it saw, and how it fails.
struct Journey {
  let original: EgressRequest
  let permissions: Permissions
  private(set) var secrets = SecretFilling()

  init(request: EgressRequest, permissions: Permissions) {
    original = request
    self.permissions = permissions
  }

  // MARK: Policy

  /// Checks everything that can be known before a connection: scheme, host, method, headers.
  func check(_ text: String) throws(EgressFailure) -> EgressURL {
    try checkRequest()
    return try check(text, relativeTo: nil)
  }

  /// Checks where a redirect leads.
  mutating func follow(_ location: String, from url: EgressURL) throws(EgressFailure) -> EgressURL {
    let next = try check(location, relativeTo: url)
    if url.scheme == "https", next.scheme == "http", !secrets.values.isEmpty {
      throw failure(
        .permission,
        "\(url.placeText) redirects to an unencrypted address, where a secret is not sent")
    }
    return next
  }

  private func check(_ text: String, relativeTo base: EgressURL?) throws(EgressFailure) -> EgressURL
  {
    let url: EgressURL
    do { url = try EgressURL(text, relativeTo: base) } catch {
      let shown = String(text.prefix(200))
      switch error {
      case .malformed:
        throw failure(
          .permission, "'\(shown)' is not a URL that can be asked for; check the address")
      case .scheme(let scheme):
        throw failure(
          .permission, "'\(scheme):' addresses are not allowed; only http and https are")
      case .userInfo:
        throw failure(
          .permission, "the URL holds a user name or password; use a secret in a header instead")
      }
    }
    guard permissions.allows(host: url.host, port: url.port) else {
      throw failure(
        .permission,
        "\(base.map { "\($0.placeText) redirects to" } ?? "the block asks for") \(url.placeText), which it was not granted; allow \(url.placeText) or change the script",
        neededGrant: url.place)
    }
    if !permissions.grants(host: url.host, port: url.port),
      let reason = Self.literalRefusal(url.host)
    {
      throw privatePlace(url, address: url.host, reason)
    }
    return url
  }

  private func checkRequest() throws(EgressFailure) {
    guard permissions.methods.contains(original.method) else {
      throw failure(
        .permission,
        "the method \(original.method) was not granted; add it to permissions.methods in block.json"
      )
    }
    for header in original.headers {
      let isToken =
        !header.name.isEmpty
        && header.name.utf8.allSatisfy { byte in
          byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
        }
      guard isToken, header.value.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" })
      else {
        throw failure(
          .permission,
          "the header '\(header.name.prefix(40))' holds characters that are not allowed in headers")
      }
      guard !Self.hostOwned.contains(header.name.lowercased()) else {
        throw failure(
          .permission, "the header '\(header.name)' is set by Dash and cannot be changed")
      }
    }
  }

  private static let hostOwned: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer",
    "proxy-authorization", "proxy-connection", "keep-alive", "expect", "cookie", "accept-encoding",
  ]

  /// Refuses addresses written as such, and the names that always mean this machine, without asking DNS.
  private static func literalRefusal(_ host: String) -> String? {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name == "localhost" || name.hasSuffix(".localhost") { return "this machine" }
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_aton(name, &v4) != 0 {
      return AddressPolicy.refusal(of: withUnsafeBytes(of: v4) { Array($0) })
    }
    if inet_pton(AF_INET6, String(name.prefix { $0 != "%" }), &v6) == 1 {
      return AddressPolicy.refusal(of: withUnsafeBytes(of: v6) { Array($0) })
    }
    return nil
  }

  // MARK: Secrets

  /// The request of one hop, with the caller's URL left out: the hop knows its own.
  func request(method: String) -> EgressRequest {
    var request = original
    if method != original.method {
      request.method = method
      request.body = nil
    }
    return request
  }

  /// Fills the secrets in.
  mutating func filled(
    _ request: EgressRequest, _ url: EgressURL, from source: any SecretSource
  ) async throws(EgressFailure) -> (url: EgressURL, headers: [EgressRequest.Header]) {
    var headers = request.headers
    var target = url
    do {
      for (index, header) in headers.enumerated() {
        headers[index].value = try await secrets.fill(
          header.value, towards: url.host, permissions, from: source)
      }
      let plain = url.text.replacing("%7B%7B", with: "{{").replacing("%7D%7D", with: "}}")
        .replacing("%3A", with: ":")
      if let query = plain.firstIndex(of: "?"),
        !SecretFilling.names(in: String(plain[query...])).isEmpty
      {
        let filled = try await secrets.fill(
          String(plain[query...]), towards: url.host, permissions, from: source
        ) { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
        if let filledURL = try? EgressURL(plain[..<query] + filled) { target = filledURL }
      }
      if let body = request.body,
        let name = SecretFilling.names(in: String(decoding: body, as: UTF8.self)).first
      {
        throw SecretFilling.Problem.wrongPlace(name: name)
      }
    } catch let problem as SecretFilling.Problem {
      throw failure(for: problem, at: url)
    } catch {
      throw failure(.host, "\(error)")
    }
    return (target, headers)
  }

  private func failure(for problem: SecretFilling.Problem, at url: EgressURL) -> EgressFailure {
    switch problem {
    case .notBound(let name):
      failure(
        .permission,
        "the secret '\(name)' is not bound to \(url.host); bind it in permissions.secrets or leave it out"
      )
    case .missing(let name):
      failure(.auth, "the secret '\(name)' has no value yet; set it in the settings of the block")
    case .wrongPlace(let name):
      failure(
        .permission,
        "the secret '\(name)' stands in the body; secrets go into headers or the query only")
    }
  }

  // MARK: Cassettes

  func replayed(
    _ request: EgressRequest, at url: EgressURL, from folder: URL, now: Date
  ) throws(EgressFailure) -> EgressResponse {
    do {
      guard
        let (status, headers, body) = try CassetteReader(folder: folder, now: now)
          .response(to: request, method: request.method, url: url.text)
      else {
        throw failure(
          .network,
          "the cassette \(folder.lastPathComponent) has no answer for \(request.method) \(url.text); record it with --record"
        )
      }
      return EgressResponse(
        status: status, url: url.text, headers: headers, body: body,
        exchange: HTTPExchange(
          method: request.method, url: url.text, status: status, bytes: body.count,
          milliseconds: 0, cache: .replay))
    } catch let error as CassetteFailure {
      throw failure(.host, error.message)
    } catch let error as EgressFailure {
      throw error
    } catch {
      throw failure(.host, "\(error)")
    }
  }

  func record(
    _ response: EgressResponse, _ request: EgressRequest, in folder: URL
  ) throws(EgressFailure) {
    do {
      try CassetteWriter(folder: folder).record(
        request, method: request.method, url: response.url, status: response.status,
        headers: response.headers, body: response.body, mask: secrets)
    } catch {
      throw failure(.host, error.message)
    }
  }

  // MARK: Failures

  func failure(
    _ kind: FailureKind, _ message: String, milliseconds: Int = 0, neededGrant: HostPort? = nil,
    retryAfter: Int? = nil
  ) -> EgressFailure {
    let message = secrets.masked(message)
    var exchange = HTTPExchange(
      method: original.method, url: secrets.masked(String(original.url.prefix(2048))), status: nil,
      bytes: 0, milliseconds: milliseconds, cache: .miss, error: message)
    exchange.neededGrant = neededGrant
    return EgressFailure(
      kind: kind, message: message, exchange: exchange, neededGrant: neededGrant,
      retryAfter: retryAfter)
  }

  func timedOut(_ timeout: Duration) -> EgressFailure {
    failure(
      .network,
      "no whole answer came within \(timeout.components.seconds) s; it is tried again later")
  }

  private func privatePlace(_ url: EgressURL, address: String, _ reason: String) -> EgressFailure {
    let shown = address == url.host ? url.place.description : "\(url.place) (\(address))"
    return failure(
      .permission,
      "\(shown) is \(reason), not the internet; allow it with --grant \(url.place) or the Allow button",
      neededGrant: url.place)
  }

  func failure(
    _ outcome: CurlTransfer.Outcome, at url: EgressURL, timeout: Duration, milliseconds: Int
  ) -> EgressFailure {
    switch outcome {
    case .answer: return failure(.host, "an answer is no failure")
    case .refused(let address, let reason): return privatePlace(url, address: address, reason)
    case .tooLarge(let limit):
      return failure(
        .limit,
        "the answer of \(url.placeText) is larger than \(limit >> 20) MiB; ask for less, or for another address",
        milliseconds: milliseconds)
    case .headersTooLarge:
      return failure(
        .limit, "the headers of \(url.placeText) are larger than 256 KiB",
        milliseconds: milliseconds)
    case .cancelled:
      return failure(
        .network, "the request to \(url.placeText) was cancelled", milliseconds: milliseconds)
    case .failed(let code, let message):
      let text =
        switch CURLcode(rawValue: code) {
        case CURLE_COULDNT_RESOLVE_HOST:
          "the host \(url.host) is not known; check the address and the network"
        case CURLE_COULDNT_CONNECT:
          "\(url.placeText) does not accept connections; check that it runs"
        case CURLE_OPERATION_TIMEDOUT:
          "\(url.placeText) did not answer within \(timeout.components.seconds) s; it is tried again later"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
          "no secure connection to \(url.placeText): \(message)"
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
          "the answer of \(url.placeText) broke off; it is tried again later"
        case CURLE_BAD_CONTENT_ENCODING:
          "the answer of \(url.placeText) is compressed wrongly (\(message))"
        default: "\(url.placeText) could not be asked: \(message)"
        }
      return failure(.network, text, milliseconds: milliseconds)
    }
  }
}
