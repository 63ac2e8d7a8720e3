import Authoring
import BlockModel
import BlockUI
import DashboardEngine
import Drafting
import Foundation
import Hummingbird

/// `/api/v1`: what programs read.
struct APIRoutes: Sendable {
  let engine: DashboardEngine

  func blocks(_ request: Request, context: WebContext) async throws -> Response {
    .json(["blocks": .array(await engine.cards().map(\.json))])
  }

  func block(_ request: Request, context: WebContext) async throws -> Response {
    .json(try await engine.card(context.block()).json)
  }

  /// The last good data, as the script returned it.
  func data(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await engine.card(context.block())
    return .json([
      "data": card.data ?? .null,
      "at": card.dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
    ])
  }

  /// Runs the block now and answers with the whole outcome.
  func run(_ request: Request, context: WebContext) async throws -> Response {
    .json(try await engine.refresh(context.block()).json)
  }

  /// `{"manifest", "script", "spec"}`: everything that is wrong with three files, without running them.
  func check(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    guard let manifest = fields["manifest"], let script = fields["script"],
      let spec = fields["spec"]
    else { throw WebProblem.unreadable("a file is missing; it takes manifest, script and spec") }
    let texts = BlockTexts(manifest: manifest, script: script, spec: spec)
    return .json(await engine.check(texts).json)
  }

  // MARK: Looking closer

  /// Every card as text and data.
  func snapshot(_ request: Request, context: WebContext) async throws -> Response {
    let blocks = await engine.cards().map { card -> JSONValue in
      [
        "id": .string(card.id.text), "name": .string(card.name),
        "state": .string(card.state.rawValue), "says": .string(card.sentence),
        "text": card.shownText.map { .string($0) } ?? .null, "data": card.data ?? .null,
        "data_at": card.dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
      ]
    }
    return .json(["blocks": .array(blocks)])
  }

  func files(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    var version = try await engine.card(id).version
    if let text = request.uri.queryParameters["version"] {
      guard let number = Int(text), number > 0 else {
        throw WebProblem.unreadable("“\(text.prefix(40))” is not a version")
      }
      version = VersionNumber(number)
    }
    let texts = try await engine.texts(of: id, version: version)
    return .json([
      "version": .integer(Int64(version.value)), "manifest": .string(texts.manifest),
      "script": .string(texts.script), "spec": .string(texts.spec),
    ])
  }

  func versions(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    _ = try await engine.card(id)
    let versions = try await engine.versions(of: id).map { version -> JSONValue in
      [
        "number": .integer(Int64(version.number.value)), "author": .string(version.author.rawValue),
        "explanation": .string(version.explanation), "report": .string(version.report),
        "created_at": .string(version.createdAt.formatted(.iso8601)),
      ]
    }
    return .json(["versions": .array(versions)])
  }

  func runs(_ request: Request, context: WebContext) async throws -> Response {
    let limit = try request.count("limit", in: 1...200, default: 20)
    let runs = try await engine.runs(of: context.block(), limit: limit).map { run -> JSONValue in
      [
        "id": .integer(run.id), "version": .integer(Int64(run.version.value)),
        "reason": .string(run.reason), "at": .string(run.startedAt.formatted(.iso8601)),
        "duration_ms": .integer(Int64(run.duration.wholeMilliseconds)),
        "kind": run.failure.map { .string($0.kind.rawValue) } ?? .null,
        "message": run.failure.map { .string($0.message) } ?? .null,
      ]
    }
    return .json(["runs": .array(runs)])
  }

  func actions(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    _ = try await engine.card(id)
    let limit = try request.count("limit", in: 1...200, default: 20)
    let actions = try await engine.actions(of: id, limit: limit).map { action -> JSONValue in
      [
        "at": .string(action.at.formatted(.iso8601)), "by": .string(action.actor),
        "what": .string(action.what),
      ]
    }
    return .json(["actions": .array(actions)])
  }

  func permissions(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let grants = try await engine.grants(of: id).map { grant -> JSONValue in
      [
        "what": .string(grant.subject.description), "says": .string(grant.subject.sentence),
        "by": .string(grant.by), "at": .string(grant.at.formatted(.iso8601)),
      ]
    }
    let asks = try await engine.requests(of: id).map { subject -> JSONValue in
      ["what": .string(subject.description), "says": .string(subject.sentence)]
    }
    return .json(["allowed": .array(grants), "asks": .array(asks)])
  }

  func proposals(_ request: Request, context: WebContext) async throws -> Response {
    let proposals = try await engine.proposals().map { proposal -> JSONValue in
      [
        "id": .string(proposal.id.uuidString),
        "block": proposal.block.map { .string($0.text) } ?? .null,
        "agent": .string(proposal.agent), "explanation": .string(proposal.explanation),
        "report": .string(proposal.report),
        "at": .string(proposal.at.formatted(.iso8601)),
        "manifest": .string(proposal.texts.manifest), "script": .string(proposal.texts.script),
        "spec": .string(proposal.texts.spec),
      ]
    }
    let hosts = try await engine.agentHosts().map { host -> JSONValue in
      [
        "host": .string(host.host), "allowed": .bool(host.isAllowed),
        "asked_by": .string(host.agent),
      ]
    }
    return .json(["proposals": .array(proposals), "hosts": .array(hosts)])
  }

  // MARK: By hand

  /// `{"source", "grants"?}`: the records that a source offers, with their fields.
  func offer(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    switch await engine.offer(of: fields["source"] ?? "", grants: try fields.grants("grants")) {
    case .success(let offering): return .json(offering.json)
    case .failure(let answer): throw WebProblem(answer)
    }
  }

  /// What the source of a block offers, and the query of the block.
  func blockOffer(_ request: Request, context: WebContext) async throws -> Response {
    switch try await engine.offer(of: context.block()) {
    case .failure(let answer): throw WebProblem(answer)
    case .success(let offer):
      var members = offer.offering.json.object ?? [:]
      members["query"] = offer.query.query.json
      members["title"] = offer.query.title.map { .string($0) } ?? .null
      return .json(.object(members))
    }
  }

  /// Makes a block: `{"sentence"}`, or `{"source", "query", "title"?}` with a query as `block.json` has
  /// it; `grants` allow places that are not public.
  func add(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let grants = try fields.grants("grants")
    let result =
      if let pick = try fields.pick(of: fields["source"] ?? "") {
        try await engine.add(pick, grants: grants)
      } else {
        try await engine.add(fields["sentence"] ?? "", grants: grants)
      }
    switch result {
    case .added(let card): return .json(card.json, status: .created)
    case .answer(let answer): throw WebProblem(answer)
    }
  }

  /// Changes a block to another query: `{"query", "title"?, "keep"?}`. Without `keep` the change is
  /// proposed and waits for a word.
  func change(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    guard let pick = try fields.pick(of: "") else {
      throw WebProblem.unreadable("it names no query")
    }
    let refinement = try await engine.refine(id, to: pick)
    if case .answer(let answer) = refinement { throw WebProblem(answer) }
    guard case .proposed(let pending) = refinement, fields.value("keep")?.bool ?? false else {
      return .json(refinement.json)
    }
    return .json(try await engine.keep(id, pending.id).json)
  }
}

extension Request {
  /// A number of the query.
  fileprivate func count(
    _ name: String, in range: ClosedRange<Int>, default standard: Int
  ) throws(WebProblem) -> Int {
    guard let text = uri.queryParameters[Substring(name)] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw WebProblem.unreadable(
        "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

extension FormFields {
  /// A query as `block.json` writes it; `nil` when there is none.
  fileprivate func pick(of source: String) throws -> PickedQuery? {
    guard let json = value("query") else { return nil }
    do throws(ManifestError) {
      return PickedQuery(source: source, query: try RowQuery(json: json), title: self["title"])
    } catch {
      throw WebProblem(
        .unprocessableContent, "query",
        error.problems.map { "\($0.place.isEmpty ? "query" : "query" + $0.place): \($0.problem)." }
          .joined(separator: " "))
    }
  }
}

extension Card {
  /// The card as text; `nil` without data.
  fileprivate var shownText: String? {
    guard let compiled, let data else { return nil }
    return compiled.renderText(
      RenderContext(
        data: data, params: params, block: id, blockName: name, surroundings: manifest.surroundings)
    ).trimming(\.isNewline)
  }

  var json: JSONValue {
    [
      "id": .string(id.text), "name": .string(name), "state": .string(state.rawValue),
      "sentence": .string(sentence), "version": .integer(Int64(version.value)),
      "author": .string(author.rawValue), "schedule": .string(manifest.schedule.description),
      "data_at": dataAt.map { .string($0.formatted(.iso8601)) } ?? .null,
      "next_run": nextRun.map { .string($0.formatted(.iso8601)) } ?? .null,
      "is_running": .bool(isRunning), "params": .object(params),
      "edit_problem": editProblem.map {
        ["place": .string($0.place), "message": .string($0.message)]
      } ?? .null,
      "places": .object(
        JSONObject(
          uniqueKeysWithValues: Breakpoint.allCases.compactMap { breakpoint in
            places[breakpoint].map { (breakpoint.rawValue, $0.json) }
          })),
    ]
  }
}
