import BlockModel
public import BlockRuntime
public import Egress
public import Foundation

/// From a sentence to a block that ran.
public struct Author: Sendable {
  let runner: BlockRunner
  let egress: Egress
  let recipeFolder: URL

  /// - Parameter recipes: the folder `Prompts/recipes` of the share folder; `probe.lua` lies above.
  public init(runner: BlockRunner, egress: Egress, recipes: URL) {
    self.runner = runner
    self.egress = egress
    recipeFolder = recipes
  }

  /// The recipes as they are on disk now.
  public var recipes: RecipeCatalogue { RecipeCatalogue(folder: recipeFolder) }

  /// Makes a block, or says why not. A draft ran in the sandbox, and its card fits its data.
  public func draft(
    _ request: AuthoringRequest, progress: @Sendable (AuthoringStage) -> Void
  ) async -> AuthoringResult {
    let wish = Wish(request.sentence)
    do throws(AuthoringAnswer) {
      guard let url = wish.url else { return .draft(try await recipeDraft(wish, progress)) }
      return .draft(try await urlDraft(url, wish, request, progress))
    } catch {
      return .answer(error)
    }
  }

  // MARK: With an address

  private func urlDraft(
    _ url: String, _ wish: Wish, _ request: AuthoringRequest,
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    let permissions = try Self.permissions(for: url, grants: request.grants)
    progress(.probing(url: url))
    let prober = Prober(
      runner: runner, egress: egress,
      script: recipeFolder.deletingLastPathComponent().appending(path: "probe.lua"))
    let probe = try await prober.probe(url, as: permissions)
    progress(.writing)
    let drafts = Drafter(probe: probe, wish: wish, now: Date()).drafts()
    var lastProblem: AuthoringAnswer?
    for draft in drafts {
      var files = draft.files
      files.manifest.permissions = permissions
      files.manifest.schedule = .every(.seconds(wish.pace ?? draft.pace))
      do throws(AuthoringAnswer) {
        return try await Trial(runner: runner).ship(
          files, draft.explanation, method: "drafter", progress)
      } catch {
        lastProblem = error
      }
    }
    throw lastProblem
      ?? AuthoringAnswer(
        "\(url) was read, but nothing in it looks like a list, a table or values; give me the address of a feed, of CSV or JSON, or connect a model.",
        kind: .shapeDrift)
  }

  /// What the block may reach: the host, with and without `www.`, and what was granted of it.
  static func permissions(
    for url: String, grants: [HostPort]
  ) throws(AuthoringAnswer) -> Permissions {
    guard let components = URLComponents(string: url),
      let scheme = components.scheme?.lowercased(), let host = components.host?.lowercased(),
      !host.isEmpty
    else {
      throw AuthoringAnswer(
        "'\(url.prefix(200))' is not an address that can be asked for; check it for typing mistakes.",
        kind: .permission)
    }
    guard scheme == "http" || scheme == "https" else {
      throw AuthoringAnswer(
        "'\(scheme):' addresses are not allowed; give me one that begins with https:// or http://.",
        kind: .permission)
    }
    let name = host.filter { $0 != "[" && $0 != "]" }
    let port = components.port ?? (scheme == "https" ? 443 : 80)
    let granted = grants.filter { $0.host == name && ($0.port == nil || $0.port == port) }
    var hosts: Set<String> = [name]
    if granted.isEmpty, name.contains(where: \.isLetter), name.contains(".") {
      hosts.insert(name.hasPrefix("www.") ? String(name.dropFirst(4)) : "www." + name)
    }
    return Permissions(hosts: hosts, privateHosts: Set(granted))
  }

  // MARK: Without an address

  private func recipeDraft(
    _ wish: Wish, _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> BlockDraft {
    let catalogue = recipes
    guard let match = catalogue.match(wish) else { throw catalogue.whatIsPossible }
    progress(.writing)
    let recipe = match.recipe
    return try await Trial(runner: runner).ship(
      match.files(for: wish),
      "Made from the recipe “\(recipe.title)”: \(recipe.summary)",
      method: "recipe:\(recipe.name)", progress)
  }
}
