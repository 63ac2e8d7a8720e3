public import BlockModel
public import Foundation
import Synchronization

/// Answers from a folder: the n-th call for a stage gets `STAGE-n.md`. For tests, the benchmark and
/// demonstrations.
public final class ReplayModel: ModelProvider {
  public let name = "replay"
  public var model: String { folder.lastPathComponent }
  private let folder: URL
  private let asked = Mutex<[ModelStage: Int]>([:])

  public init(_ folder: URL) { self.folder = folder }

  public func complete(_ request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
    let number = asked.withLock { asked in
      asked[request.stage, default: 0] += 1
      return asked[request.stage, default: 0]
    }
    let file = folder.appending(path: "\(request.stage.rawValue)-\(number).md")
    return AsyncThrowingStream { events in
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        events.finish(
          throwing: ModelFailure(
            .setting, "\(folder.path) has no \(file.lastPathComponent); record it with a model"))
        return
      }
      events.yield(.started(model: model))
      events.yield(.text(text))
      events.yield(.finished(.finished))
      events.finish()
    }
  }

  /// Writes the answers of a job so that they can be given again.
  public static func record(_ calls: [ModelCall], in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var numbers: [String: Int] = [:]
    for call in calls where call.failure == nil {
      numbers[call.stage, default: 0] += 1
      let file = folder.appending(path: "\(call.stage)-\(numbers[call.stage, default: 1]).md")
      try Data(call.answer.utf8).write(to: file)
    }
  }
}
