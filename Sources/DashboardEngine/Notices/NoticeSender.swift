import BlockModel
public import Egress
import Foundation

/// Sends notices: over the network within the policy of every request, or to a command of this machine.
public struct NoticeSender: Sendable {
  private let egress: Egress

  public init(egress: Egress) { self.egress = egress }

  public func send(
    _ message: NoticeMessage, to target: NoticeTarget
  ) async -> DeliveryOutcome {
    switch target.way {
    case .webhook(let address): await post(message.json, to: address, message, target)
    case .ntfy:
      if let (server, topic) = target.topic {
        await post(message.ntfy(topic: topic), to: server, message, target)
      } else {
        .failed("its address has no topic")
      }
    case .command(let arguments): await CommandRun(arguments: arguments).tell(message)
    }
  }

  private func post(
    _ body: JSONValue, to address: String, _ message: NoticeMessage, _ target: NoticeTarget
  ) async -> DeliveryOutcome {
    guard let place = target.place else { return .failed("its address cannot be read") }
    let permissions = Permissions(
      hosts: [place.host], methods: ["POST"], privateHosts: target.isHome ? [place] : [])
    var headers = [
      EgressRequest.Header("Content-Type", "application/json"),
      EgressRequest.Header("Idempotency-Key", message.key),
    ]
    if let token = target.token {
      headers.append(EgressRequest.Header("Authorization", "Bearer \(token)"))
    }
    let request = EgressRequest(
      "POST", address, headers: headers, body: body.utf8(), timeout: Self.patience, isFresh: true,
      maximumBytes: 64 << 10)
    do throws(EgressFailure) {
      let response = try await egress.send(request, as: permissions)
      switch response.status {
      case 200..<300: return .sent
      case 408, 425, 429, 500...:
        return .retry("it answered \(response.status)", after: response.retryAfter)
      default: return .failed("it answered \(response.status)")
      }
    } catch {
      switch error.kind {
      case .network where Duration.milliseconds(error.exchange.milliseconds) >= Self.patience:
        return .failed("it did not answer in time; it may have arrived")
      case .network, .rateLimited: return .retry(Self.reason(error), after: error.retryAfter)
      default: return .failed(Self.reason(error))
      }
    }
  }

  /// After so long without an answer nobody knows whether it arrived.
  private static let patience = Duration.seconds(20)

  /// Messages name addresses, and those are secret here.
  private static func reason(_ failure: EgressFailure) -> String {
    switch failure.kind {
    case .network: "it does not answer"
    case .rateLimited: "it asks for fewer requests"
    case .permission: "its place is not public; set it with --home in a terminal"
    default: "it was not sent (\(failure.kind.rawValue))"
    }
  }
}
