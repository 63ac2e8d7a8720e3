import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// What the script of a block collects over time.
struct Series: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the series of a block, or print one as CSV.",
    discussion: "`dash series ID NAME > points.csv`: `at` in UTC, and `value`, the oldest first.")

  @Argument(help: "A block's id.") var block: String
  @Argument(help: "The name of a series; without one, all are listed.")
  var name: String?
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let id = try CommandFailure.block(block)
      try await data.withEngine { engine in
        guard let name else {
          let series = try await engine.series(of: id)
          if series.isEmpty { Output.note("'\(id)' keeps no series.") }
          for one in series {
            Output.print("\(one.name)  \(one.points) point\(one.points == 1 ? "" : "s")")
          }
          return
        }
        guard let text = try await engine.csv(ofSeries: name, of: id) else {
          throw CommandFailure(
            .host, "'\(id)' keeps no series '\(name)'; `dash series \(id)` lists those it keeps.")
        }
        Output.print(text.replacing("\r\n", with: "\n").trimmingCharacters(in: ["\n"]))
      }
    }
  }
}
