import ArgumentParser
import BlockModel
import BlockRuntime
import BlockStore
import Foundation

/// Runs one block once through the production worker.
struct RunBlock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one block once and print its card.",
    discussion: """
      Takes a block of the dashboard by its id, or a folder with block.json, block.lua and \
      block.ui.json. Nothing is kept, except what the script itself stores in a run that succeeds; for a \
      folder it is kept under its path. The log goes to stderr. --json prints one object in any case.
      Exit codes: 0 ok, \(FailureKind.allCases.map { "\($0.exitCode) \($0.rawValue)" }.joined(separator: ", ")).
      """)

  @Argument(help: "A block's id, or a folder.") var block: String
  @OptionGroup var data: DataOption
  @OptionGroup var grant: GrantOption
  @OptionGroup var sandbox: SandboxOption
  @OptionGroup var options: RunOptions
  @Flag(help: "Print the outcome as JSON instead of the card.") var json = false
  @Option(
    name: .customLong("secret"),
    help: "Let a folder use a key that is kept under this name. May be repeated.")
  var secrets: [String] = []
  @Flag(help: "Forget what the script of a folder stored before.") var forget = false
  @Flag(help: "Run the files of a block's folder instead of the live version.")
  var workingCopy = false
  @Option(help: "Click something first: the name of an action.") var action: String?
  @Option(help: "What the click sends: a JSON object.") var args: String?
  @Flag(help: "Tell where the time went and what was stored.") var explain = false
  @Flag(help: "Tell which lines of the script took the time.") var profile = false
  @Flag(help: "Tell what the block asks for, and which of that the run used.") var permissions =
    false

  func validate() throws {
    if args != nil, action == nil {
      throw ValidationError("--args is what --action sends; name the action.")
    }
    if let args, (try? JSONValue(parsing: args))?.object == nil {
      throw ValidationError(#"--args takes a JSON object like {"id": 3}, got '\#(args)'."#)
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      do {
        try await perform()
      } catch let exit as ExitCode {
        throw exit
      } catch {
        // Whoever reads JSON gets an object, whatever happened.
        if json {
          let kind = (error as? CommandFailure)?.kind ?? .host
          let outcome = RunOutcome(
            result: .failed(RunFailure(kind, "\(error)")), startedAt: Date())
          Output.print(outcome.json.json(.pretty))
        }
        throw error
      }
    }
  }

  private func perform() async throws {
    let house = try Household(
      data: data.folder, access: BlockFolder.written(block) == nil ? .existing : .command,
      sandbox: sandbox.sandbox, logger: Logs.logger(.error))
    let kind: FailureKind?
    do {
      kind = try await perform(house)
      await house.close()
    } catch {
      await house.close()
      throw error
    }
    if let kind { throw ExitCode(kind.exitCode) }
  }

  /// - Returns: what went wrong, when it did.
  private func perform(_ house: Household) async throws -> FailureKind? {
    let subject = try await RunSubject.named(
      block, house, secrets: secrets, forget: forget, workingCopy: workingCopy)
    if let note = subject.note { Output.note(note) }
    var run = BlockRun(block: subject.id, files: subject.files)
    run.files.manifest.permissions = grant.grants.reduce(run.files.manifest.permissions) {
      $0.adding($1)
    }
    run.params = try options.values(subject.params, run.files.manifest)
    run.cassette = options.cassette
    run.now = options.now ?? Date()
    run.action = action.map { name in
      RunRequest.Action(
        name: name, arguments: args.flatMap { try? JSONValue(parsing: $0) } ?? .object([:]))
    }
    run.isProfiled = profile
    let result = await run.perform(house.runner)
    if result.outcome.failure == nil {
      try await house.storage.commit(result.outcome.changes, of: subject.id)
    }
    if json {
      Output.print(subject.json(result.outcome).json(.pretty))
    } else if let card = result.card {
      Output.print(card)
    }
    RunText.notes(result.outcome)
    if explain { RunText.explanation(result.outcome).forEach(Output.note) }
    if profile {
      RunText.profile(result.outcome, script: run.files.script).forEach(Output.note)
    }
    if permissions {
      RunText.permissions(run.files.manifest.permissions, result.outcome).forEach(Output.note)
    }
    return result.failure
  }
}
