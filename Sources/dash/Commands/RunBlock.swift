import ArgumentParser
import BlockModel
import BlockRuntime
import BlockStore
import BlockUI
import Egress
import Foundation

/// Runs one block once through the production worker.
struct RunBlock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one block once and print its card.",
    discussion: """
      Takes a block of the dashboard by its id, or a folder with block.json, block.lua and
      block.ui.json. Nothing is kept, except what the script itself stores in a run that succeeds; of
      a folder that belongs to its path. The log goes to stderr. --json prints one object in any case.
      Exit codes: 0 ok, \(FailureKind.allCases.map { "\($0.exitCode) \($0.rawValue)" }.joined(separator: ", ")).
      """)

  @Argument(help: "A block's id, or a folder.") var block: String
  @OptionGroup var data: DataOption
  @OptionGroup var grant: GrantOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Print the outcome as JSON instead of the card.") var json = false
  @Option(help: "Keep every HTTP answer in this folder.") var record: String?
  @Option(help: "Answer every HTTP request from this folder.") var replay: String?
  @Option(
    name: .customLong("secret"),
    help: "Let a folder use a key that is kept under this name. May be repeated.")
  var secrets: [String] = []
  @Flag(help: "Forget what the script of a folder stored before.") var forget = false
  @Option(name: .customLong("param"), help: "Set a parameter: name=value. May be repeated.")
  var params: [String] = []

  func validate() throws {
    if record != nil && replay != nil {
      throw ValidationError("--record and --replay exclude each other.")
    }
    for param in params where !param.dropFirst().contains("=") {
      throw ValidationError("--param takes name=value, got '\(param)'.")
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
      data: data.folder, access: .command, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
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
    let subject = try await RunSubject.named(block, house, secrets: secrets, forget: forget)
    if let note = subject.note { Output.note(note) }
    var files = subject.files
    files.manifest.permissions = grant.grants.reduce(files.manifest.permissions) { $0.adding($1) }
    let values = files.manifest.values(try merged(subject.params, files.manifest))
    let (spec, problems) = await compile(files, house)
    var outcome: RunOutcome
    if problems.isEmpty {
      outcome = await house.runner.run(
        RunRequest(
          block: subject.id, files: files, params: values, reason: .cli, cassette: cassette,
          isFresh: true))
    } else {
      // Known before the sources are asked.
      outcome = RunOutcome(result: .failed(problems[0]), startedAt: Date())
      outcome.specProblems = problems.filter { $0.kind == .specError }.map(\.located)
    }
    if let spec, let data = outcome.data {
      let rendered = spec.check(
        rendering: RenderContext(
          data: data, params: values, block: subject.id, blockName: files.manifest.name,
          imageURL: { _ in PageURL(own: "/") }))
      outcome.specProblems =
        (spec.check(data: data, params: values).errors + rendered.errors).map(\.text)
      outcome.log += rendered.warnings.map {
        LogLine(.warn, "\(BlockFiles.specName): \($0.text)")
      }
    }
    if outcome.failure == nil {
      try await house.storage.commit(outcome.changes, of: subject.id)
    }
    show(outcome, spec, subject, values)
    return outcome.failure?.kind ?? (outcome.specProblems.isEmpty ? nil : .specError)
  }

  /// Everything that is wrong with the files before they run, the script first.
  private func compile(
    _ files: BlockFiles, _ house: Household
  ) async -> (CompiledSpec?, [RunFailure]) {
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params, repairing: false)
    let mistakes = compiled.report.errors.map { issue in
      RunFailure(
        .specError, issue.text,
        place: BlockFiles.specName + (issue.line.map { ":\($0)" } ?? ""))
    }
    guard compiled.spec == nil else { return (compiled.spec, []) }
    let syntax = await house.runner.syntaxProblem(in: files.script).map { [$0] } ?? []
    return (
      nil,
      syntax
        + (mistakes.isEmpty
          ? [RunFailure(.specError, "the spec cannot be read", place: BlockFiles.specName)]
          : mistakes)
    )
  }

  private func show(
    _ outcome: RunOutcome, _ spec: CompiledSpec?, _ subject: RunSubject, _ values: JSONObject
  ) {
    if json {
      Output.print(subject.json(outcome).json(.pretty))
    } else if let spec, let data = outcome.data {
      Output.print(
        spec.renderText(
          RenderContext(
            data: data, params: values, block: subject.id,
            blockName: subject.files.manifest.name)
        ).trimmingCharacters(in: .newlines))
    }
    for line in outcome.log {
      Output.note("[\(line.level.rawValue)] \(line.text.replacing("\n", with: "\n  "))")
    }
    for exchange in outcome.http { Output.note(exchange.line) }
    for problem in outcome.specProblems { Output.problem("spec_error: \(problem.onOneLine)") }
    if let failure = outcome.failure, !outcome.specProblems.contains(failure.located) {
      let place = failure.place.map { " (\($0))" } ?? ""
      Output.problem("\(failure.kind.rawValue): \(failure.message.onOneLine)\(place)")
      for frame in failure.traceback.dropFirst() { Output.note("  from \(frame.onOneLine)") }
    }
  }

  private var cassette: Cassette? {
    if let record { return .record(URL(filePath: record, directoryHint: .isDirectory)) }
    return replay.map { .replay(URL(filePath: $0, directoryHint: .isDirectory)) }
  }

  private func merged(_ known: JSONObject, _ manifest: Manifest) throws -> JSONObject {
    var values = known
    for text in params {
      let name = String(text.prefix { $0 != "=" })
      let value = String(text.dropFirst(name.count + 1))
      guard let param = manifest.params.first(where: { $0.name == name }) else {
        let names = manifest.params.map(\.name).joined(separator: ", ")
        throw CommandFailure(
          .specError,
          "The block has no parameter '\(name)'; it has: \(names.isEmpty ? "none" : names).")
      }
      do throws(ParamProblem) { values[name] = try param.value(.string(value)) } catch {
        throw CommandFailure(.specError, "The parameter \(error).")
      }
    }
    return values
  }
}

extension RunFailure {
  /// With its place, as compilers say it.
  fileprivate var located: String { (place.map { "\($0): " } ?? "") + message }
}

extension HTTPExchange {
  /// `[http] GET https://example.org/ → 200, 512 bytes, miss`
  var line: String {
    let what = status.map { "\($0)" } ?? error ?? "no answer"
    return
      "[http] \(method) \(url.onOneLine) → \(what.onOneLine), \(bytes) bytes, \(cache.rawValue)"
  }
}
