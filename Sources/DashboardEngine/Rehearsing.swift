public import Authoring
public import BlockModel
import BlockRuntime
import BlockStore
public import Foundation

/// Blocks that are looked at before they are added.
extension DashboardEngine {
  /// Runs files that are not a block with recorded answers. Nothing is kept, and no source is asked.
  ///
  /// - Parameter answers: the folder of a recording; without one the script may ask nobody.
  public func rehearse(_ files: BlockFiles, answers: URL?) async -> RunOutcome {
    var files = files
    if answers == nil { files.manifest.permissions = Permissions() }
    return await runner.run(
      RunRequest(
        block: BlockID(naming: "rehearsal"), files: files, reason: .create, now: settings.now(),
        cassette: answers.map { .replay($0) }))
  }
}

extension DashboardEngine {
  /// What would become of a block if its sources changed, tried on its newest good recording. The block is not
  /// touched, and nobody is asked.
  /// - Throws: ``EngineError/nothingRecorded(_:)`` of a block without a good recording of its present settings.
  public func rehearseBreakage(
    of id: BlockID
  ) async throws(EngineError) -> [BreakageRehearsal.Scene] {
    let block = try await entry(id)
    let recordings = try await stored { () throws(StorageError) in
      try await storage.recordings(of: id)
    }
    guard let good = recordings.first(where: { $0.isGood && $0.params == block.record.params })
    else { throw .nothingRecorded(id) }
    return await BreakageRehearsal(check: candidateCheck()).scenes(
      of: id, block.grantedFiles,
      good: Backtest.Case(answers: good.folder, at: good.at, params: good.params, data: good.data),
      inferred: block.learned.rules(beside: block.files.manifest.contract))
  }
}
