import Authoring
import BlockModel
import BlockStore
import Foundation

/// A `.dashblock` is a test of itself: on what its sources answered it has to return what it returned then.
struct PackageTest {
  let path: String
  let bench: Workbench

  func run() async throws -> [BlockTest.Outcome] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.host, "There is no file '\(path)'; check its path.")
    }
    let package = try BlockPackage(at: URL(filePath: path))
    let report = await bench.check.fileReport(on: package.texts)
    if let error = report.errors.first {
      throw CommandFailure(error.failure, "\(path): \(error.place): \(error.sentence).")
    }
    guard !package.answers.isEmpty else {
      throw CommandFailure(
        .host,
        "\(path) holds no recordings to be tested on; `dash export ID FILE --recordings with` writes them into it."
      )
    }
    var files: BlockFiles
    do { files = try package.texts.files() } catch {
      throw CommandFailure(.specError, error.description)
    }
    files.manifest.permissions.secrets = []
    var outcomes: [BlockTest.Outcome] = []
    for answers in package.answers { outcomes.append(try await outcome(of: files, on: answers)) }
    return outcomes
  }

  private func outcome(
    of files: BlockFiles, on answers: BlockPackage.Answers
  ) async throws -> BlockTest.Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dash-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    try answers.write(to: folder)
    let one = Backtest.Case(answers: folder, at: answers.at, params: [:], data: answers.data)
    let report = await Backtest(runner: bench.runner).report(
      on: files, of: BlockID(naming: "test"), [one])
    let name = "what its sources answered at \(answers.at.formatted(.iso8601))"
    return BlockTest.Outcome(name: name, problem: report.results.first.flatMap(Self.problem))
  }

  private static func problem(_ one: (at: Date, result: Backtest.Result)) -> String? {
    switch one.result {
    case .same: nil
    case .different(let diff): "it returns something else than then: \(diff.words)"
    case .failed(let failure): failure.message
    case .unrecorded(let url): "\(url) was not recorded"
    }
  }
}
