import Archives
import BlockModel
import Foundation

/// The members of a backup.
///
///     dashbackup.json          what this is: {"dashbackup": 1, "made_at": …, "blocks": 12}
///     dash.sqlite              the database as it was at that moment
///     blocks/… trash/…         the folders of blocks
///     secret.key               the key of the secrets, if it was asked for
enum BackupForm {
  static let format = 1
  static let indexName = "dashbackup.json"
  static let databaseName = "dash.sqlite"
  static let keyName = "secret.key"
  static let folderNames = ["blocks", "trash"]

  /// A person's own; the bounds only keep an odd file from filling the disk.
  static let limits = ArchiveLimits(members: 2_000_000, bytes: 256 << 30, fileBytes: 8 << 30)

  static func isMember(_ member: ArchiveMember) -> Bool {
    let top = member.path.prefix { $0 != "/" }
    if folderNames.contains(String(top)) { return member.isFolder || top.count < member.path.count }
    return !member.isFolder && [indexName, databaseName, keyName].contains(member.path)
  }
}

extension BackupReport {
  var stored: JSONValue {
    [
      "dashbackup": .integer(Int64(BackupForm.format)),
      "made_at": .string(madeAt.formatted(.iso8601)), "blocks": .integer(Int64(blocks)),
      "has_key": .bool(hasKey),
    ]
  }

  /// - Throws: the end of a sentence.
  init(stored: JSONValue) throws(ArchiveProblem) {
    guard let format = stored["dashbackup"]?.count() else { throw .noArchive }
    guard format <= BackupForm.format else {
      throw .refused(
        path: BackupForm.indexName,
        because: "a newer version of Dash wrote it; install that version")
    }
    let madeAt = stored["made_at"]?.string.flatMap { try? Date($0, strategy: .iso8601) }
    self.init(
      madeAt: madeAt ?? Date(timeIntervalSince1970: 0), blocks: stored["blocks"]?.count() ?? 0,
      files: 0, hasKey: stored["has_key"]?.bool ?? false)
  }
}
