import ArgumentParser
import BlockModel
import BlockRuntime
import Foundation
import Logging

/// Options that many commands share.
struct DataOption: ParsableArguments {
  @Option(help: "The data folder (default: $DASH_DATA, or ~/.local/share/dash).")
  var data: String?

  var folder: URL { Places.data(data) }

  func validate() throws {
    guard data?.isEmpty != true else { throw ValidationError("--data takes a folder, got ''.") }
  }
}

struct SandboxOption: ParsableArguments {
  @Option(
    help:
      "strict refuses to run without every layer of the sandbox; permissive runs with those there are.",
    transform: Self.mode)
  var sandbox = RunnerConfiguration.Sandbox.strict

  private static func mode(_ text: String) throws -> RunnerConfiguration.Sandbox {
    guard let mode = RunnerConfiguration.Sandbox(rawValue: text) else {
      throw ValidationError("--sandbox is strict or permissive, got '\(text)'.")
    }
    return mode
  }
}

struct GrantOption: ParsableArguments {
  @Option(
    name: .customLong("grant"),
    help: "Allow a place that is not on the internet: HOST or HOST:PORT. May be repeated.",
    transform: Self.place)
  var grants: [HostPort] = []

  private static func place(_ text: String) throws -> HostPort {
    guard let place = HostPort(text) else {
      throw ValidationError("--grant takes HOST or HOST:PORT, got '\(text)'.")
    }
    return place
  }
}

/// Logging to stderr: quiet for commands, telling for the server.
enum Logs {
  static func logger(_ level: Logger.Level) -> Logger {
    var logger = Logger(label: "dash") { VisibleLog(label: $0) }
    logger.logLevel = level
    return logger
  }
}
