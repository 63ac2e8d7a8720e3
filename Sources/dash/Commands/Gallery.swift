import ArgumentParser
import DashboardWeb
import Egress
import Foundation

/// Writes the gallery of components into a folder.
struct Gallery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the gallery of all components into a folder.",
    discussion: """
      The dashboard shows the same page at /gallery. Look at the files with any web server:

        dash gallery --out /tmp/gallery && python3 -m http.server -d /tmp/gallery
      """)

  @Option(help: "The folder to write to; it is made if it does not exist.") var out: String

  func run() async throws {
    try await CommandFailure.reporting {
      let folder = URL(filePath: out, directoryHint: .isDirectory)
      do {
        try GallerySite(
          shareFolder: try Places().share.path, version: EgressConfiguration.version
        ).write(to: folder)
      } catch let failure as CommandFailure {
        throw failure
      } catch {
        throw CommandFailure(
          .host,
          "Cannot write to \(folder.path) (\(error.reason)); choose another --out.")
      }
      Output.print("\(folder.path)/index.html")
    }
  }
}
