import Authoring
import BlockModel
import BlockStore

/// What a change would have made of the answers that were recorded.
extension DashboardEngine {
  /// - Parameter files: with the permissions that hold.
  /// - Returns: in words, for whoever decides; empty when nothing was recorded.
  func backtest(_ files: BlockFiles, of id: BlockID) async -> String {
    let recordings = ((try? await storage.recordings(of: id)) ?? []).filter(\.isGood)
    let cases = recordings.map {
      Backtest.Case(answers: $0.folder, at: $0.at, params: $0.params, data: $0.data)
    }
    return await Backtest(runner: runner).report(on: files, of: id, cases).words
  }
}
