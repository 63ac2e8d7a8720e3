import ArgumentParser
import Foundation

/// What to type to log in. Every program of the machine sees the options of the others (`ps`), so a file
/// or the environment can say it, too.
struct LoginOption: ParsableArguments {
  @Option(
    name: .customLong("token"),
    help: ArgumentHelp(
      "What to type to log in, 16 characters or more; needed when other machines can reach the address.",
      discussion: "`ps` shows it to everybody on this machine: prefer --token-file or $DASH_TOKEN.")
  )
  var text: String?
  @Option(name: .customLong("token-file"), help: "A file with the token as its first line.")
  var file: String?

  func validate() throws {
    if text != nil && file != nil {
      throw ValidationError("--token and --token-file cannot be used together.")
    }
  }

  /// The token by option, file or environment, in this order.
  func token(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(CommandFailure) -> String? {
    if let text { return text }
    guard let file else {
      return environment["DASH_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw CommandFailure(
        .host, "The token cannot be read from '\(file)'; check its path and permissions.")
    }
    let line = text.prefix { !$0.isNewline }.trimmingCharacters(in: .whitespaces)
    guard !line.isEmpty else {
      throw CommandFailure(.host, "The first line of '\(file)' is empty; put the token there.")
    }
    return line
  }
}
