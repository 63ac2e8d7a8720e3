import BlockModel
import Egress
import Foundation
import WorkerProtocol

/// Answers `http` messages of one run: counts, asks ``Egress`` in parallel, keeps the order.
struct HTTPBroker {
  let request: RunRequest
  let egress: Egress

  struct Reply {
    var frame: Frame
    var exchanges: [HTTPExchange]
  }

  /// Bytes of all bodies of one reply.
  private static let maximumReply = 48 << 20

  /// - Parameter used: requests of this run so far, these included.
  func answer(_ header: JSONValue, _ body: [UInt8], used: Int) async -> Reply {
    let wanted = header["requests"]?.array ?? []
    guard used <= request.limits.requests else { return end("requests") }
    var requests: [EgressRequest] = []
    var place = 0
    for value in wanted {
      guard let (parsed, length) = read(value, body[place...]) else {
        return end("requests")
      }
      requests.append(parsed)
      place += length
    }
    let answers = await withTaskGroup(of: (Int, Result<EgressResponse, EgressFailure>).self) {
      group in
      for (index, wanted) in requests.enumerated() {
        group.addTask { (index, await send(wanted)) }
      }
      var answers = [Result<EgressResponse, EgressFailure>?](repeating: nil, count: requests.count)
      for await (index, answer) in group { answers[index] = answer }
      return answers.compactMap(\.self)
    }
    return reply(answers)
  }

  private func send(_ wanted: EgressRequest) async -> Result<EgressResponse, EgressFailure> {
    do throws(EgressFailure) {
      let response = try await egress.send(
        wanted, as: request.permissions, cassette: request.cassette, now: request.now)
      request.heard?(response)
      return .success(response)
    } catch {
      return .failure(error)
    }
  }

  private func read(
    _ value: JSONValue, _ bodies: ArraySlice<UInt8>
  ) -> (EgressRequest, bodyLength: Int)? {
    guard let method = value["method"]?.string, let url = value["url"]?.string else { return nil }
    let headers = (value["headers"]?.array ?? []).compactMap { pair -> EgressRequest.Header? in
      guard let name = pair[0]?.string, let text = pair[1]?.string else { return nil }
      return .init(name, text)
    }
    var parsed = EgressRequest(method, url, headers: headers, isFresh: request.isFresh)
    if let seconds = value["timeout"]?.number {
      parsed.timeout = .milliseconds(Int64(min(max(seconds, 0.1), 60) * 1000))
    }
    if let seconds = value["ttl"]?.number {
      parsed.ttl = .seconds(min(max(0, seconds), 31_536_000))
    }
    let length = Int(value["body_length"]?.integer ?? 0)
    guard length >= 0, length <= bodies.count else { return nil }
    if value["has_body"]?.bool == true { parsed.body = Array(bodies.prefix(length)) }
    return (parsed, length)
  }

  private func reply(_ answers: [Result<EgressResponse, EgressFailure>]) -> Reply {
    var body: [UInt8] = []
    var responses: [JSONValue] = []
    var exchanges: [HTTPExchange] = []
    for answer in answers {
      switch answer {
      case .success(let response) where body.count + response.body.count > Self.maximumReply:
        exchanges.append(response.exchange)
        responses.append(
          error(.limit, "the answers of one batch are larger than 48 MiB; ask for fewer at once"))
      case .success(let response):
        exchanges.append(response.exchange)
        var members: JSONObject = [
          "status": .integer(Int64(response.status)), "url": .string(response.url),
          "body_length": .integer(Int64(response.body.count)),
          "headers": .array(response.headers.map { [.string($0.name), .string($0.value)] }),
        ]
        members["retry_after"] = response.retryAfter.map { .integer(Int64($0)) }
        responses.append(.object(members))
        body += response.body
      case .failure(let failure):
        exchanges.append(failure.exchange)
        responses.append(error(failure.kind, failure.message, retryAfter: failure.retryAfter))
      }
    }
    return Reply(frame: frame(["responses": .array(responses)], body), exchanges: exchanges)
  }

  /// Tells the child to end itself and name its line.
  private func end(_ limit: String) -> Reply {
    Reply(frame: frame(["limit": .string(limit)], []), exchanges: [])
  }

  private func error(
    _ kind: FailureKind, _ message: String, retryAfter: Int? = nil
  ) -> JSONValue {
    var members: JSONObject = ["kind": .string(kind.rawValue), "message": .string(message)]
    members["retry_after"] = retryAfter.map { .integer(Int64($0)) }
    return ["error": .object(members)]
  }

  private func frame(_ members: JSONObject, _ body: [UInt8]) -> Frame {
    var members = members
    members["type"] = .string(MessageType.reply.rawValue)
    return Frame(header: JSONValue.object(members).utf8(), body: body)
  }
}
