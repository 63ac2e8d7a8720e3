import ArgumentParser
import BlockModel
import BlockRuntime
import BlockStore
import Foundation

/// Says what this machine has of what Dash needs.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check this machine and the data folder.")

  @OptionGroup var data: DataOption
  @Flag(help: "Save what can be read of a damaged database.") var repair = false

  func run() async throws {
    try await CommandFailure.reporting {
      if repair { try await repairData() }
      var isHealthy = true
      func line(_ isFine: Bool, _ text: String) {
        isHealthy = isHealthy && isFine
        Output.print("\(isFine ? "✓" : "✗") \(text)")
      }
      let places = try Places()
      line(true, "share folder: \(places.share.path)")
      line(true, "worker: \(places.worker.path)")
      for file in Self.browserFiles {
        line(
          FileManager.default.fileExists(atPath: file.path),
          "\(file.what): \(file.path) (Debian package \(file.package))")
      }
      do {
        let house = try Household(
          data: data.folder, access: .existing, sandbox: .permissive, logger: Logs.logger(.critical)
        )
        do {
          let blocks = try await house.storage.blocks()
          line(true, "data folder: \(data.folder.path) (\(blocks.count) blocks)")
          let report = try await house.runner.sandboxReport()
          for layer in SandboxReport.Layer.allCases {
            line(report.layers.contains(layer), "sandbox: \(layer.rawValue)")
          }
        } catch {
          line(false, "\(error)")
        }
        await house.close()
      } catch {
        line(false, "\(error)")
      }
      if !isHealthy { throw ExitCode.failure }
    }
  }

  private static let browserFiles = [
    (
      what: "charts", path: "/usr/share/javascript/chart.js/chart.min.js", package: "libjs-chart.js"
    ),
    (
      what: "drag and drop", path: "/usr/share/javascript/sortable/Sortable.min.js",
      package: "libjs-sortable"
    ),
  ]

  private func repairData() async throws {
    let report = try await Household.repair(data.folder)
    Output.print(
      "Saved \(report.blocks.count) blocks; the damaged database is kept at \(report.keptAt.path).")
    for problem in report.unreadable { Output.note("not readable: \(problem)") }
  }
}
