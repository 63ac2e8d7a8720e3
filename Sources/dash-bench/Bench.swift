import ArgumentParser
import BlockStore
import Foundation

/// Benchmarks, each figure beside its floor or peer in the same run.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dash-bench", abstract: "Measure Dash beside its floors and peers.",
    subcommands: [Core.self, Web.self, Scale.self, Browser.self, Throughput.self],
    defaultSubcommand: Core.self)

  struct Core: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs, cards, requests, the stdlib, the store and the life of a block.")

    enum Part: String, CaseIterable, ExpressibleByArgument {
      case runs, cards, http, stdlib, store, life
    }

    @Option(help: "Measure only this part.") var only: Part?

    func run() async throws {
      let folder = try Workplace()
      defer { folder.remove() }
      var report = Report()
      for part in only.map({ [$0] }) ?? Part.allCases {
        switch part {
        case .runs: try await RunBench(workplace: folder).measure(into: &report)
        case .cards: try CardBench().measure(into: &report)
        case .http: try await HTTPBench(workplace: folder).measure(into: &report)
        case .stdlib: try await StdlibBench(workplace: folder).measure(into: &report)
        case .store: try await StoreBench(workplace: folder).measure(into: &report)
        case .life: try await LifeBench(workplace: folder).measure(into: &report)
        }
      }
      print(report.markdown)
    }
  }

  /// Prints one number; ``RunBench`` starts it on the cores it is to have.
  struct Throughput: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print runs per second of a trivial block.")

    func run() async throws {
      let folder = try Workplace()
      defer { folder.remove() }
      print(try await RunBench(workplace: folder).throughput())
    }
  }

  struct Scale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "1,000 and 10,000 blocks that run every minute; takes a quarter of an hour.")

    @Flag(name: .customLong("start"), help: "Only how soon the first card is there.")
    var isStartOnly = false

    func run() async throws {
      let folder = try Workplace()
      defer { folder.remove() }
      var report = Report()
      try await ScaleBench(workplace: folder, isStartOnly: isStartOnly).measure(into: &report)
      print(report.markdown)
    }
  }

  struct Browser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A page in the headless browser beside chromium alone; takes two minutes.")

    func run() async throws {
      var report = Report()
      try await BrowserBench().measure(into: &report)
      print(report.markdown)
    }
  }

  struct Web: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The page beside static bytes.")

    func run() async throws {
      let folder = try Workplace()
      defer { folder.remove() }
      var report = Report()
      try await PageBench(workplace: folder).measure(into: &report)
      print(report.markdown)
    }
  }
}

/// The checkout, the executables beside this one, and a folder for one run.
struct Workplace {
  let folder: URL
  let checkout: URL
  let worker: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "dash-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    worker = URL(filePath: executable).deletingLastPathComponent().appending(path: "dash-worker")
  }

  /// The recorded files that tests read: in `$DASH_CORPUS`, or beside the checkout.
  var corpus: URL {
    let folder =
      ProcessInfo.processInfo.environment["DASH_CORPUS"].map { URL(filePath: $0) }
      ?? checkout.appending(path: "../shared/corpus").standardized
    return folder.appending(path: "open")
  }

  /// The Python environment `make bench` made.
  var python: String { checkout.appending(path: ".build-bench-venv/bin/python").path }

  func peer(_ name: String) -> String {
    checkout.appending(path: "Sources/dash-bench/Peers").appending(path: name).path
  }

  func storage() throws -> SQLiteStorage {
    try SQLiteStorage(DataFolder(folder.appending(path: "data")), for: .command)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
