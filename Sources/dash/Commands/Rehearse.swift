import ArgumentParser
import Authoring
import BlockModel
import DashboardEngine
import Foundation

/// What would become of a block if its sources changed.
struct Rehearse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what would become of a block if its sources changed.",
    usage: CalledName.usage("rehearse <block>"),
    discussion: """
      Does to the last recorded answers what sources do: renames a key, wraps everything in an object, \
      writes numbers differently, loses rows, asks for a login, is too busy. For each it tells whether \
      the block would keep working, repair itself, or wait. The block stays as it is; no source and no \
      model is asked.
      """)

  @Argument(help: "A block's id.") var block: String
  @Option(help: "Fail when the share of changes that it survives is below this, 0 to 1.")
  var minimum = 0.0
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption

  func validate() throws {
    guard (0...1).contains(minimum) else {
      throw ValidationError("--minimum takes 0 to 1, got \(minimum).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      let house = try Household(
        data: data.folder, access: .existing, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      let scenes: [BreakageRehearsal.Scene]
      do {
        try await house.engine.open()
        scenes = try await house.engine.rehearseBreakage(of: id)
        await house.close()
      } catch {
        await house.close()
        throw error
      }
      if json {
        Output.print(Self.json(scenes).json(.pretty))
      } else {
        for scene in scenes {
          Output.print("\(scene.outcome == .stuck ? "✗" : "✓") \(scene.change). \(scene.sentence)")
        }
        Output.print("'\(id)' \(scenes.summary).")
      }
      let share = scenes.isEmpty ? 1 : Double(scenes.survived) / Double(scenes.count)
      if share < minimum { throw ExitCode.failure }
    }
  }

  private static func json(_ scenes: [BreakageRehearsal.Scene]) -> JSONValue {
    [
      "survived": .integer(Int64(scenes.survived)), "changes": .integer(Int64(scenes.count)),
      "scenes": .array(
        scenes.map { scene in
          [
            "change": .string(scene.change), "outcome": .string(scene.outcome.rawValue),
            "sentence": .string(scene.sentence),
          ]
        }),
    ]
  }
}
