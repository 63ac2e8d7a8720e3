public import Foundation

/// The folder that holds everything a person made: `dash.sqlite`, `blocks/`, `secret.key`.
public struct DataFolder: Sendable {
  public let url: URL

  /// Opens the folder, and makes it when it is not there.
  public init(_ url: URL) throws(StorageError) {
    self.url = url
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: blocks, withIntermediateDirectories: true)
    } catch {
      throw .unreadableFolder(path: url.path, reason: Self.reason(of: error))
    }
    guard manager.isReadableFile(atPath: url.path), manager.isExecutableFile(atPath: url.path)
    else { throw .unreadableFolder(path: url.path, reason: "no permission to read it") }
    guard manager.isWritableFile(atPath: url.path) else { throw .readOnly(path: url.path) }
  }

  public var database: URL { url.appendingPathComponent("dash.sqlite") }
  public var blocks: URL { url.appendingPathComponent("blocks") }
  var secretKey: URL { url.appendingPathComponent("secret.key") }

  private static func reason(of error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
  }
}

/// Held by the one `dash serve` of a folder, until it ends in whatever way.
public final class ServeLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``StorageError/locked(path:pid:)`` when another process serves the folder.
  public init(_ folder: DataFolder) throws(StorageError) {
    let path = folder.url.appendingPathComponent("serve.lock").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unreadableFolder(path: folder.url.path, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      close(descriptor)
      throw .locked(
        path: folder.url.path, pid: Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0)
    }
    ftruncate(descriptor, 0)
    let text = "\(getpid())\n"
    _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }
}
