import BlockModel
import CCurl
import Foundation

/// One request of a block through all its hops: what it may do, what it saw, and how it fails.
struct RequestFlow {
  let original: EgressRequest
  let permissions: Permissions
  private(set) var secrets = SecretFilling()
  /// What may still be received for the caller.
  var budget: ReceiveBudget?
  /// Methods and addresses of the hops so far.
  private var asked: Set<String> = []
  /// Where the request began: what the script wrote for this origin stays there.
  private var origin: Origin?
  /// What the sources of this chain of redirects want to be shown again.
  var cookies = Cookies()
  private var first: EgressURL?
  /// A redirect led to another origin.
  private var isElsewhere = false

  init(request: EgressRequest, permissions: Permissions) {
    original = request
    self.permissions = permissions
  }

  // MARK: Policy

  /// Checks everything that can be known before a connection: scheme, host, method, headers.
  mutating func check(_ text: String) throws(EgressFailure) -> EgressURL {
    try checkRequest()
    let url = try check(text, relativeTo: nil)
    origin = url.origin
    first = url
    asked.insert("\(original.method) \(url.text) ")
    return url
  }

  /// Checks where a redirect leads. A place that was asked before with the same cookies means a circle:
  /// the answer would be the same.
  mutating func follow(
    _ location: String, from url: EgressURL, method: String
  ) throws(EgressFailure) -> EgressURL {
    let next = try check(location, relativeTo: url)
    if next.origin != origin { isElsewhere = true }
    if isElsewhere, let name = SecretPlaceholders(next.text, .url).names.first {
      throw failure(
        .permission,
        "\(url.placeText) redirects to \(next.origin) with the secret '\(name)' in the address, and a secret stays with the origin it was written for; use the final address"
      )
    }
    guard asked.insert("\(method) \(next.text) \(cookies.signature)").inserted else {
      throw failure(
        .httpStatus,
        "\(url.placeText) redirects in a circle; open it in a browser, and use the address that shows the data"
      )
    }
    return next
  }

  private func check(_ text: String, relativeTo base: EgressURL?) throws(EgressFailure) -> EgressURL
  {
    let url: EgressURL
    do { url = try EgressURL(text, relativeTo: base) } catch {
      let asker = base.map { "\($0.placeText) redirects to" } ?? "the block asks for"
      // A redirect is the source's mistake, an address the script's.
      let kind: FailureKind = base == nil ? .scriptError : .httpStatus
      switch error {
      case .malformed:
        throw failure(
          kind, "\(asker) '\(Self.shown(text))', which is not a URL; check the address")
      case .scheme(let scheme):
        throw failure(
          .permission,
          "\(asker) an address that begins with '\(scheme):'; only http and https are allowed, so use such an address"
        )
      case .userInfo:
        throw failure(
          kind,
          "\(asker) a URL with a user name or password; use a secret in a header instead")
      }
    }
    if base != nil, let first, let door = Obstacle(redirectTo: url, from: first) {
      throw blocked(door, at: url)
    }
    guard permissions.allows(host: url.host, port: url.port) else {
      throw failure(
        .permission,
        "\(base.map { "\($0.placeText) redirects to" } ?? "the block asks for") \(url.placeText), which it was not granted; allow \(url.placeText) or change the script",
        neededGrant: grant(for: url))
    }
    try checkMethod(url)
    if !permissions.grants(host: url.host, port: url.port),
      let reason = AddressPolicy.literalRefusal(url.host)
    {
      throw privatePlace(url, address: url.host, reason)
    }
    return url
  }

  /// What would have to be allowed to ask a place that the block does not name: a name of the internet
  /// as a host, which must stay public, and what is known to be at home as a place.
  private func grant(for url: EgressURL) -> Grant.Subject {
    AddressPolicy.isPrivate(host: url.host)
      ? .privateHost(url.place) : .host(url.host, method: original.method)
  }

  /// A method beyond reading is allowed for each host.
  private func checkMethod(_ url: EgressURL) throws(EgressFailure) {
    let method = original.method
    guard !permissions.methods.contains(method) else { return }
    let isKnown = ["POST", "PUT", "PATCH", "DELETE"].contains(method)
    throw failure(
      .permission,
      "the method \(Self.shown(method)) was not granted for \(url.placeText); allow it, or add it to permissions.methods in block.json",
      neededGrant: isKnown ? .host(url.host, method: method) : nil)
  }

  private func checkRequest() throws(EgressFailure) {
    for header in original.headers {
      let isToken =
        !header.name.isEmpty
        && header.name.utf8.allSatisfy { byte in
          byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
        }
      guard isToken, header.value.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" })
      else {
        throw failure(
          .scriptError,
          "the header '\(Self.shown(header.name))' holds characters that are not allowed in headers; remove line breaks and signs"
        )
      }
      guard !Self.hostOwned.contains(header.name.lowercased()) else {
        throw failure(
          .scriptError,
          "the header '\(header.name)' is set by Dash and cannot be changed; leave it out")
      }
    }
  }

  /// A text of a script in a message: short, on one line.
  private static func shown(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? "�" : $0 }))
  }

  private static let hostOwned: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer",
    "proxy-authorization", "proxy-connection", "keep-alive", "expect", "cookie", "accept-encoding",
  ]

  // MARK: Secrets

  /// The request of one hop, with the caller's URL left out: the hop knows its own.
  func request(method: String) -> EgressRequest {
    var request = original
    if method != original.method {
      request.method = method
      request.body = nil
      request.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
    }
    // As browsers do: a login is for the origin it was written for.
    if isElsewhere {
      request.headers.removeAll {
        $0.name.lowercased() == "authorization" || !SecretPlaceholders($0.value).names.isEmpty
      }
    }
    return request
  }

  /// A request as it is sent.
  struct Filled {
    var url: EgressURL
    var headers: [EgressRequest.Header]
    /// It carries the value of a secret.
    var isSecret: Bool
  }

  /// Fills the secrets in.
  mutating func filled(
    _ request: EgressRequest, _ url: EgressURL, from source: any SecretSource
  ) async throws(EgressFailure) -> Filled {
    var filled = Filled(url: url, headers: request.headers, isSecret: false)
    if let cookie = request.traffic?.cookie { filled.headers.append(.init("Cookie", cookie)) }
    let split = url.text.firstIndex(of: "?") ?? url.text.endIndex
    let path = SecretPlaceholders(String(url.text[..<split]), .url)
    let query = SecretPlaceholders(String(url.text[split...]), .url)
    let values = request.headers.map { SecretPlaceholders($0.value) }
    do throws(SecretFilling.Problem) {
      if request.traffic?.isOfScript == false,
        let name = (values + [path, query]).flatMap(\.names).first
      {
        throw .ofPage(name: name)
      }
      if let name = path.names.first { throw .wrongPlace(name: name) }
      if let body = request.body,
        let name = SecretPlaceholders(String(decoding: body, as: UTF8.self)).names.first
      {
        throw .wrongPlace(name: name)
      }
      guard
        (values + [query]).reduce(0, { $0 + $1.names.count }) <= HostBudgets.secretsPerRequest
      else { throw .tooMany(most: HostBudgets.secretsPerRequest) }
      for (index, value) in values.enumerated() where !value.names.isEmpty {
        filled.isSecret = true
        filled.headers[index].value = try await secrets.fill(
          value, towards: url.origin, permissions, from: source)
      }
      if !query.names.isEmpty {
        filled.isSecret = true
        let text = try await secrets.fill(
          query, towards: url.origin, permissions, from: source,
          encoding: SecretMask.percentEncoded)
        do { filled.url = try EgressURL(url.text[..<split] + text) } catch { throw .tooLong }
      }
    } catch {
      throw failure(for: error, at: url)
    }
    await secrets.learn(permissions, at: url.origin, from: source)
    if filled.isSecret, url.scheme == "http", !permissions.grants(host: url.host, port: url.port) {
      throw unencrypted(url)
    }
    return filled
  }

  /// Over http everybody on the way reads along, which is for one's own network alone.
  func unencrypted(_ url: EgressURL) -> EgressFailure {
    failure(
      .permission,
      "a secret is not sent to \(url.origin), where anybody on the way could read it; use an https address"
    )
  }

  private func failure(for problem: SecretFilling.Problem, at url: EgressURL) -> EgressFailure {
    switch problem {
    case .notBound(let name):
      failure(
        .permission,
        "the secret '\(name)' may not be sent to \(url.origin); allow it with `dash allow ID \(Grant.Subject.secret(name: name, origin: url.origin))`, and bind it in permissions.secrets if block.json does not",
        neededGrant: .secret(name: name, origin: url.origin))
    case .missing(let name):
      failure(
        .auth, "the secret '\(name)' has no value yet; set it in the settings of the block",
        neededGrant: .secret(name: name, origin: url.origin))
    case .unfit(let name):
      failure(
        .auth, "the secret '\(name)' holds a line break; set it again in the settings of the block")
    case .tooMany(let most):
      failure(
        .scriptError, "one request holds more than \(most) secrets; put fewer into it")
    case .wrongPlace(let name):
      failure(
        .scriptError,
        "the secret '\(name)' is in the path or the body; put it into a header or the query")
    case .ofPage(let name):
      failure(
        .permission,
        "the page at \(url.placeText) writes the name of the secret '\(name)' into a request of its own, where it is never filled in; use another page"
      )
    case .tooLong:
      failure(
        .scriptError, "the address is too long with its secrets; put them into headers instead")
    }
  }

  /// Fingerprints of the certificates that are trusted at a place.
  func trusted(at url: EgressURL) -> Set<String> {
    Set(permissions.certificates.filter { $0.place == url.place }.map(\.fingerprint))
  }
}
