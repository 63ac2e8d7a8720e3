import ArgumentParser
import Authoring
import BlockModel
import BlockStore
import DashboardEngine
import Foundation

/// Changes a block by a sentence.
struct Refine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change a block by a sentence or by hand.",
    discussion: """
      Shows what would change in the script, the look, the data and the permissions, and asks \
      before it is kept. Without a terminal nothing is kept unless --keep is given. By hand, each option \
      replaces what the block has; an empty one, as in --sort '', removes it.
      """)

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "What should be different, like \"only 5\" or \"as a bar chart\".")
  var sentence: String?
  @OptionGroup(title: "By hand, for blocks that no model wrote") var pick: PickOptions
  @OptionGroup var data: DataOption
  @OptionGroup var grant: GrantOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Keep the change without asking.") var keep = false

  func validate() throws {
    let isByHand = pick.show || pick.isGiven
    guard (sentence == nil) == isByHand else {
      throw ValidationError(
        isByHand
          ? "Give either a sentence or what you pick by hand, not both."
          : "Say what should be different, or pick it: --show lists what the source offers.")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let house = try Household(
        data: data.folder, access: .existing, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        try await perform(id, house.engine)
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }

  private func perform(_ id: BlockID, _ engine: DashboardEngine) async throws {
    if pick.show { return try await showOffer(id, engine) }
    switch try await refinement(id, engine) {
    case .answer(let answer): throw CommandFailure(answer.kind ?? .host, answer)
    case .deleted: Output.print("Deleted. `\(CalledName.name) rm --undo \(id)` takes it back.")
    case .changed(let card):
      let said = try await engine.conversation(id).last?.text
      Output.print(said ?? "Version \(card.version) is live.")
    case .withheld(let text): Output.print("\(text) Nothing was changed; --keep keeps it.")
    case .proposed(let change):
      show(change.proposal)
      if !change.backtest.isEmpty { Output.print(change.backtest) }
      guard keep || wantsToKeep() else {
        try await engine.discard(id, change.id)
        Output.print("Nothing was changed; --keep keeps it.")
        return
      }
      Output.print("Version \(try await engine.keep(id, change.id).version) is live.")
    }
  }

  private func refinement(_ id: BlockID, _ engine: DashboardEngine) async throws -> Refinement {
    let isUnattended = !keep && !Self.hasTerminal
    if let sentence {
      return try await engine.refine(
        id, sentence, grants: grant.grants, isUnattended: isUnattended, progress: Output.follow)
    }
    guard let kept = try await engine.query(of: id) else { return .answer(Author.handMade) }
    let pick = PickedQuery(
      source: kept.source, query: try pick.applied(to: kept.query),
      title: pick.title ?? kept.title)
    return try await engine.refine(
      id, to: pick, grants: grant.grants, isUnattended: isUnattended, progress: Output.follow)
  }

  /// What the source offers, and what of it the block shows.
  private func showOffer(_ id: BlockID, _ engine: DashboardEngine) async throws {
    switch try await engine.offer(of: id) {
    case .failure(let answer): throw CommandFailure(answer.kind ?? .host, answer.message)
    case .success(let offer):
      Output.print(OfferText(offering: offer.offering).text)
      Output.print("\nThe block shows:\n\(offer.query.query.json.json(.pretty))")
    }
  }

  private func show(_ proposal: RefineProposal) {
    Output.print(proposal.explanation)
    for (name, diff) in [
      ("permissions", proposal.permissionDiff), (BlockFiles.scriptName, proposal.codeDiff),
      (BlockFiles.specName, proposal.specDiff), ("data", proposal.dataDiff),
    ] where !diff.isEmpty {
      Output.print("\n--- \(name)\n\(diff)")
    }
  }

  /// Is there somebody to ask?
  private static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  private func wantsToKeep() -> Bool {
    guard Self.hasTerminal else { return false }
    Output.note("Keep this change? [y/N]")
    return readLine()?.lowercased().hasPrefix("y") == true
  }
}
