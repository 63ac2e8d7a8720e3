import ArgumentParser
import BlockModel
import BlockRuntime
import BlockStore
import Egress
import Foundation
import HeadlessBrowser

/// Says what this machine has of what Dash needs.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check this machine and the data folder.")

  @OptionGroup var data: DataOption
  @Flag(help: "Save what can be read of a damaged database; the old file is kept.")
  var repair = false
  @Flag(help: "Repair without asking.") var yes = false

  func validate() throws {
    guard repair || !yes else { throw ValidationError("--yes is for --repair; give both.") }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      if repair { try repairData() }
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
      if let address = await MadeUpNames.address() {
        line(
          false,
          "names: a VPN or proxy of this machine makes up their addresses (\(address)); switch that off, or allow each place once with --grant"
        )
      }
      do {
        try await withHouse { house, isThere in
          line(true, try await folderLine(house, isThere))
          if isThere { try await showKept(house.storage, line) }
          let report = try await house.runner.sandboxReport()
          for layer in SandboxReport.Layer.allCases {
            line(report.layers.contains(layer), "sandbox: \(layer.rawValue)")
          }
          await showBrowser(house.runner.browser, line)
        }
      } catch {
        line(false, "\(error)")
      }
      if !isHealthy { throw ExitCode.failure }
    }
  }

  /// The browser is for few blocks: to have none is not a fault, to have one that is not apart is.
  private func showBrowser(_ browser: HeadlessBrowser, _ line: (Bool, String) -> Void) async {
    guard browser.isInstalled else {
      Output.print(
        "    browser: none, so pages that are empty until their script runs cannot be shown (Debian package \(HeadlessBrowser.package))"
      )
      return
    }
    do throws(EgressFailure) {
      let (version, confinement) = try await browser.report()
      let missing = confinement.missing
      line(
        confinement.hasSandbox && confinement.isUnprivileged,
        "browser: chromium \(version)\(missing.isEmpty ? ", kept apart from this machine and the network" : ", kept apart from the network, but without \(missing.joined(separator: ", "))")"
      )
    } catch {
      line(false, error.message)
    }
  }

  private static let browserFiles = [
    (
      what: "charts", path: "/usr/share/javascript/chart.js/chart.min.js", package: "libjs-chart.js"
    ),
    (
      what: "code editor", path: "/usr/share/javascript/codemirror/codemirror.js",
      package: "libjs-codemirror"
    ),
  ]

  // MARK: The data folder

  /// Nothing is made where no data folder is: then the machine is checked with a folder that goes again.
  private func withHouse(_ body: (Household, _ isThere: Bool) async throws -> Void) async throws {
    func open(_ folder: URL, _ access: StorageAccess) throws -> Household {
      try Household(
        data: folder, access: access, sandbox: .permissive, logger: Logs.logger(.critical))
    }
    let passing = FileManager.default.temporaryDirectory
      .appending(path: "dash-doctor-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: passing) }
    let isFolder =
      (try? data.folder.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
    let house: Household
    var isThere = true
    do { house = try open(data.folder, .existing) } catch StorageError.absent {
      guard !FileManager.default.fileExists(atPath: data.folder.path) || isFolder else {
        throw CommandFailure(
          .host, "The data folder \(data.folder.path) is not a folder; choose another with --data.")
      }
      house = try open(passing, .command)
      isThere = false
    }
    do { try await body(house, isThere) } catch {
      await house.close()
      throw error
    }
    await house.close()
  }

  private func folderLine(_ house: Household, _ isThere: Bool) async throws -> String {
    guard isThere else { return "data folder: none yet at \(data.folder.path)" }
    let count = try await house.storage.blocks().count
    return "data folder: \(data.folder.path) (\(count) \(count == 1 ? "block" : "blocks"))"
  }

  private func showKept(_ storage: any Storage, _ line: (Bool, String) -> Void) async throws {
    for kind in try await storage.kept() {
      Output.print("    \(kind.name): \(kind.count), \(ByteSize.text(kind.bytes))")
    }
    for path in try await storage.folders() {
      Output.print("    data of scripts of the folder \(path)")
    }
    for name in try await storage.unreadableSecretNames() {
      line(
        false,
        "the key '\(name)' can no longer be decrypted; enter it again in its block's settings")
    }
    for name in try await storage.unknownFolders() {
      Output.print("    blocks/\(name) is not a block of this dashboard; it is left as it is")
    }
  }

  private func repairData() throws {
    let problem =
      switch try Household.examine(data.folder) {
      case .damaged(let what): "The database of \(data.folder.path) is damaged (\(what))."
      case .lost(let blocks):
        "There is no database in \(data.folder.path), but \(blocks == 1 ? "a folder of a block is" : "\(blocks) folders of blocks are") there."
      }
    Output.note(problem)
    guard
      yes || Confirmation.asked("Save what can be read into a new database? The old one is kept.")
    else {
      throw CommandFailure(.host, "Nothing was changed; --yes repairs without asking.")
    }
    let report = try Household.repair(data.folder)
    let kept = report.keptAt.map { "; the damaged database is kept at \($0.path)" } ?? ""
    Output.print("\(report.blocks) \(report.blocks == 1 ? "block is" : "blocks are") there\(kept).")
    for (table, rows) in report.rows.sorted(by: { $0.key < $1.key }) where rows > 0 {
      Output.print("  \(table): \(rows) \(rows == 1 ? "row" : "rows")")
    }
    for table in report.incomplete { Output.note("not all rows could be read: \(table)") }
    for id in report.fromFolders { Output.note("read back from its folder: \(id)") }
    for name in report.unreadable { Output.note("not a complete block: \(name)") }
  }
}
