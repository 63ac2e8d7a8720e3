public import AgentServer
import BlockModel
import Cryptography
public import DashboardEngine
public import Egress
import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// How the dashboard is served.
public struct WebConfiguration: Sendable {
  /// The address to listen at: `127.0.0.1`, `::1`, `0.0.0.0`…
  public var host: String
  /// 0 takes a free one.
  public var port: Int
  /// What a person types to log in, 16 characters or more. Needed as soon as ``host`` is not of this
  /// machine alone.
  public var token: String?
  /// Other names under which the dashboard is reached, such as `nas.local`.
  public var names: Set<ServedName>
  /// The folder with `WebAssets`.
  public var shareFolder: String
  /// Shown in the footer.
  public var version: String
  /// Layers of the sandbox that this machine lacks.
  public var missingSandboxLayers: [String]
  /// 32 secret bytes that stay the same over restarts, so that open pages go on; `nil` makes new ones.
  public var key: [UInt8]?
  /// Blocks that come with Dash, for the page to offer.
  public var recipes: [RecipeExample]
  /// What `POST /mcp` works with; `nil` serves no agents.
  public var agents: AgentServices?
  /// What the page of models works with; `nil` serves no such page.
  public var models: ModelDesk?

  public init(
    host: String = "127.0.0.1", port: Int = 8080, token: String? = nil, names: Set<ServedName> = [],
    shareFolder: String, version: String, missingSandboxLayers: [String] = [], key: [UInt8]? = nil,
    recipes: [RecipeExample] = [], agents: AgentServices? = nil,
    models: ModelDesk? = nil
  ) {
    self.host = host
    self.port = port
    self.token = token
    self.names = names
    self.shareFolder = shareFolder
    self.version = version
    self.missingSandboxLayers = missingSandboxLayers
    self.key = key
    self.recipes = recipes
    self.agents = agents
    self.models = models
  }
}

/// Why the dashboard cannot be served, one sentence with what to do next.
public enum WebError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Others could reach it, and nothing protects it.
  case needsToken(host: String, address: String)
  case shortToken(minimum: Int)
  case unknownHost(String)
  case portInUse(Int)
  case portNotAllowed(Int)
  case noAssets(folder: String)
  case cannotListen(host: String, port: Int, reason: String)

  public var description: String {
    switch self {
    case .needsToken(let host, let address):
      "Listening on \(host == address ? host : "\(host) (\(address))") lets other machines in; set a login with --token-file, $DASH_TOKEN or --token, or listen on 127.0.0.1."
    case .shortToken(let minimum):
      "The token is too short to keep anybody out; give it \(minimum) characters or more."
    case .unknownHost(let host):
      "'\(host)' has no address; choose another with --host, such as 127.0.0.1."
    case .portInUse(let port):
      "Port \(port) is in use; stop the program that uses it, or choose another with --port."
    case .portNotAllowed(let port):
      "The system does not let you use port \(port); choose one of 1024 to 65535 with --port."
    case .noAssets(let folder):
      "The page's styles are not in \(folder); set DASH_SHARE to the folder that holds WebAssets."
    case .cannotListen(let host, let port, let reason):
      "Cannot listen on \(host):\(port) (\(reason)); choose another address with --host."
    }
  }
}

/// The dashboard as a web server.
public struct DashboardServer: Service, CustomStringConvertible {
  private let engine: DashboardEngine
  private let egress: Egress
  private let configuration: WebConfiguration
  private let address: ListenAddress
  private let connections = OpenConnections()
  private let logger: Logger
  private let onStart: @Sendable (Int) async -> Void

  /// What the service group calls it. Without one, all that the server holds would be written out.
  public let description = "dashboard"

  /// Seconds without a request, or with one that does not get on, until a connection is ended.
  private static let idleSeconds: Int64 = 30
  private static let heartbeat = Duration.seconds(15)

  /// - Parameter onStart: called with the port once the server answers.
  /// - Throws: ``WebError`` when it must not or cannot be served as configured.
  public init(
    engine: DashboardEngine, egress: Egress, configuration: WebConfiguration,
    logger: Logger = Logger(label: "dash.web"),
    onStart: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws(WebError) {
    guard let address = ListenAddress(resolving: configuration.host) else {
      throw .unknownHost(configuration.host)
    }
    try Self.checkToken(configuration, at: address)
    guard
      FileManager.default.isReadableFile(
        atPath: Self.assetFolder(configuration) + "/css/tokens.css")
    else { throw .noAssets(folder: configuration.shareFolder) }
    self.engine = engine
    self.egress = egress
    self.configuration = configuration
    self.address = address
    self.logger = logger
    self.onStart = onStart
  }

  /// Whoever can reach the address must know the token, and nobody may guess it.
  static func checkToken(
    _ configuration: WebConfiguration, at address: ListenAddress
  ) throws(WebError) {
    if let token = configuration.token {
      guard token.count >= TokenGate.shortestToken else {
        throw .shortToken(minimum: TokenGate.shortestToken)
      }
    } else if !address.isLoopback {
      throw .needsToken(host: configuration.host, address: address.text)
    }
  }

  private static func assetFolder(_ configuration: WebConfiguration) -> String {
    configuration.shareFolder + "/WebAssets"
  }

  /// Serves until the task is cancelled or the service group shuts down.
  /// - Throws: ``WebError`` when the address cannot be listened at.
  public func run() async throws {
    // Connections, and as much again for the store, workers and sources.
    DescriptorLimit.raise(to: 2 * OpenConnections.Limits().all)
    let hub = OpenPages()
    let jobs = makeJobs(hub)
    let routes = routes(hub: hub, jobs: jobs)
    let application = application(routes)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await forwardEvents(to: hub, with: routes.page) }
        group.addTask {
          while !Task.isCancelled {
            try await Task.sleep(for: Self.heartbeat)
            await hub.beat()
          }
        }
        defer { group.cancelAll() }
        try await application.run()
      }
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw WebError.portInUse(configuration.port)
    } catch let error as IOError where error.errnoCode == EACCES {
      throw WebError.portNotAllowed(configuration.port)
    } catch let error as IOError {
      throw WebError.cannotListen(
        host: configuration.host, port: configuration.port,
        reason: String(cString: strerror(error.errnoCode)))
    } catch is CancellationError {
    }
    await jobs.cancelAll()
    await hub.closeAll()
  }

  private func application(_ routes: Routes) -> some ApplicationProtocol {
    let onStart = onStart
    let connections = connections
    return Application(
      router: routes.router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionWatch(connections)],
          idleTimeout: .seconds(Self.idleSeconds))),
      configuration: ApplicationConfiguration(
        address: .hostname(address.text, port: configuration.port)),
      onServerRunning: { channel in await onStart(channel.localAddress?.port ?? 0) },
      logger: logger)
  }

  func makeJobs(_ hub: OpenPages) -> JobBoard {
    let engine = engine
    return JobBoard(hub: hub) { sentence, grants, report in
      do throws(EngineError) {
        switch try await engine.add(
          sentence, grants: grants, progress: { report($0.description) })
        {
        case .added(let card): return .added(card.id)
        case .answer(let answer):
          return .answer(
            answer.pageMessage, grant: answer.neededGrant, suggestions: answer.suggestions,
            source: answer.source)
        }
      } catch {
        return .answer(error.description)
      }
    }
  }

  /// Every address, put together.
  func routes(hub: OpenPages, jobs: JobBoard) -> Routes {
    let keys = WebKeys(key: configuration.key.flatMap { SecretKey($0) } ?? SecretKey())
    let assets = AssetLibrary(folder: Self.assetFolder(configuration))
    let shell = Shell(
      assets: assets, keys: keys, version: configuration.version,
      missingLayers: configuration.missingSandboxLayers)
    let attempts = LoginAttempts()
    let now: @Sendable () -> Date = { Date() }
    let page = DashboardPage(
      engine: engine, shell: shell, images: ImageProxy(egress: egress, keys: keys), jobs: jobs,
      examples: configuration.recipes, now: now)
    let engine = engine
    let blocks = BlockRoutes(engine: engine, jobs: jobs, page: page)
    let layout = LayoutRoutes(engine: engine)
    let sections = SectionRoutes(engine: engine, page: page)
    let whole = ShellRoutes(engine: engine, assets: assets, recipes: configuration.recipes)
    let chat = ChatRoutes(engine: engine, connections: connections)
    let proposals = ProposalRoutes(engine: engine)
    let notices = NoticeRoutes(engine: engine)
    let preferences = PreferenceRoutes(engine: engine, page: page)
    let packages = PackageRoutes(engine: engine, page: page)
    let hooks = HookRoutes(engine: engine, now: now)
    let api = APITable(
      api: APIRoutes(engine: engine), blocks: blocks, chat: chat, layout: layout,
      sections: sections, shell: whole,
      proposals: proposals, notices: notices, preferences: preferences,
      past: PastRoutes(engine: engine),
      series: SeriesRoutes(engine: engine), packages: packages, hooks: hooks)
    return Routes(
      protection: Protection(
        problemPage: shell.problem, keys: keys,
        names: OwnNames(
          Set(configuration.names.map(\.host)).union([configuration.host.lowercased()]),
          allowsAddresses: !address.isLoopback),
        token: configuration.token, attempts: attempts, connections: connections,
        agents: AgentGate(
          engine: engine, attempts: attempts, now: now, needed: { api.scope(of: $0, $1) })),
      assets: assets,
      login: configuration.token.map {
        LoginPage(shell: shell, token: $0, keys: keys, attempts: attempts, now: now)
      },
      page: page, gallery: GalleryPage(shell: shell),
      blocks: blocks, layout: layout, sections: sections, whole: whole, chat: chat,
      shape: ShapeRoutes(engine: engine, page: page),
      alerts: AlertRoutes(engine: engine, page: page), notices: notices, preferences: preferences,
      packages: packages, proposals: proposals,
      models: ModelRoutes(desk: configuration.models, page: page),
      api: api, agents: AgentRoutes(services: configuration.agents), hooks: hooks,
      events: EventStream(
        hub: hub, connections: connections,
        hello: {
          [
            "cards": .array(
              await engine.cards().map {
                ["id": .string($0.id.text), "revision": .string($0.revision)]
              }),
            "layout": await engine.layouts().json,
            "notices": .integer(Int64(await engine.unreadNotices())),
          ]
        }))
  }

  private func forwardEvents(to hub: OpenPages, with page: DashboardPage) async {
    for await event in engine.events() {
      switch event {
      case .cardAdded(let id), .cardChanged(let id):
        guard await hub.pages > 0 else { continue }
        await hub.publish(await page.cardEvent(id))
      case .cardRemoved(let id):
        await hub.publish(ServerEvent(name: .removed, data: ["id": .string(id.text)]))
      case .layoutChanged:
        await hub.publish(ServerEvent(name: .layout, data: await engine.layouts().json))
      case .noticesChanged:
        await hub.publish(
          ServerEvent(
            name: .notices, data: ["count": .integer(Int64(await engine.unreadNotices()))]))
      }
    }
  }
}
