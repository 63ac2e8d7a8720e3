import ArgumentParser
import BlockModel
import Egress
import Foundation

/// The command line of Dash.
@main
struct Dash: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: CalledName.name,
    abstract: "A personal dashboard that builds itself: one sentence, one live block.",
    discussion: """
      Start with `dash serve` and open http://127.0.0.1:8080, or make a block right here:

        dash add "show the newest articles from https://example.org/feed.xml"
      """,
    version: EgressConfiguration.version,
    subcommands: [
      Serve.self, Add.self, Refine.self, Heal.self, Rehearse.self, List.self, Log.self, Remove.self,
      Trash.self,
      Forget.self, AlertCommand.self,
      RunBlock.self, Refresh.self, New.self, Dev.self, Check.self, Format.self, TestCommand.self,
      DiffCommand.self, Revert.self, Store.self, PermissionsCommand.self, Allow.self, Revoke.self,
      Secret.self, Token.self, WebhookCommand.self, MCP.self, AllowAgent.self, Models.self,
      Preferences.self, Eval.self, Doctor.self,
      Docs.self, SchemaCommand.self, Gallery.self,
      Notices.self, Past.self, Series.self,
      Export.self, Backup.self, Restore.self,
    ])

  /// What `make install` asks for, and nobody else needs to know of.
  private static let manual = "manual"

  /// Writing to a connection or pipe that is gone is an error to be handled, not the end.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let word = CommandLine.arguments.dropFirst().first
    if word == manual { return Output.print(ManualPage(root: Self.self).text) }
    if let problem = unknownVerb(word) {
      Output.problem(problem)
      Foundation.exit(ExitCode.validationFailure.rawValue)
    }
    await main(nil)
  }

  /// What is said of a verb that there is not.
  private static func unknownVerb(_ word: String?) -> String? {
    let verbs = configuration.subcommands.map { $0._commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !verbs.contains(word) else { return nil }
    let near = NearName.best(for: word, among: verbs)
    return "There is no command '\(word)'"
      + (near.map { ". Did you mean '\($0)'?" } ?? "; `dash help` lists the commands.")
  }
}
