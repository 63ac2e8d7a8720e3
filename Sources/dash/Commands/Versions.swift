import ArgumentParser
import Authoring
import BlockModel
import DashboardEngine
import Foundation

/// What lies between two versions of a block.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show the differences between two versions of a block.",
    usage: CalledName.usage("diff <block> [<from>] [<to>]"),
    discussion: """
      dash diff ID      the version before, and the live one
      dash diff ID N    version N, and the live one
      dash diff ID N M  versions N and M
      `dash log ID` lists the versions. --working-copy compares with the files of the block's folder.
      """)

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "The older version.") var from: Int?
  @Argument(help: "The newer version.") var to: Int?
  @OptionGroup var data: DataOption
  @Flag(help: "Compare with the files as they are in the block's folder.") var workingCopy = false
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let (old, new) = try await data.withEngine { engine in
        let id = try CommandFailure.block(block)
        let serving = try await engine.card(id).version
        let newer = to.map { VersionNumber($0) } ?? serving
        let older =
          from.map { VersionNumber($0) }
          ?? (workingCopy ? serving : VersionNumber(max(1, serving.value - 1)))
        return (
          try await engine.texts(of: id, version: older),
          workingCopy ? nil : try await engine.texts(of: id, version: newer)
        )
      }
      let texts = try new ?? BlockFolder(block, data: data.folder).texts()
      let diffs = zip(old.named, texts.named).map { old, new in
        (name: new.name, diff: Diff(from: old.text, to: new.text))
      }.filter { !$0.diff.isEmpty }
      if json {
        let members = diffs.map { ($0.name, JSONValue.string($0.diff.description)) }
        return Output.print(
          JSONValue.object(JSONObject(uniqueKeysWithValues: members)).json(.pretty))
      }
      for (name, diff) in diffs {
        Output.print("--- \(name)\n+++ \(name)\n\(Self.coloured(diff))", isStyled: true)
      }
      if diffs.isEmpty { Output.note("They are the same.") }
    }
  }

  private static func coloured(_ diff: Diff) -> String {
    diff.description.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let text = String(line).withVisibleControls
      return switch line.first {
      case "+": Terminal.styled(text, .green)
      case "-": Terminal.styled(text, .red)
      case "@": Terminal.styled(text, .faint)
      default: text
      }
    }.joined(separator: "\n")
  }
}

/// Lets an older version serve again.
struct Revert: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make an older version of a block live again.",
    discussion:
      "It becomes a new version: nothing is lost. Without a number, the one before is taken.")

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "The version, as `dash log` lists them.") var version: Int?
  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let (id, past, card) = try await data.withEngine { engine in
        let id = try CommandFailure.block(block)
        let serving = try await engine.card(id).version
        let past = VersionNumber(version ?? serving.value - 1)
        guard past.value >= 1 else {
          throw CommandFailure(.host, "'\(id)' has one version only; there is none before it.")
        }
        guard past != serving else {
          throw CommandFailure(.host, "Version \(past) of '\(id)' is live already.")
        }
        return (id, past, try await engine.restore(id, past))
      }
      if json {
        let summary: JSONValue = [
          "id": .string(id.text), "version": .integer(Int64(card.version.value)),
          "same_as": .integer(Int64(past.value)),
          "noticed": card.noticed.map { .string($0) } ?? .null,
        ]
        return Output.print(summary.json(.pretty))
      }
      Output.note("Version \(card.version) of '\(id)' is live; it is version \(past) again.")
      if let noticed = card.noticed { Output.note(noticed) }
    }
  }
}
