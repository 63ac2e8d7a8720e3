import ArgumentParser
import BlockModel
import BlockRuntime
import DashboardEngine
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

extension DataOption {
  /// Does something with the blocks of a folder that is there, and ends what that started.
  func withEngine<Value: Sendable>(
    _ body: (DashboardEngine) async throws -> Value
  ) async throws -> Value {
    let house = try Household(data: folder, access: .existing, logger: Logs.logger(.error))
    do {
      try await house.engine.open()
      let value = try await body(house.engine)
      await house.close()
      return value
    } catch {
      await house.close()
      throw error
    }
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
    help: ArgumentHelp(
      "Allow a place that is not on the internet: HOST or HOST:PORT. May be repeated.",
      discussion:
        "Also what `dash allow` takes: 'host api.example.org', 'certificate nas.local:443 SHA-256'."
    ),
    transform: Self.subject)
  var grants: [Grant.Subject] = []

  static func subject(_ text: String) throws -> Grant.Subject {
    guard let subject = Grant.Subject(text) else {
      throw ValidationError("--grant takes HOST or HOST:PORT, got '\(text)'.")
    }
    return subject
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
