import BlockModel
import BlockRuntime
import Drafting
import Foundation
import LanguageModels
import Sentences

/// Makes a block with a model: plan, probe, write, inspect, at most two repairs. The host drives;
/// the model only answers.
struct ModelAuthor {
  static let maximumRepairs = 2
  static let maximumPlans = 2
  /// Characters of a sketch where there is little room.
  static let shortSketch = 2_000

  let book: PromptBook
  let check: CandidateCheck
  let prober: Prober
  let recipes: RecipeCatalogue

  /// Why there is no block from the model.
  enum Ending: Error {
    /// For the person: a question, a needed grant, a source that does not answer.
    case answer(AuthoringAnswer)
    /// The model is of no use now; the offline drafter may try. A clause without full stop.
    case gaveUp(String)
    case cancelled
  }

  func draft(
    _ request: AuthoringRequest, _ wish: Wish, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void
  ) async throws(Ending) -> BlockDraft {
    let system = try prompt { () throws(AuthoringAnswer) in try book.system() }
    var manifest = Manifest(
      name: wish.subject.map { String($0.prefix(80)) } ?? "Block", prompt: wish.sentence)
    var notes = SourceNotes(probes: [])
    if let url = wish.url {
      // The person's address is the source; nothing else is asked.
      do throws(AuthoringAnswer) {
        manifest.permissions = try Permissions(forAddress: url, grants: request.grants)
        progress(.probing(url: url))
        notes.probes = [
          try await SourceLadder(prober: prober).probe(
            url, &manifest.permissions, method: SourceMethod(wish.withoutAddress))
        ]
      } catch { throw .answer(error) }
    } else {
      try await plan(request, wish, system, &session, &manifest, &notes, progress)
    }
    if let pace = wish.pace { manifest.schedule = .every(.seconds(pace)) }
    if let count = wish.count, !manifest.params.contains(where: { $0.name == "count" }) {
      manifest.params.append(
        Param(
          name: "count", kind: .number(min: 1, max: 100, step: 1), label: "Count",
          defaultValue: .integer(Int64(count))))
    }
    return try await write(manifest, wish, notes, system, &session, progress)
  }

  // MARK: Plan

  private func plan(
    _ request: AuthoringRequest, _ wish: Wish, _ system: String, _ session: inout ModelSession,
    _ manifest: inout Manifest, _ notes: inout SourceNotes, _ progress: (AuthoringStage) -> Void
  ) async throws(Ending) {
    let method = SourceMethod(wish.sentence)
    for _ in 0..<Self.maximumPlans {
      progress(.planning)
      let failures = notes.refused
      let text = try prompt { () throws(AuthoringAnswer) in
        try book.text(
          "plan",
          [
            "wish": PromptBook.quoted(wish.sentence),
            "method": method.map { "- The person wants \($0.wanted); plan nothing else.\n" } ?? "",
            "failures": failures.isEmpty
              ? ""
              : "These did not work; propose others:\n"
                + PromptBook.quoted(failures.joined(separator: "\n")),
          ])
      }
      let reply = try await ask(
        .plan, system, [ModelMessage(.user, text)], &session, maximumOutput: 800,
        schema: Plan.schema)
      let plan: Plan
      do { plan = try Plan(reply) } catch {
        notes.refused.append(error.sentence)
        continue
      }
      if plan.sources.isEmpty, let question = plan.question {
        throw .answer(AuthoringAnswer(question))
      }
      if let title = plan.title { manifest.name = title }
      if let pace = plan.pace { manifest.schedule = .every(.seconds(pace)) }
      manifest.params = plan.params
      if plan.sources.isEmpty {
        notes.refused = []
        return
      }
      for source in plan.sources {
        let url = source.url
        if Task.isCancelled { throw .cancelled }
        progress(.probing(url: url))
        do throws(AuthoringAnswer) {
          var permissions = try Permissions(forAddress: url, grants: request.grants)
          let probe = try await SourceLadder(prober: prober).probe(
            url, &permissions, method: method)
          if let method, !method.fits(probe.finding) {
            throw AuthoringAnswer("\(url) is not \(method.wanted), which the sentence asks for.")
          }
          notes.probes.append(probe)
          notes.reasons[probe.url] = source.why.isEmpty ? nil : source.why
          manifest.permissions.hosts.formUnion(permissions.hosts)
          manifest.permissions.privateHosts.formUnion(permissions.privateHosts)
        } catch {
          notes.refused.append(error.message)
          notes.neededGrant = notes.neededGrant ?? error.neededGrant
        }
      }
      if !notes.probes.isEmpty { return }
    }
    let reason = notes.refused.last ?? ""
    if let place = notes.neededGrant {
      throw .answer(
        AuthoringAnswer(
          "The sources that would fit are not public: \(reason)", kind: .permission,
          neededGrant: place))
    }
    throw .gaveUp("no source that the model proposed could be used: \(reason)")
  }

  // MARK: Write and repair

  private func write(
    _ manifest: Manifest, _ wish: Wish, _ notes: SourceNotes, _ system: String,
    _ session: inout ModelSession, _ progress: (AuthoringStage) -> Void
  ) async throws(Ending) -> BlockDraft {
    progress(.writing)
    let opening = Opening(
      [ModelMessage(.user, try question(manifest, wish, notes, isShort: false))],
      short: [ModelMessage(.user, try question(manifest, wish, notes, isShort: true))])
    let loop = RepairLoop(book: book, sources: notes.text(wish, maximum: Self.shortSketch))
    let start = BlockFiles(manifest: manifest, script: "", spec: "")
    let expectation = Candidate.Expectation(
      order: WishedOrder(wish), count: wish.count, needsSource: !notes.probes.isEmpty)
    let (passed, explanation) = try await loop.run(
      .write, system, opening, start, &session, progress
    ) { files throws(CandidateFinding) in
      var candidate = Candidate(files, by: .model, reason: .create)
      candidate.expectation = expectation
      return try await check.pass(candidate, progress: progress)
    }
    return BlockDraft(
      files: passed.files,
      explanation: (explanation.isEmpty ? "Written by \(session.method)." : explanation)
        + notes.explanation(passed.outcome),
      outcome: passed.outcome, method: session.method)
  }

  /// - Parameter isShort: without examples, for a model that cannot read much.
  private func question(
    _ manifest: Manifest, _ wish: Wish, _ notes: SourceNotes, isShort: Bool
  ) throws(Ending) -> String {
    let settings = manifest.params.map { "ctx.params.\($0.name) = \($0.defaultValue.json())" }
    return try prompt { () throws(AuthoringAnswer) in
      try book.text(
        "write",
        [
          "recipes": isShort ? "" : Samples(recipes).text(for: wish, notes),
          "wish": PromptBook.quoted(wish.sentence), "title": manifest.name,
          "params": settings.isEmpty
            ? "" : "Settings:\n" + PromptBook.quoted(settings.joined(separator: "\n")),
          "sources": isShort ? notes.text(wish, maximum: Self.shortSketch) : notes.text(wish),
        ])
    }
  }

  private func ask(
    _ stage: ModelStage, _ system: String, _ messages: [ModelMessage],
    _ session: inout ModelSession, maximumOutput: Int, schema: JSONValue?
  ) async throws(Ending) -> String {
    do throws(ModelProblem) {
      return try await session.ask(
        stage, system: [system], messages, maximumOutput: maximumOutput, schema: schema)
    } catch {
      throw Ending(error)
    }
  }

  private func prompt(_ make: () throws(AuthoringAnswer) -> String) throws(Ending) -> String {
    do { return try make() } catch { throw .answer(error) }
  }
}

extension ModelAuthor.Ending {
  init(_ problem: ModelProblem) {
    switch problem {
    case .cancelled: self = .cancelled
    case .provider, .refused, .cut, .toolCall, .budget: self = .gaveUp(problem.description)
    }
  }
}
