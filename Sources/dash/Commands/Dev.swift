import ArgumentParser
import Authoring
import BlockModel
import Foundation

/// Shows a block while somebody writes it.
struct Dev: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check, run and draw a block each time its files are saved.",
    usage: CalledName.usage("dev <block>"),
    discussion: """
      Takes a folder, or a block, whose working copy is run; the server still takes what is saved there. \
      With --replay nothing is asked of the internet. Ctrl-C ends it.
      """)

  @Argument(help: "A folder, or a block's id.") var block: String
  @OptionGroup var data: DataOption
  @OptionGroup var grant: GrantOption
  @OptionGroup var sandbox: SandboxOption
  @OptionGroup var options: RunOptions
  @Option(
    name: .customLong("secret"),
    help: "Let a folder use a key that is kept under this name. May be repeated.")
  var secrets: [String] = []

  func run() async throws {
    try await CommandFailure.reporting {
      let folder = try BlockFolder(block, data: data.folder)
      let house = try Household(
        data: data.folder, access: folder.block == nil ? .command : .existing,
        sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        var stamps = FileStamps(folder.url)
        while true {
          await draw(folder, house)
          stamps = try await stamps.next(folder.url)
        }
      } catch {
        await house.close()
        throw error
      }
    }
  }

  /// One round; what goes wrong in it is shown, and the next save is awaited.
  private func draw(_ folder: BlockFolder, _ house: Household) async {
    clear()
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let texts = try folder.texts()
      let report = await house.author.candidateCheck.fileReport(on: texts)
      for problem in report.problems {
        for line in ProblemText(problem: problem, path: folder.path(of: problem.file)).lines {
          Output.print(line, isStyled: true)
        }
      }
      guard report.isGood else {
        return Output.note("\(ProblemText.count(report.problems)); waiting for the next save")
      }
      let subject = try await RunSubject.named(
        block, house, secrets: secrets, forget: false, workingCopy: folder.block != nil)
      var run = BlockRun(block: subject.id, files: subject.files)
      run.files.manifest.permissions = grant.grants.reduce(run.files.manifest.permissions) {
        $0.adding($1)
      }
      run.params = try options.values(subject.params, run.files.manifest)
      run.cassette = options.cassette
      run.now = options.now ?? Date()
      let result = await run.perform(house.runner)
      // A working copy is on trial: only what serves stores.
      if result.outcome.failure == nil, folder.block == nil {
        try await house.storage.commit(result.outcome.changes, of: subject.id)
      }
      if let card = result.card { Output.print(card) }
      RunText.notes(result.outcome)
      let spent = (clock.now - start).wholeMilliseconds
      Output.note(
        "\(ProblemText.count(report.problems)); drawn in \(spent) ms; waiting for the next save")
    } catch {
      Output.problem("\(error)")
      Output.note("waiting for the next save")
    }
  }

  /// On a terminal the card stays in one place.
  private func clear() {
    guard isatty(STDOUT_FILENO) == 1 else { return }
    Output.print("\u{1B}[H\u{1B}[2J", isStyled: true)
  }
}
