import BlockModel
import Foundation

extension DataFolder {
  private var isKnown: Bool { DurableFiles.size(database) > 0 }

  /// - Throws: ``StorageError/absent(path:)`` when there is no data folder and none may be made;
  ///   ``StorageError/lost(path:blocks:)`` when the database is gone but blocks are there: a new one
  ///   would know of none of them.
  func refuseLoss(for access: StorageAccess) throws(StorageError) {
    guard !isKnown else { return }
    let blocks = foldersOfBlocks.count
    guard blocks == 0 else { throw .lost(path: database.path, blocks: blocks) }
    guard access != .existing else { throw .absent(path: url.path) }
  }

  /// Makes what is missing, for the owner only. Nobody else may look into a data folder that is there,
  /// either; but `--data /tmp` must not lock others out of `/tmp`.
  func prepare() throws(StorageError) {
    let isOurs = isKnown || !DurableFiles.exists(url)
    for folder in [url, blocks, trash] {
      do {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch { throw StorageError(error, at: url) }
    }
    guard access(url.path, R_OK | X_OK) == 0 else {
      throw .unreadable(path: url.path, reason: String(cString: strerror(errno)).lowercased())
    }
    guard access(url.path, W_OK) == 0 else { throw .readOnly(path: url.path) }
    for folder in isOurs ? [url, blocks, trash] : [blocks, trash] {
      DurableFiles.restrict(folder, to: 0o700)
    }
  }

  /// SQLite makes its files as the mask of the process says.
  func closeFilesToOthers() {
    for name in DurableFiles.names(in: url)
    where name.hasPrefix("dash.sqlite") || name.hasPrefix("secret.key") {
      DurableFiles.restrict(url.appending(path: name), to: 0o600)
    }
  }

  /// Folders under `blocks/` that hold versions, whether a row names them or not.
  var foldersOfBlocks: [String] {
    DurableFiles.names(in: blocks).filter { name in
      BlockID(name).map { !DurableFiles.names(in: versions(of: $0)).isEmpty } ?? false
    }
  }
}
