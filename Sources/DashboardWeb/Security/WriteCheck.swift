import BlockModel
import Hummingbird
import NIOCore

/// Everything that changes something must come from our own page: right origin, right token, and a
/// body that arrives whole, soon and in a bearable size.
struct WriteCheck: RouterMiddleware {
  typealias Context = WebContext

  let keys: WebKeys
  let names: OwnNames
  /// Is there a login token? Only then can a program show it in place of the page's proof.
  let isTokenNeeded: Bool
  /// Bytes of a request body.
  let maximumBytes: Int
  /// How long a body may take to arrive.
  let patience: Duration

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.method != .get, request.method != .head else {
      if request.hasBody { throw WebProblem.bodyOfRead }
      return try await next(request, context)
    }
    var request = request
    // Whoever sends something to a block knows its address, and is no page.
    if request.isWebhookMessage {
      _ = try await collect(&request)
      return try await next(request, context)
    }
    try checkOrigin(of: request)
    let body = try await collect(&request)
    // A program that shows the login token, which ``TokenGate`` has checked, is no foreign page.
    if context.agent == nil, !isTokenNeeded || request.bearer == nil {
      let token = request.headers[.csrf] ?? FormFields(body, of: request)["csrf"] ?? ""
      guard keys.isCSRFToken(token, session: request.sessionCookie) else {
        throw WebProblem(
          .forbidden, "csrf", "This page is out of date. Reload it and try again.")
      }
    }
    return try await next(request, context)
  }

  /// `Sec-Fetch-Site` and `Origin` are set by the browser and cannot be forged by a page.
  private func checkOrigin(of request: Request) throws(WebProblem) {
    let site = request.headers[.secFetchSite]
    if let site, site != "same-origin", site != "none" { throw .crossSite }
    guard let origin = request.headers[.origin]?.lowercased() else { return }
    let authority = request.head.authority?.lowercased() ?? ""
    if origin == "http://" + authority || origin == "https://" + authority { return }
    // A proxy in between may ask for another name or port than the browser did: then only the browser
    // can tell whether page and address are of one origin.
    guard let host = OwnNames.host(ofOrigin: origin) else { throw .crossSite }
    guard names.contains(host) else {
      throw site == "same-origin" ? .wrongHost(host) : .crossSite
    }
    guard site == "same-origin" else {
      throw host == OwnNames.host(ofAuthority: authority)
        ? .otherPort(of: origin, than: authority) : .crossSite
    }
  }

  private func collect(_ request: inout Request) async throws -> ByteBuffer {
    let limit =
      if request.isWebhookMessage {
        WebhookMessage.maximumBytes
      } else if PackageUpload.paths.contains(request.uri.path) {
        PackageUpload.mostBytes
      } else {
        maximumBytes
      }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw WebProblem.tooLarge(limit)
    }
    let source = request.body
    let patience = patience
    let body = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
      group.addTask {
        do {
          return try await source.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
          throw WebProblem.tooLarge(limit)
        } catch is CancellationError {
          throw CancellationError()
        } catch {
          // Chunks without a right length, an end before the end: where the next request begins is unknown.
          throw WebProblem.brokenBody
        }
      }
      group.addTask {
        try await Task.sleep(for: patience)
        throw WebProblem.tooSlow
      }
      defer { group.cancelAll() }
      return try await group.next() ?? ByteBuffer()
    }
    request.body = RequestBody(buffer: body)
    return body
  }
}

extension WebProblem {
  static let crossSite = WebProblem(
    .forbidden, "cross_site",
    "This came from another site. Changes are made from the dashboard's own page only.")

  /// The same name at another port is another site, unless a proxy left the port out.
  static func otherPort(of origin: String, than authority: String) -> WebProblem {
    WebProblem(
      .forbidden, "cross_site",
      "This came from \(origin.prefix(200)), and the dashboard was asked as \(authority.prefix(200)). A proxy in between must pass the Host header on as it is, port included."
    )
  }

  static let brokenBody: WebProblem = {
    var problem = WebProblem.unreadable("its body is incomplete")
    problem.endsConnection = true
    return problem
  }()

  static let bodyOfRead: WebProblem = {
    var problem = WebProblem.unreadable("a request that only reads has no body")
    problem.endsConnection = true
    return problem
  }()
}

extension Request {
  var hasBody: Bool {
    headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
  }

  /// What follows `Authorization: Bearer`.
  var bearer: String? {
    guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ")
    else { return nil }
    return String(value.dropFirst("bearer ".count))
  }

  /// The session a page was made for; empty when no login is needed.
  var sessionCookie: String { cookies[TokenGate.cookieName]?.value ?? "" }
}
