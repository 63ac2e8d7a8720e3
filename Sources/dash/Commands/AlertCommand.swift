import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// When a person is told something about a block.
struct AlertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "Be told when something becomes true in the data of a block.",
    discussion: """
      A condition is written as in block.ui.json, and tried on the results that are kept before the alert is:

        dash alert add gold-a2b3 "Gold is cheap" --when "price < 1800" --say "Gold is at ${price}"
        dash alert add quakes-c4d5 "Strong quake" --each quakes --when "item.magnitude >= 6"

      It is told when it begins to hold, and not again before --again-after. `dash notices` lists what was told.
      """, subcommands: [AlertAdd.self, AlertList.self, AlertRemove.self],
    defaultSubcommand: AlertList.self)
}

struct AlertAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add an alert, or change the one of that name.",
    usage: CalledName.usage("alert add <block> <name> --when <when>"))

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "Its name, 1…60 characters.") var name: String
  @Option(help: "The condition: \"price < 20\".") var when: String
  @Option(help: "A list of the data; the condition is about each row, as `item`.") var each: String?
  @Option(help: "What is told, with bindings like ${price}; else the name.") var say: String?
  @Option(
    name: .customLong("again-after"), help: "How long it stays silent after it was told: 30m, 1d.")
  var againAfter: String?
  @Flag(name: .customLong("dry-run"), help: "Only show what it would have reported so far.")
  var isTrial = false
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let alert = try read()
      let replay: AlertReplay
      do {
        replay = try await data.withEngine { engine in
          isTrial
            ? try await engine.replay(alert, of: id) : try await engine.addAlert(alert, to: id)
        }
      } catch EngineError.edit(let problem) {
        throw CommandFailure(.specError, "\(problem.message).")
      }
      Output.print(replay.words)
      if let present = replay.presentWords { Output.print(present) }
      Output.note(isTrial ? "Nothing was added." : "Added the alert “\(name)” to '\(id)'.")
    }
  }

  private func read() throws -> Alert {
    var members: JSONObject = ["name": .string(name), "when": .string(when)]
    members["each"] = each.map { .string($0) }
    members["say"] = say.map { .string($0) }
    members["again_after"] = againAfter.map { .string($0) }
    do throws(ManifestError) {
      // One goes in, and one comes out.
      return try Alert.list(json: [.object(members)])[0]
    } catch {
      throw CommandFailure(
        .specError,
        "The alert cannot be used: "
          + error.problems.map(\.problem).joined(separator: "; ") + ".")
    }
  }
}

struct AlertList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the alerts of a block, and the state of each.")

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let alerts = try await data.withEngine { engine in
        try await engine.alerts(of: try CommandFailure.block(block))
      }
      guard !json else {
        return Output.print(JSONValue.array(alerts.map(\.json)).json(.pretty))
      }
      if alerts.isEmpty {
        Output.note("'\(block)' has no alerts; `dash alert --help` shows how one is added.")
      }
      for alert in alerts {
        let told = alert.toldAt.map { ", told \($0.formatted(.iso8601))" } ?? ""
        Output.print(alert.sentence + (alert.holds ? ", holds now" : "") + told)
        if let problem = alert.problem { Output.note(problem) }
      }
    }
  }
}

struct AlertRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove an alert.")

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "The name of the alert.") var name: String
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let wasThere = try await data.withEngine { engine in
        try await engine.removeAlert(name, from: try CommandFailure.block(block))
      }
      guard wasThere else {
        throw CommandFailure(
          .host,
          "'\(block)' has no alert “\(name)”; `dash alert list \(block)` shows those it has.")
      }
      Output.note("Removed the alert “\(name)”.")
    }
  }
}
