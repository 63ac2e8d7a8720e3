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
      a folder that belongs to its path. The log goes to stderr.
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
      let house = try Household(
        data: data.folder, access: .command, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        let outcome = try await perform(house)
        await house.close()
        if let failure = outcome.failure { throw ExitCode(failure.kind.exitCode) }
        if !outcome.specProblems.isEmpty { throw ExitCode(FailureKind.specError.exitCode) }
      } catch {
        await house.close()
        throw error
      }
    }
  }

  private func perform(_ house: Household) async throws -> RunOutcome {
    let subject = try await subject(house)
    var files = subject.files
    files.manifest.permissions.privateHosts.formUnion(grant.grants)
    let compiled = CompiledSpec.compile(files.spec, params: files.manifest.params, repairing: false)
    let values = files.manifest.values(try merged(subject.params, files.manifest))
    var outcome = await house.runner.run(
      RunRequest(
        block: subject.id, files: files, params: values, reason: .cli, cassette: cassette,
        isFresh: true))
    if let spec = compiled.spec, let data = outcome.data {
      let rendered = spec.check(
        rendering: RenderContext(
          data: data, params: values, block: subject.id, blockName: files.manifest.name,
          imageURL: { _ in PageURL(own: "/") }))
      let problems = spec.check(data: data, params: values).errors + rendered.errors
      outcome.specProblems = (problems + rendered.warnings).map(\.text)
    } else if outcome.failure == nil {
      let issue = compiled.report.errors.first
      let place = issue?.line.map { "\(BlockFiles.specName):\($0)" } ?? BlockFiles.specName
      outcome.result = .failed(
        RunFailure(.specError, issue?.text ?? "the spec cannot be read", place: place))
    }
    if outcome.failure == nil {
      try await house.storage.commit(outcome.changes, of: subject.id)
    }
    show(outcome, compiled.spec, subject, values)
    return outcome
  }

  private func show(
    _ outcome: RunOutcome, _ spec: CompiledSpec?, _ subject: Subject, _ values: JSONObject
  ) {
    if json {
      Output.print(outcome.json.json(.pretty))
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
    for exchange in outcome.http {
      let what = exchange.status.map { "\($0)" } ?? exchange.error ?? "no answer"
      Output.note(
        "[http] \(exchange.method) \(exchange.url.onOneLine) → \(what.onOneLine), \(exchange.bytes) bytes, \(exchange.cache.rawValue)"
      )
    }
    for problem in outcome.specProblems { Output.problem("spec_error: \(problem.onOneLine)") }
    if let failure = outcome.failure {
      let place = failure.place.map { " (\($0))" } ?? ""
      Output.problem("\(failure.kind.rawValue): \(failure.message.onOneLine)\(place)")
      for frame in failure.traceback.dropFirst() { Output.note("  from \(frame.onOneLine)") }
    }
  }

  // MARK: What to run

  private struct Subject {
    var id: BlockID
    var files: BlockFiles
    var params: JSONObject
  }

  private func subject(_ house: Household) async throws -> Subject {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: block, isDirectory: &isFolder), isFolder.boolValue {
      return try await folder(URL(filePath: block, directoryHint: .isDirectory), house.storage)
    }
    guard let id = BlockID(block) else {
      throw CommandFailure(
        .host, "'\(block)' is neither a folder nor a block id; `dash list` shows the blocks.")
    }
    try await house.engine.open()
    let card = try await house.engine.card(id)
    var files = try await house.storage.texts(of: id, version: card.version).loaded()
    files.manifest.permissions = card.permissions
    return Subject(id: id, files: files, params: card.params)
  }

  private func folder(_ url: URL, _ storage: any Storage) async throws -> Subject {
    func text(_ name: String) throws -> String {
      do { return try String(contentsOf: url.appending(path: name), encoding: .utf8) } catch {
        throw CommandFailure(
          .host,
          "\(url.path) has no readable \(name); a block is block.json, block.lua and block.ui.json."
        )
      }
    }
    let texts = BlockTexts(
      manifest: try text(BlockFiles.manifestName), script: try text(BlockFiles.scriptName),
      spec: try text(BlockFiles.specName))
    var files: BlockFiles
    do { files = try texts.files() } catch {
      throw CommandFailure(.specError, error.description)
    }
    // Whoever wrote the folder is not whoever gave the keys or lives on this network: --secret and
    // --grant say what it gets.
    files.manifest.permissions.privateHosts = []
    files.manifest.permissions.secrets.removeAll { !secrets.contains($0.name) }
    let path = url.resolvingSymlinksInPath().path
    if forget { try await storage.forgetFolder(path) }
    return Subject(id: try await storage.scriptName(ofFolder: path), files: files, params: [:])
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
