public import BlockModel
public import BlockRuntime
public import Drafting
public import Egress
public import Foundation
public import LanguageModels
import Sentences

/// From a sentence to a block that ran.
public struct Author: Sendable {
  let runner: BlockRunner
  let egress: Egress
  let recipeFolder: URL
  let models: any ModelSource
  public let cassette: Cassette?
  /// Whatever sources and models send is read beside the pool that serves pages: by two threads, so that
  /// one long text does not stop all other work.
  private static let threads = OwnThreads(label: "dash.authoring", width: 2)

  func beside<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value {
    await withTaskExecutorPreference(Self.threads) { await work() }
  }

  /// - Parameters:
  ///   - recipes: the folder `Prompts/recipes` of the share folder; the prompts lie above it,
  ///     `LuaStdlib` beside `Prompts`.
  ///   - models: what writes blocks; without it they are drafted offline.
  ///   - cassette: what sources answer from, instead of the internet.
  public init(
    runner: BlockRunner, egress: Egress, recipes: URL, models: any ModelSource = FixedModel(),
    cassette: Cassette? = nil
  ) {
    self.runner = runner
    self.egress = egress
    recipeFolder = recipes
    self.models = models
    self.cassette = cassette
  }

  /// The words of the languages that sentences are read in.
  var lexicons: Lexicons { Lexicons(folder: promptFolder.appending(path: "words")) }

  /// The recipes as they are on disk now.
  public var recipes: RecipeCatalogue { RecipeCatalogue(folder: recipeFolder) }

  /// Makes a block, or says why not. A draft ran in the sandbox, and its card fits its data.
  ///
  /// - Parameter record: is told every call of a model, also those that failed.
  public func draft(
    _ request: AuthoringRequest, progress: @escaping @Sendable (AuthoringStage) -> Void,
    record: @escaping @Sendable (ModelCall) -> Void = { _ in }
  ) async -> AuthoringResult {
    await beside { await drafted(request, progress, record) }
  }

  private func drafted(
    _ request: AuthoringRequest, _ progress: @escaping @Sendable (AuthoringStage) -> Void,
    _ record: @escaping @Sendable (ModelCall) -> Void
  ) async -> AuthoringResult {
    if let pick = request.pick { return await pickedDraft(pick, request, progress) }
    var request = request
    let browser = BrowserWish(request.sentence)
    if browser.isWished {
      request.sentence = browser.sentence
      request.grants.append(.browser)
      request.isInBrowser = true
    }
    let wish = Wish(request.sentence)
    let model: any ModelProvider
    switch await models.choice() {
    case .none: return await offlineDraft(wish, request, progress)
    case .unusable(let failure):
      return Self.noting(
        failure.message, "the model", await offlineDraft(wish, request, progress))
    case .model(let chosen): model = chosen
    }
    do throws(ModelAuthor.Ending) {
      var session = ModelSession(model, progress: progress, record: record)
      return .draft(try await modelAuthor.draft(request, wish, &session, progress))
    } catch {
      switch error {
      case .answer(let answer): return .answer(answer)
      case .cancelled: return .answer(.cancelled)
      case .gaveUp(let reason):
        return Self.noting(
          reason, model.name, await offlineDraft(wish, request, progress))
      }
    }
  }

  /// Without a model: from the address in the sentence, or from a recipe.
  private func offlineDraft(
    _ wish: Wish, _ request: AuthoringRequest, _ progress: (AuthoringStage) -> Void
  ) async -> AuthoringResult {
    do throws(AuthoringAnswer) {
      if let clause = AlertClause(request.sentence, lexicons) {
        if let draft = try await watchedDraft(clause, wish, request, progress) {
          return .draft(draft)
        }
      }
      if wish.task == WishWords.alerting { throw .alertsComeLater }
      if let task = wish.task { throw .needsModel(task) }
      guard let url = wish.url else { return .draft(try await recipeDraft(wish, progress)) }
      if wish.isMerged, wish.addresses.count > 1 {
        return .draft(try await mergedDraft(wish, request, progress))
      }
      if let parts = SentenceParts.byAddress(request.sentence, lexicons) {
        throw .several(parts)
      }
      if let draft = try await addressRecipeDraft(url, request, progress) {
        return .draft(draft)
      }
      return .draft(try await urlDraft(url, wish, request, progress))
    } catch {
      return .answer(error)
    }
  }

  /// An offline result with the sentence that says why no model made it.
  private static func noting(
    _ reason: String, _ name: String, _ result: AuthoringResult
  ) -> AuthoringResult {
    let note =
      "Made without a model, because \(name) did not succeed: \(reason.trimmingEnd { $0 == "." })."
    switch result {
    case .draft(var draft):
      draft.explanation = "\(note) \(draft.explanation)"
      return .draft(draft)
    case .answer(let answer):
      return .answer(answer.following(name, reason))
    }
  }

  var promptFolder: URL { recipeFolder.deletingLastPathComponent() }

  var prober: Prober {
    Prober(
      runner: runner, egress: egress, scripts: promptFolder.appending(path: "probe"),
      cassette: cassette)
  }

  /// The gate. Without the stdlib's files names are not checked.
  public var candidateCheck: CandidateCheck {
    CandidateCheck(
      runner: runner, files: FileCheck(try? PromptBook(folder: promptFolder).stdlib()),
      cassette: cassette)
  }

  var modelAuthor: ModelAuthor {
    ModelAuthor(
      book: PromptBook(folder: promptFolder), check: candidateCheck, prober: prober,
      recipes: recipes)
  }

  // MARK: With an address

  /// A block with the alert that its sentence ends in.
  /// - Returns: `nil` when the words ask for something else: "tell me when the next match is".
  private func watchedDraft(
    _ clause: AlertClause, _ wish: Wish, _ request: AuthoringRequest,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft? {
    guard let url = wish.url, wish.addresses.count == 1 else { return nil }
    do throws(AuthoringAnswer) {
      return try await urlDraft(url, wish, request, alert: clause, progress)
    } catch {
      // What keeps the source away keeps it away from any other reading, too.
      if clause.mayAsk, error.kind == nil { return nil }
      throw error
    }
  }

  private func urlDraft(
    _ url: String, _ wish: Wish, _ request: AuthoringRequest, alert: AlertClause? = nil,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    var permissions = try Permissions(forAddress: url, grants: request.grants)
    progress(.probing(url: url))
    let ladder = SourceLadder(prober: prober)
    let probe = try await ladder.probe(
      url, &permissions, method: SourceMethod(wish.withoutAddress), inBrowser: request.isInBrowser)
    permissions.browser = probe.isRendered
    var probes = [probe]
    if SourceLadder.isBare(probe), let feed = await ladder.feed(of: probe, &permissions) {
      probes.insert(feed, at: 0)
    }
    progress(.writing)
    let sentence = ReadSentence(alert?.rest ?? request.sentence, lexicons: lexicons)
    let watched = alert.map { ReadSentence($0.condition, lexicons: lexicons) }
    var drafts: [Draft] = []
    var question: SentenceQuestion?
    for probe in probes {
      let drafter = SentenceDrafter(
        probe: probe, sentence: sentence, watched: watched, now: Date())
      switch drafter.outcome {
      case .drafts(let found): drafts += found
      case .refused(let reason):
        throw AuthoringAnswer("\(url) holds no data; \(reason).", kind: .shapeDrift)
      case .asked(let asked): question = question ?? asked
      }
    }
    if drafts.isEmpty, let question {
      throw AuthoringAnswer(
        question.message, suggestions: question.suggestions, source: probe.url)
    }
    var lastProblem: AuthoringAnswer?
    for draft in drafts {
      do throws(AuthoringAnswer) {
        return try await made(
          draft, permissions, sentence.schedule, locale: sentence.locale, progress)
      } catch {
        lastProblem = error
      }
    }
    throw lastProblem
      ?? AuthoringAnswer(
        "\(url) was read, but nothing in it looks like a list, a table or values; give me the address of a feed, of CSV or JSON\(AuthoringAnswer.modelAdvice).",
        kind: .shapeDrift)
  }

  /// A draft of an address that passed the check.
  func made(
    _ draft: Draft, _ permissions: Permissions, _ schedule: Schedule?, locale: String? = nil,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    var files = draft.files
    files.manifest.permissions = permissions
    files.manifest.schedule = schedule ?? .every(.seconds(draft.pace))
    files.manifest.locale = locale
    var made = try await tried(
      Candidate(files, by: .drafter, reason: .create), draft.explanation, method: "drafter",
      progress)
    if draft.isFiltered, made.outcome.data?["rows"]?.array?.isEmpty ?? false {
      made.explanation += " No row matches that at the moment."
    }
    return made
  }

  // MARK: Without an address

  private func recipeDraft(
    _ wish: Wish, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    let catalogue = recipes
    let match = catalogue.match(wish.sentence)
    if let match, match.isSure { return try await ship(match, match.files, progress) }
    if let parts = catalogue.several(wish.sentence) { throw .several(parts) }
    if let match, let question = catalogue.question(about: match) { throw question }
    throw catalogue.whatIsPossible(for: wish.sentence)
  }

  /// A block of a recipe that is made for addresses: "uptime of https://…".
  /// - Returns: `nil` when no recipe is meant, or the address is not what it needs.
  private func addressRecipeDraft(
    _ url: String, _ request: AuthoringRequest, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft? {
    guard let match = recipes.match(request.sentence), match.isSure,
      match.recipe.addressParam != nil, !match.recipe.isDrafted
    else { return nil }
    var files = match.files
    let permissions = try Permissions(forAddress: url, grants: request.grants)
    files.manifest.permissions.hosts = permissions.hosts
    files.manifest.permissions.privateHosts = permissions.privateHosts
    files.manifest.permissions.certificates = permissions.certificates
    do throws(AuthoringAnswer) {
      return try await ship(match, files, progress)
    } catch {
      if error.kind == .permission { throw error }
      return nil
    }
  }

  /// Several feeds in one list.
  private func mergedDraft(
    _ wish: Wish, _ request: AuthoringRequest, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    guard let match = recipes.merging(request.sentence) else {
      throw recipes.whatIsPossible(for: request.sentence)
    }
    var files = match.files
    files.manifest.permissions = Permissions()
    for url in wish.addresses {
      let permissions = try Permissions(forAddress: url, grants: request.grants)
      files.manifest.permissions.hosts.formUnion(permissions.hosts)
      files.manifest.permissions.privateHosts.formUnion(permissions.privateHosts)
      files.manifest.permissions.certificates.formUnion(permissions.certificates)
    }
    return try await ship(match, files, progress)
  }

  private func ship(
    _ match: RecipeMatch, _ files: BlockFiles, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    progress(.writing)
    var candidate = Candidate(files, by: .recipe, reason: .create)
    // It ran on recorded answers before: its block waits for a source that is away. An address that a person
    // wrote has to answer once.
    candidate.mayWait = match.recipe.addressParam == nil
    var draft = try await tried(
      candidate, match.explanation, method: "recipe:\(match.recipe.name)", progress)
    if draft.outcome.failure != nil {
      draft.explanation +=
        " Its source cannot be reached at the moment; the block will keep trying."
    }
    return draft
  }

  /// A draft that passed the check.
  private func tried(
    _ candidate: Candidate, _ explanation: String, method: String,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    let check = CandidateCheck(runner: runner, cassette: cassette)
    do throws(CandidateFinding) {
      let passed = try await check.pass(candidate, progress: progress)
      return BlockDraft(
        files: passed.files.sealed, explanation: explanation, outcome: passed.outcome,
        method: method, report: passed.report)
    } catch { throw Self.answer(of: error) }
  }

  /// What a person is told of a draft that did not pass.
  private static func answer(of finding: CandidateFinding) -> AuthoringAnswer {
    let advice = "; name the part you want\(AuthoringAnswer.modelAdvice)."
    let sentence: String? =
      switch finding.kind {
      case .run where finding.failure.isHealable: "The drafted block did not run: \(finding.detail)"
      case .syntax, .spec: "The drafted block is not valid: \(finding.detail)"
      case .missingData: "The drafted card does not fit its data: \(finding.detail)"
      case .hollowCard, .noData:
        "The source answered, but there is nothing in it that a card could show" + advice
      case .missingValues:
        "The source answered, but most of the values a card would show are missing" + advice
      case .unnamedRows: "The source answered, but \(finding.person)" + advice
      default: nil
      }
    guard let sentence else { return finding.answer }
    let line = sentence.replacing("\n", with: " ")
    return AuthoringAnswer(
      line.hasSuffix(".") ? line : line + ".", kind: finding.failure,
      neededGrant: finding.neededGrant)
  }
}
