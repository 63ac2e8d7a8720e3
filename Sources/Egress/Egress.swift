public import BlockModel
public import Foundation

/// Every byte to or from the internet passes here: policy, libcurl, cache, record and replay.
public final class Egress: Sendable {
  let configuration: EgressConfiguration
  private let secrets: any SecretSource
  /// Connections to granted places are kept apart: another block must never be given one of them,
  /// because the policy is asked when a connection is opened.
  let threads = (open: CurlThread(), granted: CurlThread())
  private let cache: ResponseCache
  private let gate: HostGate

  /// - Parameter secrets: where `{{secret:NAME}}` gets its values from.
  public init(
    configuration: EgressConfiguration = EgressConfiguration(),
    secrets: any SecretSource = NoSecrets()
  ) {
    self.configuration = configuration
    self.secrets = secrets
    cache = ResponseCache(
      capacity: configuration.cacheBytes, mostEntries: configuration.cacheEntries)
    gate = HostGate(limit: configuration.requestsPerHost)
  }

  deinit {
    threads.open.stop()
    threads.granted.stop()
  }

  /// Ends every transfer, and returns when libcurl has let go of all it held: a process may exit, and
  /// unload the libraries that transfers use, only afterwards.
  public func shutdown() {
    threads.open.stop()
    threads.granted.stop()
    threads.open.waitUntilEnded()
    threads.granted.waitUntilEnded()
  }

  /// Until when a place (host and port) wants to be left alone by all blocks; `nil` when it may be
  /// asked.
  public func closedUntil(_ place: HostPort, now: Date = Date()) async -> Date? {
    await gate.closedUntil(place.description, now: now)
  }

  /// Sends a request within what the permissions allow, and follows redirects the same way.
  ///
  /// An answer with a status of 400 or more is an answer, unless it is a page that keeps programs
  /// out, which is none, whatever its status. Cancelling the task ends the transfer.
  /// - Parameter budget: what may still be received from the network, in this request and others.
  /// - Throws: ``EgressFailure`` when the policy refuses, or no whole answer came.
  public func send(
    _ request: EgressRequest, as permissions: Permissions, cassette: Cassette? = nil,
    now: Date = Date(), budget: ReceiveBudget? = nil
  ) async throws(EgressFailure) -> EgressResponse {
    var flow = RequestFlow(request: request, permissions: permissions)
    flow.budget = budget
    let clock = ContinuousClock()
    let start = clock.now
    var url = try flow.check(request.url)
    if request.visit != nil {
      if case .outage(let status) = cassette { return try flow.outage(request, url, status) }
      guard case .replay(let folder) = cassette else { throw flow.withoutBrowser }
      return try flow.replayed(request, at: url, from: folder, now: now)
    }
    var method = request.method
    var hops = 0
    while true {
      let remaining = request.timeout - (clock.now - start)
      guard remaining > .zero else { throw flow.timedOut(request.timeout) }
      let response = try await answer(
        flow.request(method: method), at: url, &flow, cassette, remaining: remaining,
        now: now, start: start)
      guard request.traffic == nil, let location = Self.redirect(response) else { return response }
      guard hops < configuration.maximumRedirects else {
        throw flow.failure(
          .httpStatus,
          "\(url.placeText) redirects more than \(configuration.maximumRedirects) times; use the final address"
        )
      }
      hops += 1
      if method != "HEAD", response.status == 303 || (response.status <= 302 && method == "POST") {
        method = "GET"
      }
      url = try flow.follow(location, from: url, method: method)
    }
  }

  private static func redirect(_ response: EgressResponse) -> String? {
    [301, 302, 303, 307, 308].contains(response.status) ? response.header("location") : nil
  }

  /// One hop: cassette, cache, or the network.
  private func answer(
    _ request: EgressRequest, at url: EgressURL, _ flow: inout RequestFlow, _ cassette: Cassette?,
    remaining: Duration, now: Date, start: ContinuousClock.Instant
  ) async throws(EgressFailure) -> EgressResponse {
    func milliseconds() -> Int { (ContinuousClock().now - start).wholeMilliseconds }
    if case .replay(let folder) = cassette {
      return try flow.replayed(request, at: url, from: folder, now: now)
    }
    if case .outage(let status) = cassette { return try flow.outage(request, url, status) }
    let sent = try await flow.filled(request, url, from: secrets)
    let isGranted = flow.permissions.grants(host: url.host, port: url.port)
    let isCacheable =
      request.method == "GET" && request.body == nil && flow.secrets.isEmpty
      && flow.cookies.isEmpty && request.traffic?.cookie == nil
    let key = ResponseCache.Key(
      url: url.text, headers: request.headers, isGranted: isGranted,
      certificates: flow.trusted(at: url))
    let cached = isCacheable && !request.isFresh ? await cache.entry(key) : nil
    func again(
      _ entry: ResponseCache.Entry, _ use: HTTPExchange.CacheUse, _ flow: RequestFlow
    ) throws(EgressFailure) -> EgressResponse {
      let response = flow.masked(entry.response.again(use, milliseconds: milliseconds()))
      if case .record(let folder) = cassette { try flow.record(response, request, in: folder) }
      return response
    }
    if let cached, cached.isFresh(request.ttl, now: now) { return try again(cached, .hit, flow) }
    let place = url.place.description
    if let seconds = await gate.secondsClosed(place, now: now) {
      throw flow.failure(
        .rateLimited,
        "\(url.placeText) asked for a pause; it will be asked again in \(RequestFlow.pause(seconds))",
        retryAfter: seconds)
    }
    guard await gate.enter(place, within: remaining) else {
      throw Task.isCancelled ? flow.cancelled(url) : flow.timedOut(request.timeout)
    }
    let left = request.timeout - (ContinuousClock().now - start)
    let outcome = await perform(
      CurlTransfer.Order(
        method: request.method, url: sent.url,
        headers: sent.headers + (cached?.headersForRevalidation ?? []), body: request.body,
        timeout: left, maximumBytes: request.maximumBytes,
        reach: !isGranted ? .open : sent.isSecret && url.scheme == "http" ? .ownNetwork : .granted,
        userAgent: configuration.userAgent, authorities: configuration.authorities,
        cookies: flow.cookies, budget: flow.budget),
      trusting: flow.trusted(at: url))
    await gate.leave(place)
    guard case .answer(let answer) = outcome else {
      throw flow.failure(
        outcome, at: url, timeout: request.timeout, milliseconds: milliseconds())
    }
    if answer.status == 304, let cached {
      await cache.refresh(key, now: now)
      return try again(cached, .revalidated, flow)
    }
    let response = try flow.response(answer, to: request, at: url, milliseconds: milliseconds())
    if case .record(let folder) = cassette { try flow.record(response, request, in: folder) }
    // A page of somebody else neither closes the place nor is kept as an answer of it.
    try flow.checkForObstacle(response, at: url)
    if let seconds = response.retryAfter { await gate.close(place, seconds: seconds, now: now) }
    if isCacheable { await cache.store(response, for: key, hasTTL: request.ttl != nil, now: now) }
    return response
  }
}

/// No secrets at all.
public struct NoSecrets: SecretSource {
  public init() {}

  public func secret(_ name: String) async -> String? { nil }
}

extension EgressResponse {
  /// The same answer, given from the cache.
  fileprivate func again(_ use: HTTPExchange.CacheUse, milliseconds: Int) -> EgressResponse {
    var copy = self
    copy.exchange.cache = use
    copy.exchange.milliseconds = milliseconds
    return copy
  }
}
