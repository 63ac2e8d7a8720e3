import ArgumentParser
import BlockStore
import DashboardEngine
import Foundation

/// Copies the data folder into one file.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy everything into one file, also while `dash serve` runs.",
    discussion: """
      The file is for you only (mode 0600). Without --with-key nobody who finds it can read the keys of \
      your blocks; keep secret.key apart, or enter the keys again after `dash restore`.
      """)

  @Argument(help: "The file to write, such as dash-2026-11-26.tar.gz.") var file: String
  @Flag(help: "Include the key that the secrets are sealed with.") var withKey = false
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let report = try await data.withEngine { engine in
        try await engine.backUp(to: URL(filePath: file), withKey: withKey)
      }
      for path in report.leftOut { Output.note("left out, because it is not a file: \(path)") }
      let blocks = report.blocks == 1 ? "1 block" : "\(report.blocks) blocks"
      Output.note(
        "Wrote \(blocks) in \(report.files) files\(report.hasKey ? ", with the key of the secrets" : ""). To bring it back: \(CalledName.name) restore \(file)"
      )
    }
  }
}

/// Makes the data folder of a backup.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring back what `dash backup` wrote.",
    discussion: """
      A data folder that is there is not touched without --replace, and with it is put aside, whole. \
      An older version of one block is brought back on its page or with `dash revert`, not with this.
      """)

  @Argument(help: "The file that `dash backup` wrote.") var file: String
  @Flag(help: "Put the data folder that is there aside.") var replace = false
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let report = try await Household.restore(
        URL(filePath: file), into: data.folder, replacing: replace)
      if let kept = report.keptAt { Output.note("What was there is kept at \(kept.path).") }
      for name in report.unreadableSecrets {
        Output.note(
          "the key '\(name)' cannot be read without the key file; enter it again in its block's settings"
        )
      }
      let blocks = report.backup.blocks == 1 ? "1 block" : "\(report.backup.blocks) blocks"
      Output.note(
        "Brought back \(blocks) of \(report.backup.madeAt.formatted(.iso8601)) into \(data.folder.path)."
      )
    }
  }
}
