import ArgumentParser
import BlockModel
import BlockRuntime
import BlockStore
import Foundation
import Logging

/// Options that many commands share.
struct DataOption: ParsableArguments {
  @Option(help: "The data folder (default: $DASH_DATA, or ~/.local/share/dash).")
  var data: String?

  var folder: DataFolder { Places.data(data) }
}

struct SandboxOption: ParsableArguments {
  @Option(help: "strict refuses to run without every layer of the sandbox; permissive runs with those there are.")
  var sandbox: RunnerConfiguration.Sandbox = .strict
}

extension RunnerConfiguration.Sandbox: ExpressibleByArgument {}

struct GrantOption: ParsableArguments {
  @Option(name: .customLong("grant"), help: "Allow a place that is not on the internet: HOST or HOST:PORT. May be repeated.")
  var grants: [HostPort] = []
}

extension HostPort: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Logging to stderr: quiet for commands, telling for the server.
enum Logs {
  static func logger(_ level: Logger.Level) -> Logger {
    var logger = Logger(label: "dash") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}
