import BlockModel
import Drafting
import Foundation
import LanguageModels
import Sentences

/// Finds the sources of a block and asks them: the addresses of the sentence, or those a model plans.
/// All of that happens before a model is asked for the block, so that nothing is paid twice because a
/// permission was missing.
struct SourceReading {
  static let maximumPlans = 2
  /// Addresses of one sentence that are asked.
  static let maximumAddresses = 6

  let book: PromptBook
  let ladder: SourceLadder
  let request: AuthoringRequest
  let wish: Wish
  /// What the sentence calls the block.
  let name: String?

  func read(
    _ session: inout ModelSession, _ manifest: inout Manifest,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> SourceNotes {
    var notes = SourceNotes(probes: [])
    guard !wish.addresses.isEmpty, !Self.mayBeContent(wish) else {
      try await plan(&session, &manifest, &notes, progress)
      return notes
    }
    try await readAddresses(&manifest, &notes, progress)
    // Nothing to read: the addresses are to be shown, or the model knows better ones.
    if notes.probes.isEmpty { try await plan(&session, &manifest, &notes, progress) }
    return notes
  }

  /// Does a sentence want its addresses on the card, rather than what they answer?
  static func mayBeContent(_ wish: Wish) -> Bool {
    let words = Set(wish.withoutAddress.lowercased().split { !$0.isLetter }.map(String.init))
    return !words.isDisjoint(with: contentWords)
  }

  private static let contentWords: Set<String> = [
    "bookmark", "bookmarks", "links", "shortcut", "shortcuts", "favourites", "favorites",
    "lesezeichen", "favoriten", "favoris", "marcadores", "favoritos", "enlaces", "segnalibri",
    "preferiti", "bladwijzers", "favorieten",
  ]

  // MARK: Addresses of the sentence

  private func readAddresses(
    _ manifest: inout Manifest, _ notes: inout SourceNotes, _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) {
    let method = SourceMethod(wish.withoutAddress)
    for url in wish.addresses.prefix(Self.maximumAddresses) {
      if Task.isCancelled { throw .cancelled }
      do throws(AuthoringAnswer) {
        try await ask(url, method, &manifest, &notes, progress)
      } catch {
        // A permission is asked for before anything is paid; the only source has to answer.
        if error.neededGrant != nil || wish.addresses.count == 1 { throw .answer(error) }
        notes.refused.append(error.message)
      }
    }
    for url in wish.addresses.dropFirst(Self.maximumAddresses) {
      notes.refused.append("\(url) was not read: at most \(Self.maximumAddresses) addresses are.")
    }
  }

  /// Asks one address; what it may reach becomes the block's.
  private func ask(
    _ url: String, _ method: SourceMethod?, _ manifest: inout Manifest, _ notes: inout SourceNotes,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) {
    progress(.probing(url: url))
    var permissions = try Permissions(forAddress: url, grants: request.grants)
    let probe = try await ladder.probe(url, &permissions, method: method)
    await notes.add(probe, by: ladder.prober, permissions, wish)
    manifest.permissions.hosts.formUnion(permissions.hosts)
    manifest.permissions.privateHosts.formUnion(permissions.privateHosts)
    manifest.permissions.certificates.formUnion(permissions.certificates)
    for binding in permissions.secrets where !manifest.permissions.secrets.contains(binding) {
      manifest.permissions.secrets.append(binding)
    }
  }

  /// A sentence allows what is public that the model plans, as long as the block knows nothing that is
  /// not. Beside a place at home each host of the internet is asked for, before it is read.
  private func checkPlanned(_ url: String) throws(AuthoringAnswer) {
    let allowed = Permissions().granting(request.grants)
    guard allowed.isPrivate, let parts = URLComponents(string: url),
      let host = parts.host,
      !allowed.allows(host: host, port: parts.port ?? (parts.scheme == "http" ? 80 : 443))
    else { return }
    throw AuthoringAnswer(
      "The block may reach what is not public, and \(url) could learn of it; allow that, or write the address into the sentence.",
      kind: .permission, neededGrant: .host(host, method: "GET"))
  }

  // MARK: Planned sources

  private func plan(
    _ session: inout ModelSession, _ manifest: inout Manifest, _ notes: inout SourceNotes,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) {
    let method = SourceMethod(wish.sentence)
    for _ in 0..<Self.maximumPlans {
      progress(.planning)
      let reply = try await answer(method, notes, &session)
      let plan: Plan
      do { plan = try Plan(reply) } catch {
        notes.refused.append(error.sentence)
        continue
      }
      if plan.sources.isEmpty, let question = plan.question {
        throw .answer(AuthoringAnswer(question))
      }
      if let title = plan.title, name == nil { manifest.name = title }
      if let pace = plan.pace { manifest.schedule = .every(.seconds(pace)) }
      manifest.params = plan.params
      if plan.sources.isEmpty {
        notes.refused = []
        return
      }
      for source in plan.sources {
        if Task.isCancelled { throw .cancelled }
        do throws(AuthoringAnswer) {
          try checkPlanned(source.url)
          var tried = notes
          try await ask(source.url, method, &manifest, &tried, progress)
          guard let probe = tried.probes.last else { continue }
          if let method, !method.fits(probe.finding) {
            throw AuthoringAnswer(
              "\(source.url) is not \(method.wanted), which the sentence asks for.")
          }
          notes = tried
          notes.reasons[probe.url] = source.why.isEmpty ? nil : source.why
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
          "The sources that would fit have to be allowed first: \(reason)", kind: .permission,
          neededGrant: place))
    }
    throw .gaveUp("no source that the model proposed could be used: \(reason)")
  }

  /// What the model plans; it needs to know nothing of scripts and cards for that.
  private func answer(
    _ method: SourceMethod?, _ notes: SourceNotes, _ session: inout ModelSession
  ) async throws(ModelAuthor.Ending) -> String {
    let failures = notes.refused.joined(separator: "\n")
    let rules: String
    let text: String
    do throws(AuthoringAnswer) {
      rules = try book.text("plan", [:])
      text = try book.text(
        "plan-wish",
        [
          "wish": PromptBook.wish(wish.sentence),
          "method": method.map { "The person wants \($0.wanted); plan nothing else.\n" } ?? "",
          "failures": failures.isEmpty
            ? "" : "These did not work; propose others:\n" + PromptBook.quoted(failures),
        ])
    } catch { throw .answer(error) }
    do throws(ModelProblem) {
      return try await session.ask(
        .plan, system: [rules], [ModelMessage(.user, text)], maximumOutput: 800,
        schema: Plan.schema)
    } catch { throw ModelAuthor.Ending(error) }
  }
}
