import BlockModel
import Drafting
import Foundation
import Sentences

/// Changes a block by changing the query that its files are compiled from, and compiling anew.
struct QueryRefiner {
  let request: RefineRequest
  /// As it holds now.
  let kept: BlockQuery
  let trial: RefineTrial
  let ladder: SourceLadder

  /// - Returns: `nil` when the files are not what a query compiles to.
  init?(_ request: RefineRequest, _ trial: RefineTrial, _ ladder: SourceLadder) {
    guard let kept = request.files.query(request.params) else { return nil }
    self.kept = kept
    self.request = request
    self.trial = trial
    self.ladder = ladder
  }

  /// To what was picked by hand.
  func refine(
    _ pick: PickedQuery, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> RefineResult {
    let offering = try await offering(progress)
    var query = pick.query
    query.records = query.records ?? kept.query.records
    return try await propose(
      BlockQuery(source: kept.source, query: query, title: pick.title ?? kept.title), offering,
      schedule: pick.schedule, progress)
  }

  /// - Returns: `nil` when the sentence is not about what the query says: "delete it", "every hour".
  /// - Throws: what was not understood; a model may understand it.
  func refine(
    _ lexicons: Lexicons, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> RefineResult? {
    let commands = RefineCommand.parse(request.sentence) ?? []
    if !commands.isEmpty, commands.allSatisfy(leavesQuery) { return nil }
    let sentence = ReadSentence(request.sentence, lexicons: lexicons, isChange: true)
    guard sentence.addresses.isEmpty else { return nil }
    let offering = try await offering(progress)
    if commands.count == 1, case .rename(let name)? = commands.first {
      var query = kept
      query.title = name
      return try await propose(
        query, offering, schedule: nil, told: "It is now called “\(name)”.", progress)
    }
    let outcome: ChangeDrafter.Outcome
    do throws(QueryMistakes) {
      outcome = try ChangeDrafter(offering, query: kept).outcome(sentence)
    } catch { throw AuthoringAnswer(error.description) }
    switch outcome {
    case .asked(let question):
      throw AuthoringAnswer(question.message, suggestions: question.suggestions)
    case .changed(let query, let notes):
      return try await propose(
        query, offering, schedule: sentence.schedule, notes: notes, progress)
    }
  }

  /// Is it done without the query?
  private func leavesQuery(_ command: RefineCommand) -> Bool {
    let params = request.files.manifest.params
    return switch command {
    case .delete, .restore, .refresh, .resize, .schedule: true
    case .set(let name, _):
      params.contains { $0.name == name.lowercased() || $0.label.lowercased() == name.lowercased() }
    case .use: params.contains { $0.kind == .text }
    case .rename, .limit, .sort, .sortByTime, .group, .filter, .only, .columns, .show, .hide,
      .chart,
      .table, .list:
      false
    }
  }

  private func offering(
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> SourceOffering {
    progress(.probing(url: kept.source))
    var permissions = request.files.manifest.permissions.granting(request.grants)
    let probe = try await ladder.probe(
      kept.source, &permissions, method: nil, inBrowser: kept.isInBrowser)
    let offering = SourceOffering(probe, now: Date())
    if let refusal = offering.refusal {
      throw AuthoringAnswer("\(kept.source) holds no data now; \(refusal).", kind: .shapeDrift)
    }
    return offering
  }

  /// Compiles a query into new files, runs them, and shows what would change.
  /// - Parameter told: what changes, where that is not what the query shows.
  private func propose(
    _ query: BlockQuery, _ offering: SourceOffering, schedule: Schedule?, notes: [String] = [],
    told: String? = nil, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> RefineResult {
    progress(.writing)
    let old = request.files
    var draft: Draft
    do throws(QueryMistakes) {
      draft = try offering.draft(query.query, title: query.title, prompt: old.manifest.prompt)
    } catch { throw AuthoringAnswer(error.description) }
    // As many rows as before, where neither query says how many.
    if query.query.limit == nil, kept.query.limit == nil { draft.keepCount(of: old.manifest) }
    let pace = schedule.flatMap {
      $0 == old.manifest.schedule ? nil : ManifestWords.schedule($0)
    }
    let explanation = ([told ?? draft.explanation] + notes + [pace].compactMap(\.self))
      .joined(separator: " ")
    var files = draft.files
    files.manifest = manifest(draft, offering)
    if let schedule { files.manifest.schedule = schedule }
    var trial = trial
    let params = settings(draft)
    trial.request.params.merge(params) { $1 }
    let isSame = files.script == old.script && files.spec == old.spec
    do throws(ModelAuthor.Ending) {
      if isSame, files.manifest.schedule == old.manifest.schedule,
        files.manifest.name == old.manifest.name
      {
        if params.isEmpty, let undrawn = draft.undrawn {
          return .answer(AuthoringAnswer("\(undrawn) The block stays as it is."))
        }
        if params.isEmpty {
          return .answer(AuthoringAnswer("It is like that already. \(explanation)"))
        }
        return try await trial.settings(params, progress)
      }
      let result = try await trial.proposal(
        files, explanation, method: "command", progress)
      guard case .proposal(var proposal) = result else { return result }
      proposal.files = proposal.files.sealed
      if !params.isEmpty { proposal.params = params }
      if draft.isFiltered, proposal.outcome.data?["rows"]?.array?.isEmpty ?? false {
        proposal.explanation += " No row matches that at the moment."
      }
      return .proposal(proposal)
    } catch {
      switch error {
      case .answer(let answer): throw answer
      case .cancelled: throw .cancelled
      case .gaveUp(let reason): throw AuthoringAnswer(reason)
      }
    }
  }

  /// What the person wrote into `block.json` stays, but for what the query decides.
  private func manifest(_ draft: Draft, _ offering: SourceOffering) -> Manifest {
    var manifest = request.files.manifest
    let compiled = manifest.query.flatMap { try? offering.draft($0.query, title: $0.title) }
    if compiled.map({ $0.files.manifest.name == manifest.name }) ?? true {
      manifest.name = draft.files.manifest.name
    }
    let count = draft.files.manifest.params.first { $0.name == BlockQuery.countName }
    if let place = manifest.params.firstIndex(where: { $0.name == BlockQuery.countName }) {
      if let count { manifest.params[place] = count } else { manifest.params.remove(at: place) }
    } else if let count {
      manifest.params.append(count)
    }
    manifest.query = draft.files.manifest.query
    return manifest
  }

  /// The number of rows, where it would be another than the block runs with now.
  private func settings(_ draft: Draft) -> JSONObject {
    guard let count = draft.files.manifest.params.first(where: { $0.name == BlockQuery.countName })
    else {
      return [:]
    }
    let values = request.files.manifest.values(request.params)
    guard let before = values[BlockQuery.countName] ?? request.params[BlockQuery.countName],
      before.count() != count.defaultValue.count()
    else { return [:] }
    return [BlockQuery.countName: count.defaultValue]
  }
}

extension Draft {
  /// Shows at least as many rows as another manifest says.
  fileprivate mutating func keepCount(of manifest: Manifest) {
    func count(_ params: [Param]) -> Int? {
      params.first { $0.name == BlockQuery.countName }?.defaultValue.count()
    }
    guard let before = count(manifest.params),
      let place = files.manifest.params.firstIndex(where: { $0.name == BlockQuery.countName })
    else { return }
    let most = max(before, count(files.manifest.params) ?? 0)
    files.manifest.params[place].defaultValue = .integer(Int64(most))
  }
}
