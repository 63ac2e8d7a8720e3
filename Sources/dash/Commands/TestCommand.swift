import ArgumentParser
import BlockModel
import BlockStore
import Foundation

/// Runs the tests of blocks.
struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests of blocks: block_test.lua, or what was recorded.",
    discussion: """
      block_test.lua returns a list of cases. Each runs the block in the sandbox and looks at what
      comes of it:

        return {
          { name = "three stories", now = "2026-11-26T10:00:00Z", replay = "cassette",
            params = { count = 3 },
            expect = function(data, card)
              expect(data.stories):to_have(3)
              expect(card):to_contain("Show HN")
            end },
          { name = "a source that is away", fails = "http_status", replay = "away" },
          { name = "a click", action = "toggle", args = { id = 1 }, expect = … },
        }

      Without `replay` nothing can be asked; `dash run-block FOLDER --record FOLDER/cassette` records.
      A .dashblock is tested on the recordings in it: it has to return what it returned then.
      Expectations are to_equal, to_differ_from, to_contain, to_match, to_have, to_be_between.
      Prints TAP 14. Exit codes: 0 all passed, 1 some did not, 20 and 23 the files cannot be run.
      """)

  @Argument(help: "Folders with a block and its block_test.lua, ids of blocks, .dashblock files.")
  var paths: [String]
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let bench = try Workbench(sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      let empty = FileManager.default.temporaryDirectory.appending(
        path: "dash-test-\(UUID().uuidString)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: empty) }
      var all: [(path: String, outcome: BlockTest.Outcome)] = []
      do {
        for path in paths {
          all += try await outcomes(path, bench, empty).map { (path, $0) }
        }
        await bench.close()
      } catch {
        await bench.close()
        throw error
      }
      if json { showJSON(all) } else { showTAP(all) }
      if all.contains(where: { $0.outcome.problem != nil }) { throw ExitCode.failure }
    }
  }

  private func outcomes(
    _ path: String, _ bench: Workbench, _ empty: URL
  ) async throws -> [BlockTest.Outcome] {
    if BlockPackage.isNamed(path) { return try await PackageTest(path: path, bench: bench).run() }
    let folder = try BlockFolder(path, data: data.folder)
    let texts = try folder.texts()
    let report = await bench.check.fileReport(on: texts)
    if let error = report.errors.first {
      throw CommandFailure(
        error.failure,
        "\(folder.path(of: error.place)): \(error.sentence). `dash check \(path)` lists all problems."
      )
    }
    let file = folder.url.appending(path: BlockTest.fileName)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw CommandFailure(
        .host, "\(folder.path(of: BlockTest.fileName)) is not there; `dash test --help` shows one.")
    }
    var files: BlockFiles
    do { files = try texts.files() } catch { throw CommandFailure(.specError, error.description) }
    files.manifest.permissions.secrets = []
    let test = BlockTest(folder: folder.url, files: files, runner: bench.runner, noAnswers: empty)
    return try await test.run(text)
  }

  /// https://testanything.org/tap-version-14-specification.html
  private func showTAP(_ all: [(path: String, outcome: BlockTest.Outcome)]) {
    Output.print("TAP version 14\n1..\(all.count)")
    for (index, (path, outcome)) in all.enumerated() {
      // A number sign begins a directive.
      let words = (paths.count > 1 ? "\(path): " : "") + outcome.name
      let name = words.onOneLine.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
      Output.print("\(outcome.problem == nil ? "ok" : "not ok") \(index + 1) - \(name)")
      guard let problem = outcome.problem else { continue }
      var lines = ["  ---", "  message: \(JSONValue.string(problem).json())"]
      if let place = outcome.place { lines.append("  at: \(JSONValue.string(place).json())") }
      for line in outcome.log.suffix(20) {
        lines.append("  # [\(line.level.rawValue)] \(line.text.onOneLine)")
      }
      Output.print((lines + ["  ..."]).joined(separator: "\n"))
    }
  }

  private func showJSON(_ all: [(path: String, outcome: BlockTest.Outcome)]) {
    let cases = all.map { path, outcome -> JSONValue in
      [
        "path": .string(path), "name": .string(outcome.name),
        "ok": .bool(outcome.problem == nil),
        "message": outcome.problem.map { .string($0) } ?? .null,
        "at": outcome.place.map { .string($0) } ?? .null,
      ]
    }
    let passed = all.count { $0.outcome.problem == nil }
    let summary: JSONValue = [
      "passed": .integer(Int64(passed)), "failed": .integer(Int64(all.count - passed)),
      "cases": .array(cases),
    ]
    Output.print(summary.json(.pretty))
  }
}
