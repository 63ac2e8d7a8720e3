import BlockModel
import Egress
import Foundation
import Testing

extension Egress {
  /// The failure of a request that must fail, with a message of the form all of them have: one
  /// sentence, what happened and after a semicolon what to do next.
  func failure(
    _ request: EgressRequest, as permissions: Permissions, cassette: Cassette? = nil,
    location: SourceLocation = #_sourceLocation
  ) async throws -> EgressFailure {
    do {
      let answer = try await send(request, as: permissions, cassette: cassette)
      Issue.record("answered \(answer.status) from \(answer.url)", sourceLocation: location)
      throw CancellationError()
    } catch let failure as EgressFailure {
      failure.expectSentence(location)
      return failure
    }
  }
}

extension EgressFailure {
  func expectSentence(_ location: SourceLocation = #_sourceLocation) {
    let parts = message.split(separator: "; ")
    #expect(
      parts.count >= 2 && parts.allSatisfy { $0.count > 10 }, "\(message)", sourceLocation: location
    )
    #expect(
      !message.contains("\n") && !message.hasSuffix("."), "\(message)", sourceLocation: location)
    #expect(exchange.error == message, sourceLocation: location)
    // A page that keeps programs out was an answer.
    #expect(kind == .blocked || exchange.status == nil, sourceLocation: location)
    #expect(exchange.neededGrant == neededGrant, sourceLocation: location)
  }
}

/// Secrets that are known to a test.
struct Secrets: SecretSource {
  var values: [String: String]

  func secret(_ name: String) async -> String? { values[name] }
}

extension EgressResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension EgressFailure {
  /// The place that is not public and would have to be allowed.
  var neededPlace: HostPort? {
    if case .privateHost(let place) = neededGrant { place } else { nil }
  }

  /// The certificate that would have to be trusted.
  var neededCertificate: TrustedCertificate? {
    guard case .certificate(let place, let fingerprint) = neededGrant else { return nil }
    return TrustedCertificate(place: place, fingerprint: fingerprint)
  }
}
