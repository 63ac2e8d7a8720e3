import ArgumentParser
import Authoring
import BlockModel
import BlockStore
import DashboardWeb
import Egress
import Foundation
import ServiceLifecycle

/// Serves the dashboard.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the dashboard on this machine.", usage: CalledName.usage("serve"),
    discussion: "A new data folder gets the starter blocks. --demo shows them without internet.")

  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption
  @Option(help: "The port to listen on; 0 takes a free one.") var port = 8080
  @Option(help: "The address to listen on.") var host = "127.0.0.1"
  @OptionGroup var login: LoginOption
  @Option(
    name: .customLong("name"),
    help: "Another name of this machine under which the dashboard is opened. May be repeated.",
    transform: Self.name)
  var names: [ServedName] = []
  @Flag(help: "Blocks that come with Dash answer from recorded data instead of the internet.")
  var demo = false
  @Flag(inversion: .prefixedNo, help: "Put the starter blocks into a new data folder.")
  var starters = true
  @Flag(name: .shortAndLong, help: "Log more.") var verbose = false

  private static func name(_ text: String) throws -> ServedName {
    guard let name = ServedName(text) else {
      throw ValidationError(
        "--name takes one name or address, such as nas.local, got '\(text)'.")
    }
    return name
  }

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port must be 0…65535, got \(port).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let logger = Logs.logger(verbose ? .debug : .warning)
      let token = try login.token()
      let house = try Household(
        data: data.folder, access: .serve, sandbox: sandbox.sandbox, poolSize: 4, demo: demo,
        logger: logger)
      do {
        let report = try await house.runner.sandboxReport()
        try await house.engine.open()
        try await tellOfFolder(house.storage)
        if starters { try await installStarters(house) }
        try await house.engine.start()
        let server = try DashboardServer(
          engine: house.engine, egress: house.egress,
          configuration: WebConfiguration(
            host: host, port: port, token: token, names: Set(names),
            shareFolder: house.places.share.path, version: EgressConfiguration.version,
            missingSandboxLayers: report.missing.map(\.rawValue),
            key: try await pageKey(house),
            recipes: house.author.recipes.recipes.map {
              RecipeExample(
                title: $0.title, summary: $0.summary, sentence: $0.example, files: $0.files,
                answers: $0.cassette, starterRank: $0.isStarter ? $0.order : nil)
            }, agents: try house.agentServices(), models: house.modelDesk()),
          logger: logger
        ) { port in
          let shown = host.contains(":") ? "[\(host)]" : host
          Output.announce("Dash is at http://\(shown):\(port)  (data in \(data.folder.path))")
        }
        let group = ServiceGroup(
          configuration: ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }

  /// What a person should know of their data folder.
  private func tellOfFolder(_ storage: any Storage) async throws {
    for name in try await storage.unreadableSecretNames() {
      Output.note(
        "The key '\(name)' can no longer be decrypted; enter it again in its block's settings.")
    }
    for name in try await storage.unknownFolders() {
      Output.note("blocks/\(name) is not a block of this dashboard; it is left as it is.")
    }
  }

  /// A dashboard that never had a block gets those that come with Dash, once.
  private func installStarters(_ house: Household) async throws {
    guard try await house.storage.setting("starters") == nil else { return }
    if await house.engine.cards().isEmpty {
      for recipe in house.author.recipes.starters {
        try await house.engine.install(
          recipe.files, author: .recipe, explanation: "Comes with Dash: \(recipe.summary)")
      }
    }
    try await house.storage.setSetting("starters", to: true)
  }

  /// 32 bytes that stay the same, so that open pages survive a restart.
  private func pageKey(_ house: Household) async throws -> [UInt8] {
    let name = "dash.page-key"
    if let known = try await house.storage.ownKey(name), let data = Data(base64Encoded: known),
      data.count == 32
    {
      return Array(data)
    }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try await house.storage.setOwnKey(name, to: Data(key).base64EncodedString())
    return key
  }
}
