import BlockModel
import Foundation

/// What a request makes of an answer: unpacked, without secrets, and one of the source; or one that
/// was recorded.
extension RequestFlow {
  /// The answer of one hop.
  mutating func response(
    _ answer: CurlTransfer.Answer, to request: EgressRequest, at url: EgressURL, milliseconds: Int
  ) throws(EgressFailure) -> EgressResponse {
    let body: [UInt8]
    do throws(ContentDecoding.Problem) {
      body = try ContentDecoding.body(answer.body, answer.headers, limit: request.maximumBytes)
    } catch {
      throw undecodable(error, url, limit: request.maximumBytes, milliseconds: milliseconds)
    }
    // What came was counted while it came; what it unpacked to beyond that is counted now.
    if let budget, !budget.take(max(0, body.count - answer.body.count)),
      let refusal = budget.refusal
    {
      throw failure(.limit, refusal.description, milliseconds: milliseconds)
    }
    cookies = answer.cookies
    return masked(
      EgressResponse(
        status: answer.status, url: url.text, headers: answer.headers, body: body,
        exchange: HTTPExchange(
          method: request.method, url: url.text, status: answer.status, bytes: body.count,
          milliseconds: milliseconds, cache: .miss)))
  }

  /// A page that keeps programs out is no answer.
  func checkForObstacle(_ response: EgressResponse, at url: EgressURL) throws(EgressFailure) {
    if let obstacle = Obstacle(
      status: response.status, headers: response.headers, body: response.body, from: url)
    {
      throw blocked(obstacle, at: url, response.exchange)
    }
  }

  /// An answer without the values of secrets, which no script may hold and no file keep. Where it
  /// redirects to holds the placeholder again, so that the next hop is checked like the first one.
  func masked(_ response: EgressResponse) -> EgressResponse {
    guard !secrets.mask.isEmpty else { return response }
    var response = response
    for (index, header) in response.headers.enumerated() {
      response.headers[index].value =
        header.name == "location"
        ? secrets.unfilled(header.value) : secrets.mask.masking(header.value)
    }
    response.body = secrets.mask.masking(response.body)
    response.exchange.bytes = response.body.count
    return response
  }

  // MARK: Cassettes

  /// The answer of a source that is down.
  func outage(
    _ request: EgressRequest, _ url: EgressURL, _ status: Int?
  ) throws(EgressFailure) -> EgressResponse {
    guard let status else {
      throw failure(.network, "\(url.placeText) refused the connection")
    }
    return EgressResponse(
      status: status, url: url.text, headers: [], body: [],
      exchange: HTTPExchange(
        method: request.method, url: url.text, status: status, bytes: 0, milliseconds: 0,
        cache: .replay))
  }

  func replayed(
    _ request: EgressRequest, at url: EgressURL, from folder: URL, now: Date
  ) throws(EgressFailure) -> EgressResponse {
    do {
      guard
        let recorded = try CassetteReader(folder: folder, now: now)
          .response(to: request, method: request.method, url: url.text)
      else {
        let browser = request.visit == nil ? "" : " by a browser"
        // Not a failure of the network: whether the source is there, nobody knows.
        throw failure(
          .blocked,
          "no answer to \(request.method) \(url.text)\(browser) is recorded; only recorded answers are used here"
        )
      }
      let response = EgressResponse(
        status: recorded.status, url: recorded.finalURL ?? url.text, headers: recorded.headers,
        body: recorded.body,
        exchange: HTTPExchange(
          method: request.method, url: recorded.finalURL ?? url.text, status: recorded.status,
          bytes: recorded.body.count, milliseconds: 0, cache: .replay))
      try checkForObstacle(response, at: url)
      return response
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
        headers: response.headers, body: response.body)
    } catch {
      throw failure(.host, error.message)
    }
  }
}
