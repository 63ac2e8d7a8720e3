import BlockModel
import BlockRuntime
import BlockUI
import Drafting
import Foundation
import LanguageModels
import Sentences

/// Makes a block with a model: plan, probe, write, inspect, at most two repairs. The host drives;
/// the model only answers.
struct ModelAuthor {
  static let maximumRepairs = 2
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
    var manifest = Manifest(name: wish.subject ?? "Block", prompt: wish.sentence)
    let sentence = ReadSentence(wish.sentence, lexicons: book.lexicons)
    if let schedule = sentence.schedule { manifest.schedule = schedule }
    for case .host(let host, let method) in request.grants where method != "GET" {
      manifest.permissions = manifest.permissions.adding(.host(host, method: method))
    }
    let sources = SourceReading(
      book: book, ladder: SourceLadder(prober: prober), request: request, wish: wish,
      name: sentence.name)
    let notes = try await sources.read(&session, &manifest, progress)
    return try await write(manifest, wish, sentence, notes, system, &session, progress)
  }

  // MARK: Write and repair

  private func write(
    _ manifest: Manifest, _ wish: Wish, _ sentence: ReadSentence, _ notes: SourceNotes,
    _ system: String, _ session: inout ModelSession, _ progress: (AuthoringStage) -> Void
  ) async throws(Ending) -> BlockDraft {
    progress(.writing)
    let opening = Opening(
      [ModelMessage(.user, try question(manifest, wish, notes, isShort: false))],
      short: [ModelMessage(.user, try question(manifest, wish, notes, isShort: true))])
    let loop = RepairLoop(
      book: book, sources: notes.text(wish, maximum: Self.shortSketch), asked: sentence.schedule)
    let start = BlockFiles(manifest: manifest, script: "", spec: "")
    let expectation = Candidate.Expectation(
      order: WishedOrder(sentence), count: WishedCount.read(sentence),
      needsSource: !notes.probes.isEmpty, addresses: wish.addresses,
      optionalKeys: notes.optionalKeys, alert: WishedAlert(wish.sentence, book.lexicons))
    let made = try await loop.run(
      .write, system, opening, start, &session, progress
    ) { files throws(CandidateFinding) in
      var candidate = Candidate(files, by: .model, reason: .create)
      candidate.sentence = wish.sentence
      candidate.expectation = expectation
      return try await check.pass(candidate, progress: progress)
    }
    let outcome = made.passed.outcome
    var files = made.passed.files
    if let answer = ActionMethods.question(files, wish) { throw .answer(answer) }
    files.manifest.name = Self.name(files, planned: manifest.name, sentence)
    files.manifest.permissions = files.manifest.permissions.narrowed(to: files.script, outcome)
    return BlockDraft(
      files: files,
      explanation: [
        made.explanation.isEmpty ? "Written by \(session.method)." : made.explanation,
        ManifestWords.schedule(files.manifest.schedule),
        ManifestWords.alerts(files.manifest.alerts),
      ].filter { !$0.isEmpty }.joined(separator: " ") + notes.explanation(outcome) + made.doubts,
      outcome: outcome, method: session.method, report: made.passed.report)
  }

  /// As the person calls it, else as the model does; the words of the sentence only where there is
  /// nothing better.
  private static func name(_ files: BlockFiles, planned: String, _ sentence: ReadSentence) -> String
  {
    if let name = sentence.name { return name }
    if files.manifest.name != planned { return files.manifest.name }
    guard !sentence.addresses.isEmpty, let card = try? SpecTree(parsing: files.spec).card,
      let title = card[.title]?.literal?.string?.trimming(\.isWhitespace), !title.isEmpty
    else { return planned }
    return String(title.prefix(80))
  }

  /// - Parameter isShort: without examples, for a model that cannot read much.
  private func question(
    _ manifest: Manifest, _ wish: Wish, _ notes: SourceNotes, isShort: Bool
  ) throws(Ending) -> String {
    let settings = manifest.params.map {
      "ctx.params.\($0.name) (\($0.label)), default \($0.defaultValue.json())"
    }
    return try prompt { () throws(AuthoringAnswer) in
      try book.text(
        "write",
        [
          "recipes": isShort ? "" : Samples(recipes).text(for: wish, notes),
          "wish": PromptBook.wish(wish.sentence),
          "params": settings.isEmpty
            ? ""
            : "Planned settings, for block.json:\n"
              + PromptBook.quoted(settings.joined(separator: "\n")) + "\n",
          "zone": PromptBook.zone(manifest),
          "modules": RareModules(wish, notes).text(try book.stdlib()),
          "sources": isShort ? notes.text(wish, maximum: Self.shortSketch) : notes.text(wish),
        ])
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
    case .words(let words): self = .answer(AuthoringAnswer(words))
    case .provider, .refused, .cut, .onlyThought, .toolCall, .budget:
      self = .gaveUp(problem.description)
    }
  }
}
