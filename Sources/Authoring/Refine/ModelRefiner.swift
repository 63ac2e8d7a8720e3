import BlockModel
import BlockUI
import Foundation
import LanguageModels
import Sentences
import Sketches

/// Changes a block with a model; manifest and permissions stay the host's.
struct ModelRefiner {
  /// Messages of the conversation that are sent again.
  static let maximumHistory = 10
  /// Addresses of one sentence that are asked.
  static let maximumSources = 3

  let book: PromptBook
  let trial: RefineTrial
  let ladder: SourceLadder

  func refine(
    _ request: RefineRequest, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    let files = request.files
    let wish = Wish(request.sentence)
    var start = files
    start.manifest.permissions = files.manifest.permissions.granting(request.grants)
    let notes = try await sources(of: request, &start.manifest.permissions, progress)
    let own = await OwnSources(of: request, wish, trial.check, ladder)
    let found = await NumberSearch(request: request, sources: own, prober: ladder.prober).text()
    let system: String
    var opening: Opening
    do {
      system = try book.system()
      opening = try self.opening(request, start, wish, (own.notes, notes), found)
    } catch { throw .answer(error) }
    progress(.writing)
    let first: String
    do throws(ModelProblem) {
      first = try await session.ask(.refine, system: [system], &opening)
    } catch { throw ModelAuthor.Ending(error) }
    let answer = ModelAnswer(first)
    if let words = answer.words { return .answer(AuthoringAnswer(words)) }
    if let values = answer.settings {
      return try await trial.settings(try Self.checked(values, files.manifest), progress)
    }
    let loop = RepairLoop(
      book: book,
      sources: sketches(request, wish, (own.notes, notes), maximum: ModelAuthor.shortSketch),
      asked: ReadSentence(request.sentence, lexicons: book.lexicons, isChange: true).schedule)
    let alert = WishedAlert(request.sentence, book.lexicons, known: files.manifest.alerts)
    let made = try await loop.run(
      .refine, system, opening, start, answer: first, &session, progress
    ) { files throws(CandidateFinding) in
      if let finding = ChangeLimits(old: start.script, wish: wish).finding(files.script) {
        throw finding
      }
      if let finding = alert?.finding(files.manifest) { throw finding }
      return try await trial.tried(files, progress)
    }
    let explanation = made.explanation
    let changes = ManifestWords.changes(from: files.manifest, to: made.passed.files.manifest)
    if made.passed.files.script == files.script, made.passed.files.spec == files.spec,
      changes.isEmpty
    {
      return .answer(
        AuthoringAnswer(
          explanation.isEmpty
            ? "Nothing had to change."
            : "Nothing was changed. \(session.method) says: “\(explanation)”"))
    }
    let told = explanation.isEmpty ? "Changed by \(session.method)." : explanation
    return .proposal(
      trial.proposal(
        made.passed, ([told] + changes).joined(separator: " ") + made.doubts,
        method: session.method))
  }

  // MARK: Sources

  /// "use the RSS feed", "use https://… instead": another source, not the value of a setting, unless
  /// the block has a setting for an address.
  static func changesSource(_ request: RefineRequest) -> Bool {
    let wish = Wish(request.sentence)
    guard request.sentence.contains(#/(?i)^\s*(?:please )?(?:use|switch to|take|read)\b/#) else {
      return false
    }
    if wish.url == nil { return SourceMethod(wish.withoutAddress) != nil }
    let values = request.files.manifest.values(request.params).values
    return !values.contains { $0.string?.contains("://") ?? false }
  }

  /// What the addresses in the sentence answer; without one, the feed of the block's own page when
  /// the sentence asks for a feed.
  private func sources(
    of request: RefineRequest, _ permissions: inout Permissions,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> SourceNotes {
    let wish = Wish(request.sentence)
    var addresses = wish.addresses
    // Who writes an address allows to read it.
    let isWritten = !addresses.isEmpty
    let method = SourceMethod(wish.withoutAddress)
    if addresses.isEmpty, method == .feed { addresses = Self.addresses(in: request.files.script) }
    var notes = SourceNotes(probes: [])
    for url in addresses.prefix(Self.maximumSources) {
      if Task.isCancelled { throw .cancelled }
      progress(.probing(url: url))
      do throws(AuthoringAnswer) {
        var wider = permissions
        if isWritten { wider.hosts.formUnion(try Permissions(forAddress: url, grants: []).hosts) }
        let probe = try await ladder.probe(url, &wider, method: method)
        await notes.add(probe, by: ladder.prober, wider, wish)
        permissions = wider
      } catch {
        if error.neededGrant != nil { throw .answer(error) }
        notes.refused.append(error.message)
      }
    }
    return notes
  }

  /// The addresses that stand in a script.
  private static func addresses(in script: String) -> [String] {
    LuaTokens(script).tokens.filter { $0.kind == .string && $0.text.hasPrefix("http") }
      .map(\.text).filter { URLComponents(string: $0)?.host != nil }
  }

  /// What the model is shown of data: the last result, what the block's own sources answer, and what
  /// new ones do.
  private func sketches(
    _ request: RefineRequest, _ wish: Wish, _ notes: (own: SourceNotes, new: SourceNotes),
    maximum: Int
  ) -> String {
    let data = Sketch(of: request.lastData ?? .null, words: wish.words).text
    var parts = [PromptBook.quoted(data, maximum: maximum)]
    if !notes.own.probes.isEmpty {
      parts.append("# What its sources answer\n" + notes.own.text(wish, maximum: maximum))
    }
    if !notes.new.probes.isEmpty || !notes.new.refused.isEmpty {
      parts.append("# What the new sources answered\n" + notes.new.text(wish, maximum: maximum))
    }
    return parts.joined(separator: "\n\n")
  }

  /// The card as it is now, as text; empty when it shows nothing.
  private static func card(_ request: RefineRequest) -> String {
    let manifest = request.files.manifest
    guard let data = request.lastData,
      let spec = CompiledSpec.compileForDisplay(request.files.spec, params: manifest.params).spec
    else { return "" }
    let text = spec.renderText(
      RenderContext(
        data: data, params: manifest.values(request.params),
        block: request.block ?? CandidateTrial.block, blockName: manifest.name,
        surroundings: manifest.surroundings))
    return "# The card now\n" + PromptBook.quoted(text, maximum: 2_000) + "\n"
  }

  // MARK: The question

  private func opening(
    _ request: RefineRequest, _ files: BlockFiles, _ wish: Wish,
    _ notes: (own: SourceNotes, new: SourceNotes), _ found: String
  ) throws(AuthoringAnswer) -> Opening {
    func question(_ maximum: Int) throws(AuthoringAnswer) -> ModelMessage {
      let data = sketches(request, wish, notes, maximum: maximum)
      return ModelMessage(.user, try book.text("refine", placeholders(request, files, data, found)))
    }
    return Opening(
      request.history.suffix(Self.maximumHistory) + [try question(8_000)],
      short: [try question(ModelAuthor.shortSketch)])
  }

  private func placeholders(
    _ request: RefineRequest, _ files: BlockFiles, _ data: String, _ found: String
  ) -> [String: String] {
    let values = files.manifest.values(request.params)
    let lines = files.script.split(separator: "\n", omittingEmptySubsequences: false).count
    let edit = """
      The script is long, so send its changes:
      ```lua
      <<<<<<< SEARCH
      lines as they are
      =======
      lines as they become
      >>>>>>> REPLACE
      ```
      (as many SEARCH/REPLACE parts as needed; the JSON file, if it changes, whole in ```json)
      """
    let whole = "Each is complete: ```lua for block.lua, ```json for block.ui.json."
    return [
      "manifest": AnsweredManifest.shown(files.manifest), "script": files.script,
      "spec": files.spec,
      "params": values.isEmpty
        ? "" : "Settings:\n" + PromptBook.quoted(JSONValue.object(values).json()),
      "data": data, "card": Self.card(request), "found": found,
      "wish": PromptBook.wish(request.sentence),
      "zone": PromptBook.zone(files.manifest),
      "hosts": files.manifest.permissions.hosts.sorted().joined(separator: ", "),
      "format": lines > SearchReplace.minimumLines ? edit : whole,
    ]
  }

  /// Only settings that exist, with values they take.
  private static func checked(
    _ values: JSONObject, _ manifest: Manifest
  ) throws(ModelAuthor.Ending) -> JSONObject {
    var checked: JSONObject = [:]
    for (name, value) in values {
      guard let param = manifest.params.first(where: { $0.name == name }),
        let read = param.read(value)
      else { throw .gaveUp("it set '\(name)' to \(value), which this block does not take") }
      checked[name] = read
    }
    guard !checked.isEmpty else { throw .gaveUp("it changed no setting") }
    return checked
  }
}
