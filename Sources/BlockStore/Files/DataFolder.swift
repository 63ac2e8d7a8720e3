import BlockModel
public import Foundation

/// The one folder that holds everything a person made.
///
///     <data>/dash.sqlite                       everything but the files of blocks
///     <data>/blocks/<id>/versions/0003/…       versions, immutable
///     <data>/blocks/<id>/block.lua …           the working copy a person edits
///     <data>/blocks/<id>/recordings/…          what sources answered, as cassettes
///     <data>/trash/<id>/…                      deleted blocks, kept for 30 days of use
///     <data>/secret.key                        the key of the secrets, for the owner only
///     <data>/serve.lock                        held by the one `dash serve`, with its process id
///     <data>/upgrade.lock                      held while the shape of the database is changed
///     <data>/dash.sqlite.before-5              the database before its fifth change of shape
///     <data>/dash.sqlite.damaged-…             a database that was repaired, as it was
public struct DataFolder: Hashable, Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url.standardizedFileURL }

  public var database: URL { url.appending(path: "dash.sqlite") }
  var blocks: URL { url.appending(path: "blocks", directoryHint: .isDirectory) }
  var trash: URL { url.appending(path: "trash", directoryHint: .isDirectory) }
  var key: URL { url.appending(path: "secret.key") }
  var serveLock: URL { url.appending(path: "serve.lock") }
  var upgradeLock: URL { url.appending(path: "upgrade.lock") }

  /// The database as it was before a change of its shape, by the number of the change.
  func copy(before change: Int) -> URL { url.appending(path: "dash.sqlite.before-\(change)") }

  /// Such copies, the oldest first.
  var copies: [URL] {
    let prefix = "dash.sqlite.before-"
    return DurableFiles.names(in: url).filter { $0.hasPrefix(prefix) }
      .compactMap { Int($0.dropFirst(prefix.count)) }.sorted().map(copy(before:))
  }

  /// Where `dash doctor --repair` puts a damaged database, by the second.
  func damaged(at second: Int) -> URL { url.appending(path: "dash.sqlite.damaged-\(second)") }

  /// Databases that were put aside so.
  var damagedDatabases: [URL] {
    DurableFiles.names(in: url).filter { $0.hasPrefix("dash.sqlite.damaged-") }
      .map { url.appending(path: $0) }
  }

  func block(_ id: BlockID) -> URL {
    blocks.appending(path: id.text, directoryHint: .isDirectory)
  }

  func versions(of id: BlockID) -> URL {
    block(id).appending(path: "versions", directoryHint: .isDirectory)
  }

  func version(_ number: VersionNumber, of id: BlockID) -> URL {
    versions(of: id).appending(path: number.folderName, directoryHint: .isDirectory)
  }

  func recordings(of id: BlockID) -> URL {
    block(id).appending(path: "recordings", directoryHint: .isDirectory)
  }

  func trashed(_ id: BlockID) -> URL {
    trash.appending(path: id.text, directoryHint: .isDirectory)
  }
}
