import ArgumentParser
import Authoring
import BlockModel
import Foundation

/// Says everything that is wrong with files of blocks.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the files of blocks, without running them.",
    usage: CalledName.usage("check <paths> ..."),
    discussion: """
      Takes folders with block.json, block.lua and block.ui.json, or ids of blocks, whose working \
      copies are checked. Nothing is asked of the internet and nothing is run.
      Exit codes: 0 no errors, 20 an error in a script, 23 one in block.json or block.ui.json, 30 a \
      file that cannot be read.
      """)

  @Argument(help: "Folders, or ids of blocks.") var paths: [String]
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Fix what can be fixed safely.") var fix = false
  @Flag(help: "Print JSON.") var json = false

  /// What was found in one folder.
  private struct Found {
    var path: String
    var report: FileReport
    var mended: [FileProblem] = []
    /// Why the files cannot be read.
    var failure: CommandFailure?
  }

  /// A mended file may show what the mistake hid.
  private static let maximumRounds = 10

  func run() async throws {
    try await CommandFailure.reporting {
      let bench = try Workbench(sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      var all: [Found] = []
      for path in paths { all.append(await found(path, bench.check)) }
      await bench.close()
      if json {
        Output.print(JSONValue.array(all.map(Self.json)).json(.pretty))
      } else {
        for one in all { show(one) }
      }
      let kinds = all.compactMap { $0.failure?.kind ?? $0.report.errors.first?.failure }
      if let kind = kinds.first { throw ExitCode(kind.exitCode) }
    }
  }

  private func found(_ path: String, _ check: CandidateCheck) async -> Found {
    var found = Found(path: path, report: FileReport())
    do throws(CommandFailure) {
      let folder = try BlockFolder(path, data: data.folder)
      let old = try folder.texts()
      var texts = old
      found.report = await check.fileReport(on: texts)
      guard fix else { return found }
      for _ in 0..<Self.maximumRounds {
        let (mended, made) = texts.mended(found.report.problems)
        guard mended != texts else { break }
        let report = await check.fileReport(on: mended)
        // A fix that makes more errors than there were is none.
        guard report.errors.count <= found.report.errors.count else { break }
        (texts, found.report) = (mended, report)
        found.mended += made
      }
      try folder.write(texts, over: old)
    } catch {
      found.failure = error
    }
    return found
  }

  private func show(_ found: Found) {
    if let failure = found.failure { return Output.problem(failure.description) }
    func path(_ file: String) -> String {
      (try? BlockFolder(found.path, data: data.folder))?.path(of: file) ?? file
    }
    for problem in found.mended {
      Output.note("fixed \(path(problem.file)): \(problem.fix?.title ?? problem.message)")
    }
    for problem in found.report.problems {
      for line in ProblemText(problem: problem, path: path(problem.file)).lines {
        Output.print(line, isStyled: true)
      }
    }
    let fixes = found.report.problems.count { $0.fix != nil }
    let hint = fixes > 0 && !fix ? "; --fix fixes \(fixes == 1 ? "one of them" : "\(fixes)")" : ""
    Output.note("\(found.path): \(ProblemText.count(found.report.problems))\(hint)")
  }

  private static func json(_ found: Found) -> JSONValue {
    var members = found.report.json.object ?? [:]
    members["path"] = .string(found.path)
    members["mended"] = .array(found.mended.map(\.json))
    if let failure = found.failure {
      members["ok"] = false
      members["message"] = .string(failure.description)
    }
    return .object(members)
  }
}
