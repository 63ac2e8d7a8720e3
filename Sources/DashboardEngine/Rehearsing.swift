public import BlockModel
import BlockRuntime
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
