public import BlockStore
public import Foundation

/// Copies of everything.
extension DashboardEngine {
  /// Writes a new file with everything in the data folder, while blocks go on running.
  /// - Parameter withKey: also the key of the secrets.
  @discardableResult
  public func backUp(
    to file: URL, withKey: Bool
  ) async throws(EngineError) -> BackupReport {
    let report = try await stored { () throws(StorageError) in
      try await storage.backUp(to: file, withKey: withKey)
    }
    await note("Made a backup\(report.hasKey ? " with the key of the secrets" : "").", nil)
    return report
  }
}
