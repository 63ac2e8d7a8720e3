import ArgumentParser
import BlockModel
import Foundation

/// The addresses at which other programs send blocks something.
struct WebhookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook",
    abstract: "Give a block an address to which other programs send it something.",
    discussion: """
      `dash docs webhooks` says what may be sent, and how a script reads it.
      """, subcommands: [New.self, Show.self, Remove.self])

  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an address and print it, once; an earlier one stops working.")

    @Argument(help: "The block's id.") var block: String
    @OptionGroup var data: DataOption
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await CommandFailure.reporting {
        let id = try CommandFailure.block(block)
        let path = try await data.withEngine { try await $0.makeWebhook(of: id) }
        Output.note("Put the dashboard's own address in front of it. It is not shown again.")
        let summary: JSONValue = ["id": .string(id.text), "path": .string(path)]
        Output.print(json ? summary.json(.pretty) : path)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether a block has an address, and when it was used.")

    @Argument(help: "The block's id.") var block: String
    @OptionGroup var data: DataOption
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await CommandFailure.reporting {
        let id = try CommandFailure.block(block)
        let webhook = try await data.withEngine { try await $0.webhook(of: id) }
        let made = webhook.map { $0.createdAt.formatted(.iso8601) }
        let used = webhook?.lastUsedAt.map { $0.formatted(.iso8601) }
        if json {
          let summary: JSONValue = [
            "id": .string(id.text), "created_at": made.map { .string($0) } ?? .null,
            "used_at": used.map { .string($0) } ?? .null,
          ]
          return Output.print(summary.json(.pretty))
        }
        guard let made else {
          return Output.note("'\(id)' has no webhook; `dash webhook new \(id)` makes one.")
        }
        Output.print("made \(made), \(used.map { "used \($0)" } ?? "never used")")
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Remove the address of a block; what was sent stays.")

    @Argument(help: "The block's id.") var block: String
    @OptionGroup var data: DataOption

    func run() async throws {
      try await CommandFailure.reporting {
        let id = try CommandFailure.block(block)
        let isGone = try await data.withEngine { try await $0.endWebhook(of: id) }
        guard isGone else { throw CommandFailure(.host, "'\(id)' has no webhook.") }
        Output.note("Removed the webhook of '\(id)'.")
      }
    }
  }
}
