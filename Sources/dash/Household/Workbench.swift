import Authoring
import BlockModel
import BlockRuntime
import Egress
import Foundation
import Logging

/// What is needed to check and try files without a data folder: nothing is read from one or made.
struct Workbench {
  let places: Places
  let runner: BlockRunner
  let check: CandidateCheck
  private let egress: Egress

  init(sandbox: RunnerConfiguration.Sandbox = .strict, logger: Logger) throws {
    places = try Places()
    egress = Egress()
    runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: places.worker, stdlib: places.stdlib, sandbox: sandbox, poolSize: 0),
      egress: egress, storage: ForgetfulStorage(), logger: logger)
    runner.prepare()
    check =
      Author(runner: runner, egress: egress, recipes: places.recipes).candidateCheck
  }

  func close() async {
    await runner.shutdown()
    egress.shutdown()
  }
}

/// A store that holds nothing and keeps nothing: what a script writes lives as long as its run.
private struct ForgetfulStorage: ScriptData {
  let quotas = ScriptQuotas()

  func value(_ key: String, of block: BlockID) -> JSONValue? { nil }
  func keys(prefix: String, of block: BlockID) -> [String] { [] }
  func points(
    of series: String, _ query: SeriesQuery, of block: BlockID, with pending: [SeriesPoint]
  ) -> [SeriesPoint] { pending }
  func scriptUse(of block: BlockID) -> ScriptUse { ScriptUse() }
  func commit(_ changes: ScriptChanges, of block: BlockID) {}
}
