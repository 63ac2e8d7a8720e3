import BlockModel
import Foundation

/// The tree of files: `<id>/versions/0003/…` immutable, `<id>/…` the working copy.
///
/// A version's folder is written under a temporary name, synced and renamed before its row is
/// written: after a crash there may be a folder without a row, never a row without a folder.
struct VersionFiles: Sendable {
  let root: URL

  func folder(of id: BlockID) -> URL { root.appendingPathComponent(id.text) }

  func folder(of id: BlockID, _ version: VersionNumber) -> URL {
    folder(of: id).appendingPathComponent("versions/\(version.folderName)")
  }

  /// Writes a version durably, and makes it the working copy.
  func write(_ files: BlockFiles, as version: VersionNumber, of id: BlockID) throws {
    let versions = folder(of: id).appendingPathComponent("versions")
    try FileManager.default.createDirectory(at: versions, withIntermediateDirectories: true)
    let temporary = versions.appendingPathComponent(".new-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
    for (name, text) in Self.texts(of: files) {
      try Self.writeSynced(text, to: temporary.appendingPathComponent(name))
    }
    try Self.sync(folder: temporary)
    let place = folder(of: id, version)
    // A folder without a row is what a crash left of the same, never acknowledged, version.
    if FileManager.default.fileExists(atPath: place.path) {
      try FileManager.default.removeItem(at: place)
    }
    guard rename(temporary.path, place.path) == 0 else { throw POSIXError(Self.code) }
    try Self.sync(folder: versions)
    try writeWorkingCopy(files, of: id)
  }

  func writeWorkingCopy(_ files: BlockFiles, of id: BlockID) throws {
    let folder = folder(of: id)
    for (name, text) in Self.texts(of: files) {
      let temporary = folder.appendingPathComponent(".\(name).new")
      try Self.writeSynced(text, to: temporary)
      guard rename(temporary.path, folder.appendingPathComponent(name).path) == 0 else {
        throw POSIXError(Self.code)
      }
    }
    try Self.sync(folder: folder)
  }

  func read(_ version: VersionNumber, of id: BlockID) throws -> BlockFiles {
    let copy = try readTexts(in: folder(of: id, version))
    return BlockFiles(
      manifest: try Manifest(parsing: copy.manifest), script: copy.script, spec: copy.spec)
  }

  func readTexts(in folder: URL) throws -> WorkingCopy {
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }
    return WorkingCopy(
      manifest: try text(BlockFiles.manifestName), script: try text(BlockFiles.scriptName),
      spec: try text(BlockFiles.specName))
  }

  /// Removes version folders that have no row (a crash before the acknowledgement).
  func reconcile(_ known: [BlockID: Set<VersionNumber>]) {
    let manager = FileManager.default
    for folder in (try? manager.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? [] {
      guard let id = BlockID(folder.lastPathComponent) else { continue }
      guard let versions = known[id] else {
        try? manager.removeItem(at: folder)
        continue
      }
      let names = Set(versions.map(\.folderName))
      let place = folder.appendingPathComponent("versions")
      for name in (try? manager.contentsOfDirectory(atPath: place.path)) ?? []
      where !names.contains(name) {
        try? manager.removeItem(at: place.appendingPathComponent(name))
      }
    }
  }

  func remove(_ id: BlockID) throws { try FileManager.default.removeItem(at: folder(of: id)) }

  private static func texts(of files: BlockFiles) -> [(String, String)] {
    [
      (BlockFiles.manifestName, files.manifest.json.json(.pretty) + "\n"),
      (BlockFiles.scriptName, files.script), (BlockFiles.specName, files.spec),
    ]
  }

  private static func writeSynced(_ text: String, to url: URL) throws {
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(code) }
    defer { close(descriptor) }
    try FileHandle(fileDescriptor: descriptor).write(contentsOf: Data(text.utf8))
    guard fsync(descriptor) == 0 else { throw POSIXError(code) }
  }

  private static func sync(folder: URL) throws {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(code) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw POSIXError(code) }
  }

  private static var code: POSIXErrorCode { POSIXErrorCode(rawValue: errno) ?? .EIO }
}
