import BlockModel
import BlockStore
import Foundation

/// A data folder that is gone after the test.
final class TestFolder: Sendable {
  let data: DataFolder

  init() {
    data = DataFolder(
      FileManager.default.temporaryDirectory.appending(path: "dash-\(UUID().uuidString)"))
  }

  /// One that is there already.
  init(_ url: URL) { data = DataFolder(url) }

  deinit { try? FileManager.default.removeItem(at: data.url) }

  func open(
    _ access: StorageAccess = .serve, quotas: ScriptQuotas = ScriptQuotas()
  ) throws -> SQLiteStorage {
    try SQLiteStorage(data, for: access, quotas: quotas)
  }

  func path(_ text: String) -> URL { data.url.appending(path: text) }

  func exists(_ text: String) -> Bool {
    FileManager.default.fileExists(atPath: path(text).path)
  }
}

extension NewBlock {
  static func sample(_ id: String = "clock-1", script: String = "one") -> NewBlock {
    NewBlock(id: BlockID(id)!, version: .sample(script))
  }
}

extension NewVersion {
  static func sample(_ script: String, basedOn: Int? = nil) -> NewVersion {
    NewVersion(
      texts: BlockTexts(
        manifest: BlockTexts(
          BlockFiles(manifest: Manifest(name: "Clock"), script: "", spec: "")
        ).manifest,
        script: script, spec: #"{"ui": 1, "body": []}"#),
      author: .hand, explanation: "Because.", report: "Dash tried \(script).",
      basedOn: basedOn.map { VersionNumber($0) },
      createdAt: Date(timeIntervalSince1970: 1_700_000_000))
  }
}

extension RunOutcome {
  static func good(_ data: JSONValue = ["n": 1]) -> RunOutcome {
    RunOutcome(result: .ok(data), startedAt: Date(timeIntervalSince1970: 1_700_000_100))
  }

  static func bad(_ kind: FailureKind, _ message: String = "no") -> RunOutcome {
    RunOutcome(
      result: .failed(RunFailure(kind, message)),
      startedAt: Date(timeIntervalSince1970: 1_700_000_200))
  }
}
