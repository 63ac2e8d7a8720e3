import ArgumentParser
import Egress
import Foundation

/// The command line of Dash.
@main
struct Dash: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dash",
    abstract: "A personal dashboard that builds itself: one sentence, one live block.",
    discussion: """
      Start with `dash serve` and open http://127.0.0.1:8080, or make a block right here:

        dash add "show the newest articles from https://example.org/feed.xml"
      """,
    version: EgressConfiguration.version,
    subcommands: [
      Serve.self, Add.self, Refine.self, Heal.self, List.self, Log.self, Remove.self, Forget.self,
      AlertCommand.self, Notices.self, Past.self, Series.self, RunBlock.self,
      PermissionsCommand.self, Allow.self, Revoke.self, Secret.self, Models.self, Eval.self,
      Export.self, Backup.self, Restore.self, Doctor.self, Docs.self,
      SchemaCommand.self, Gallery.self,
    ])

  /// Writing to a connection or pipe that is gone is an error to be handled, not the end.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    await main(nil)
  }
}
