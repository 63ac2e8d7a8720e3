import ArgumentParser
import Authoring
import BlockModel
import BlockStore
import DashboardEngine

/// Makes a block from a sentence, or of one that somebody exported or wrote.
struct Add: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a block from a sentence, by hand, or from a file or folder; print its id.",
    discussion: #"""
      dash add "show the newest articles from https://example.org/feed.xml, every hour"
      dash add https://example.org/cities.json --show
      dash add https://example.org/cities.json --where "country=Portugal" --sort -population --limit 5
      dash add weather.dashblock

      A .dashblock or a folder with block.json, block.lua and block.ui.json is tried on the recordings in it, \
      without the network, and what it may do is shown before it is added.
      """#)

  @Argument(
    help:
      "What the block should show, with the address of its source; by hand the address alone; or a .dashblock or folder."
  )
  var sentence: String
  @OptionGroup(title: "By hand") var pick: PickOptions
  @OptionGroup var data: DataOption
  @OptionGroup var grant: GrantOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Print the block as JSON.") var json = false
  @Flag(help: "Add a .dashblock or folder without asking.") var yes = false

  func run() async throws {
    try await CommandFailure.reporting {
      if BlockPackage.isThere(sentence) {
        return try await PackageImport(
          path: sentence, data: data, grants: grant.grants, sandbox: sandbox, yes: yes, json: json
        ).perform()
      }
      if BlockPackage.isNamed(sentence) {
        throw CommandFailure(.host, "There is no file '\(sentence)'; check its path.")
      }
      let house = try Household(
        data: data.folder, access: .command, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        let result = try await perform(house.engine)
        var explanation: String?
        if case .added(let card)? = result {
          // What was understood is said at once, not only in the log.
          explanation = try await house.engine.versions(of: card.id)
            .first { $0.number == card.version }?.explanation
        }
        await house.close()
        switch result {
        case nil: break
        case .added(let card):
          let summary: JSONValue = [
            "id": .string(card.id.text), "name": .string(card.name),
            "version": .integer(Int64(card.version.value)), "state": .string(card.state.rawValue),
            "schedule": .string(card.manifest.schedule.description),
            "folder": .string(data.folder.appending(path: "blocks/\(card.id)").path),
            "explanation": explanation.map { .string($0) } ?? .null,
          ]
          if let explanation { Output.note(explanation) }
          Output.print(json ? summary.json(.pretty) : card.id.text)
        case .answer(let answer):
          if json {
            let summary: JSONValue = [
              "id": .null, "message": .string(answer.message),
              "kind": answer.kind.map { .string($0.rawValue) } ?? .null,
              "needed_grant": answer.neededGrant.map { .string($0.description) } ?? .null,
              "suggestions": .array(answer.suggestions.map { .string($0) }),
              "source": answer.source.map { .string($0) } ?? .null,
            ]
            Output.print(summary.json(.pretty))
          }
          // Nothing failed, but the sentence alone makes no block: a general error.
          guard let kind = answer.kind else {
            Output.problem(answer.message)
            Output.offer(answer)
            throw ExitCode.failure
          }
          throw CommandFailure(kind, answer)
        }
      } catch {
        await house.close()
        throw error
      }
    }
  }

  /// - Returns: `nil` when the source was only looked at.
  private func perform(_ engine: DashboardEngine) async throws -> AddResult? {
    if pick.show {
      switch await engine.offer(of: sentence, grants: grant.grants) {
      case .failure(let answer): return .answer(answer)
      case .success(let offering):
        Output.print(json ? offering.json.json(.pretty) : OfferText(offering: offering).text)
        return nil
      }
    }
    guard pick.isGiven else {
      return try await engine.add(sentence, grants: grant.grants, progress: Output.follow)
    }
    let query = try pick.applied(to: RowQuery())
    return try await engine.add(
      PickedQuery(source: sentence, query: query, title: pick.title), grants: grant.grants,
      progress: Output.follow)
  }
}
