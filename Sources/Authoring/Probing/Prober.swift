import BlockModel
import BlockRuntime
import Drafting
import Egress
import Foundation

/// Asks a URL once, under the same policy as a block, and takes the answer apart.
///
/// JSON is read on the host. Feeds, calendars, CSV and HTML are hostile text: they are parsed by
/// `Prompts/probe` in the sandboxed worker.
struct Prober: Sendable {
  /// Bytes of an answer that are accepted.
  static let maximumBytes = 2 << 20
  /// How long the answer is good for the sandboxed analysis and the trial run that follow.
  static let ttl = 60
  /// The time of a request goes on while it waits for a thread, so it does not wait for those of authoring.
  private static let threads = OwnThreads(label: "dash.probes", isUrgent: true)

  let runner: BlockRunner
  let egress: Egress
  /// The parts of the analysis; see ``ProbeScript``.
  let scripts: URL
  var cassette: Cassette?

  func probe(_ url: String, as permissions: Permissions) async throws(AuthoringAnswer) -> Probe {
    let request = EgressRequest(
      "GET", url, ttl: .seconds(Self.ttl), maximumBytes: Self.maximumBytes)
    let response: EgressResponse
    do throws(EgressFailure) {
      response = try await withTaskExecutorPreference(Self.threads) { () throws(EgressFailure) in
        try await egress.send(request, as: permissions, cassette: cassette)
      }
    } catch {
      throw AuthoringAnswer(
        Self.sentence(error, url), kind: error.kind, neededGrant: error.neededGrant)
    }
    if let answer = AuthoringAnswer(status: response) { throw answer }
    guard let kind = ContentKind(response) else {
      throw AuthoringAnswer(
        "\(response.url) answered with \(response.mediaType.isEmpty ? "something" : response.mediaType), which cannot become a block; give me the address of a page, a feed, a calendar, CSV or JSON.",
        kind: .shapeDrift)
    }
    switch kind {
    case .empty:
      throw AuthoringAnswer(
        "\(response.url) answered with an empty body; check the address, or try again later.",
        kind: .shapeDrift)
    case .json:
      do {
        let value = try Self.value(of: response.body)
        if value["version"]?.string?.contains("jsonfeed.org") == true {
          return try await analysed(.feed, response, permissions)
        }
        return Probe(url: url, exchange: response.exchange, finding: .json(value))
      } catch let error as JSONParseError {
        throw AuthoringAnswer(
          "\(response.url) says it is JSON but is broken (\(error.reason)); open it in a browser and check the address.",
          kind: .shapeDrift)
      } catch let answer as AuthoringAnswer {
        throw answer
      } catch {
        throw AuthoringAnswer("\(error)", kind: .host)
      }
    case .markup(let kind):
      return try await analysed(kind, response, permissions)
    }
  }

  /// The page that a browser makes of an address, taken apart.
  func rendered(
    _ url: String, as permissions: Permissions
  ) async throws(AuthoringAnswer) -> Probe {
    let outcome = try await analysis(.html, of: url, permissions, inBrowser: true)
    guard let exchange = outcome.http.first else {
      throw AuthoringAnswer("\(url) was not visited; try again.", kind: .host)
    }
    switch outcome.result {
    case .ok(let data):
      var probe = Probe(
        url: exchange.url, exchange: exchange, finding: .parsed(kind: .html, data))
      probe.isRendered = true
      return probe
    case .failed(let failure):
      throw AuthoringAnswer(
        failure.message.replacing("\n", with: " ").asFullSentence, kind: failure.kind,
        neededGrant: exchange.neededGrant)
    }
  }

  /// One JSON text, or one on each line.
  private static func value(of body: [UInt8]) throws -> JSONValue {
    do {
      return try JSONValue(parsing: body)
    } catch {
      guard let list = JSONValue(lines: body) else { throw error }
      return list
    }
  }

  /// The analysis in the sandbox.
  private func analysed(
    _ kind: Probe.Kind, _ response: EgressResponse, _ permissions: Permissions
  ) async throws(AuthoringAnswer) -> Probe {
    let outcome = try await analysis(kind, of: response.exchange.url, permissions)
    switch outcome.result {
    case .ok(let data):
      return Probe(
        url: response.exchange.url, exchange: response.exchange,
        finding: .parsed(kind: Probe.Kind(rawValue: data["kind"]?.string ?? "") ?? kind, data))
    case .failed(let failure):
      let place = "\(response.url): "
      let reason =
        failure.message.hasPrefix(place)
        ? failure.message.dropFirst(place.count) : failure.message[...]
      let line = reason.replacing("\n", with: " ")
      throw AuthoringAnswer(
        "\(response.url) could not be read as \(kind.word): \(line)\(line.hasSuffix(".") ? "" : ".")",
        kind: failure.kind)
    }
  }

  private func analysis(
    _ kind: Probe.Kind, of url: String, _ permissions: Permissions, inBrowser: Bool = false
  ) async throws(AuthoringAnswer) -> RunOutcome {
    guard let text = ProbeScript(folder: scripts)?.text else {
      throw AuthoringAnswer(
        "Dash cannot find \(scripts.path); reinstall it, or set DASH_SHARE.", kind: .host)
    }
    let manifest = Manifest(
      name: "probe",
      params: ["url", "kind", "browser"].map { Param(name: $0, kind: .text) },
      permissions: permissions,
      limits: Limits(seconds: inBrowser ? 40 : 20, memoryMiB: 256, requests: 2))
    return await runner.run(
      RunRequest(
        block: BlockID(naming: "probe"),
        files: BlockFiles(manifest: manifest, script: text, spec: "{}"),
        params: [
          "url": .string(url), "kind": .string(kind.rawValue),
          "browser": .string(inBrowser ? "yes" : ""),
        ],
        reason: .probe, cassette: cassette))
  }

  /// The failure of a probe in a sentence that begins with the place.
  private static func sentence(_ failure: EgressFailure, _ url: String) -> String {
    if failure.kind == .limit {
      return
        "\(url) answers with more than \(ByteSize.limit(maximumBytes)), which is too much for a card; give me an address with a smaller answer."
    }
    return failure.message.asFullSentence
  }
}

extension AuthoringAnswer {
  /// The answer to a status of 400 or more; `nil` for the others.
  init?(status response: EgressResponse) {
    let place = response.url
    switch response.status {
    case ..<400: return nil
    case 401, 403:
      self.init(
        "\(place) wants a sign-in or a key (HTTP \(response.status)); use an address that answers without one, or write the block by hand, with a secret.",
        kind: .auth)
    case 404, 410:
      self.init(
        "\(place) does not exist (HTTP \(response.status)); check the address.", kind: .httpStatus)
    case 429:
      let wait = response.retryAfter.map { " in \($0) seconds" } ?? " in a few minutes"
      self.init(
        "\(place) asks for fewer requests (HTTP 429); try again\(wait).", kind: .rateLimited)
    case 500...:
      self.init(
        "\(place) has a problem of its own (HTTP \(response.status)); try again later.",
        kind: response.retryAfter == nil ? .httpStatus : .rateLimited)
    default:
      self.init(
        "\(place) refused the request (HTTP \(response.status)); check the address.",
        kind: .httpStatus)
    }
  }
}
