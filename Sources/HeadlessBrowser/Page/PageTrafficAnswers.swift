import BlockModel
import Egress
import Foundation

/// Answers the requests of a page: every one of them, and through Egress or not at all.
extension PageSession {
  /// Headers of an answer that say how it was packed, which it is not any more, and how a connection is
  /// kept, which there is none of.
  private static let unpacked: Set = [
    "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive",
    "alt-svc", "strict-transport-security", "public-key-pins", "trailer", "upgrade",
  ]
  /// Headers of a page's request that Egress sets itself.
  private static let left: Set = [
    "host", "content-length", "connection", "cookie", "accept-encoding", "keep-alive", "te",
    "trailer", "transfer-encoding", "upgrade", "expect", "proxy-authorization",
    "proxy-connection",
  ]

  func answer(_ paused: DevToolsEvent.PausedRequest, in session: DevToolsSession?) async {
    begin()
    defer { finish() }
    let request = paused.request
    let isDocument = paused.resourceType == "Document" && paused.frameId == frame
    let judgement = policy.judge(
      request.url, kind: paused.resourceType, isDocument: isDocument)
    switch judgement {
    case .here:
      _ = try? await connection.send(
        FetchCommands.Continue(requestId: paused.requestId), to: session)
    case .leftOut: await fail(paused, .blocked, session)
    case .forbidden: await fail(paused, .accessDenied, session)
    case .asked(let permissions):
      guard countRequest() else { return await fail(paused, .blocked, session) }
      do throws(EgressFailure) {
        let response = try await send(paused, isDocument: isDocument, as: permissions)
        note(response.exchange, url: request.url)
        guard take(response.body.count) else { return await fail(paused, .failed, session) }
        if isDocument { documentCame(response) }
        await fulfill(paused, response, session)
      } catch {
        note(error.exchange, url: request.url)
        if isDocument { documentRefused(error) }
        await fail(paused, .failed, session)
      }
    }
  }

  private func send(
    _ paused: DevToolsEvent.PausedRequest, isDocument: Bool, as permissions: Permissions
  ) async throws(EgressFailure) -> EgressResponse {
    let request = paused.request
    var wanted = EgressRequest(
      request.method, request.url,
      headers: request.headers.filter { !Self.left.contains($0.key.lowercased()) }
        .sorted { $0.key < $1.key }.map { EgressRequest.Header($0.key, $0.value) })
    if request.hasPostData == true {
      wanted.body = (request.postDataEntries ?? []).flatMap { Array($0.bytes ?? Data()) }
    }
    wanted.timeout = max(.milliseconds(100), deadline - ContinuousClock.now)
    (wanted.ttl, wanted.isFresh) = (order.request.ttl, order.request.isFresh)
    let cookie = request.headers.first { $0.key.lowercased() == "cookie" }?.value
    // What the script wrote is for the place it wrote it for, until the page is there.
    let isOfScript = isDocument && !isThere && policy.isFirstOrigin(request.url)
    if isOfScript {
      let names = Set(order.request.headers.map { $0.name.lowercased() })
      wanted.headers.removeAll { names.contains($0.name.lowercased()) }
      wanted.headers += order.request.headers
    }
    wanted.traffic = PageTraffic(cookie: cookie, isOfScript: isOfScript)
    return try await egress.send(wanted, as: permissions, now: order.now, budget: order.budget)
  }

  private func fail(
    _ paused: DevToolsEvent.PausedRequest, _ reason: FetchCommands.Fail.Reason,
    _ session: DevToolsSession?
  ) async {
    _ = try? await connection.send(
      FetchCommands.Fail(requestId: paused.requestId, errorReason: reason), to: session)
  }

  private func fulfill(
    _ paused: DevToolsEvent.PausedRequest, _ response: EgressResponse, _ session: DevToolsSession?
  ) async {
    let headers = response.headers.filter { !Self.unpacked.contains($0.name) }
      .map { FetchCommands.Header(name: $0.name, value: $0.value) }
    do throws(DevToolsProblem) {
      try await connection.send(
        FetchCommands.Fulfill(
          requestId: paused.requestId, responseCode: response.status, responseHeaders: headers,
          body: Data(response.body)), to: session)
    } catch {
      // A header that chromium does not take, or a page that is gone.
      await fail(paused, .failed, session)
    }
  }
}
