import BlockModel
import Crypto
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
  /// What a person types to log in. Needed as soon as ``host`` is not of this machine alone.
  public var token: String?
  /// Other names under which the dashboard is reached, such as `nas.local`.
  public var names: Set<String>
  /// The folder with `WebAssets`.
  public var shareFolder: String
  /// Shown in the footer.
  public var version: String
  /// Layers of the sandbox that this machine lacks.
  public var missingSandboxLayers: [String]
  /// 32 secret bytes that stay the same over restarts, so that open pages go on; `nil` makes new ones.
  public var key: [UInt8]?

  public init(
    host: String = "127.0.0.1", port: Int = 8080, token: String? = nil, names: Set<String> = [],
    shareFolder: String, version: String, missingSandboxLayers: [String] = [], key: [UInt8]? = nil
  ) {
    self.host = host
    self.port = port
    self.token = token
    self.names = names
    self.shareFolder = shareFolder
    self.version = version
    self.missingSandboxLayers = missingSandboxLayers
    self.key = key
  }

  /// Can only programs on this machine reach it?
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }
}

/// Why the dashboard cannot be served, one sentence with what to do next.
public enum WebError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Others could reach it, and nothing protects it.
  case needsToken(host: String)
  case portInUse(Int)
  case noAssets(folder: String)
  case cannotListen(host: String, port: Int, reason: String)

  public var description: String {
    switch self {
    case .needsToken(let host):
      "Listening at \(host) lets other machines in; set a login with --token, or listen at 127.0.0.1."
    case .portInUse(let port):
      "Port \(port) is in use; stop the program that uses it, or choose another with --port."
    case .noAssets(let folder):
      "The page's styles are not in \(folder); set DASH_SHARE to the folder that holds WebAssets."
    case .cannotListen(let host, let port, let reason):
      "Cannot listen at \(host):\(port) (\(reason)); choose another address with --host."
    }
  }
}

/// The dashboard as a web server.
public struct DashboardServer: Service {
  private let engine: DashboardEngine
  private let egress: Egress
  private let configuration: WebConfiguration
  private let logger: Logger
  private let onStart: @Sendable (Int) async -> Void

  /// Connections that may be open at the same time; more wait until one ends.
  private static let maximumConnections = 2048
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
    guard configuration.isLoopback || configuration.token?.isEmpty == false else {
      throw .needsToken(host: configuration.host)
    }
    guard
      FileManager.default.isReadableFile(
        atPath: Self.assetFolder(configuration) + "/css/tokens.css")
    else { throw .noAssets(folder: configuration.shareFolder) }
    self.engine = engine
    self.egress = egress
    self.configuration = configuration
    self.logger = logger
    self.onStart = onStart
  }

  private static func assetFolder(_ configuration: WebConfiguration) -> String {
    configuration.shareFolder + "/WebAssets"
  }

  /// Serves until the task is cancelled or the service group shuts down.
  /// - Throws: ``WebError`` when the address cannot be listened at.
  public func run() async throws {
    let hub = EventHub()
    let jobs = makeJobs(hub)
    let application = application(hub: hub, jobs: jobs)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await forwardEvents(to: hub) }
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
    } catch let error as IOError {
      throw WebError.cannotListen(
        host: configuration.host, port: configuration.port, reason: error.localizedDescription)
    } catch is CancellationError {
    }
    await jobs.cancelAll()
    await hub.closeAll()
  }

  /// The application without a port, as tests use it.
  func application(hub: EventHub, jobs: JobBoard) -> some ApplicationProtocol {
    let onStart = onStart
    return Application(
      router: routes(hub: hub, jobs: jobs).router(),
      server: .http1(configuration: .init(idleTimeout: .seconds(Self.idleSeconds))),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(
          Self.maximumConnections, logger: logger)),
      onServerRunning: { channel in await onStart(channel.localAddress?.port ?? 0) },
      logger: logger)
  }

  func makeJobs(_ hub: EventHub) -> JobBoard {
    let engine = engine
    return JobBoard(hub: hub) { sentence, grants, report in
      do throws(EngineError) {
        switch try await engine.add(
          sentence, grants: grants, progress: { report($0.description) })
        {
        case .added(let card): return .added(card.id)
        case .answer(let answer):
          return .answer(
            answer.message, grant: answer.neededGrant, suggestions: answer.suggestions)
        }
      } catch {
        return .answer(error.description)
      }
    }
  }

  private func routes(hub: EventHub, jobs: JobBoard) -> Routes {
    let keys = WebKeys(
      key: configuration.key.map { SymmetricKey(data: $0) } ?? SymmetricKey(size: .bits256))
    let assets = AssetLibrary(folder: Self.assetFolder(configuration))
    let shell = Shell(
      assets: assets, keys: keys, version: configuration.version,
      missingLayers: configuration.missingSandboxLayers)
    let attempts = LoginAttempts()
    let now: @Sendable () -> Date = { Date() }
    let page = DashboardPage(
      engine: engine, shell: shell, images: ImageProxy(egress: egress, keys: keys), jobs: jobs,
      now: now)
    let engine = engine
    return Routes(
      protection: Protection(
        problemPage: shell.problem, keys: keys,
        hostNames: configuration.names.union([configuration.host]),
        allowsAddresses: !configuration.isLoopback, token: configuration.token, attempts: attempts),
      assets: assets,
      login: configuration.token.map {
        LoginPage(shell: shell, token: $0, keys: keys, attempts: attempts, now: now)
      },
      page: page, gallery: GalleryPage(shell: shell),
      blocks: BlockRoutes(engine: engine, jobs: jobs, page: page),
      chat: ChatRoutes(engine: engine),
      api: APIRoutes(engine: engine),
      events: EventStream(
        hub: hub,
        hello: {
          [
            "cards": .array(
              await engine.cards().map {
                ["id": .string($0.id.text), "revision": .string($0.revision)]
              })
          ]
        }))
  }

  private func forwardEvents(to hub: EventHub) async {
    for await event in engine.events() {
      switch event {
      case .cardAdded(let id), .cardChanged(let id):
        await hub.publish(ServerEvent(name: .card, data: ["id": .string(id.text)]))
      case .cardRemoved(let id):
        await hub.publish(ServerEvent(name: .removed, data: ["id": .string(id.text)]))
      case .layoutChanged:
        let order = await engine.cards().map { JSONValue.string($0.id.text) }
        await hub.publish(ServerEvent(name: .layout, data: ["cards": .array(order)]))
      }
    }
  }
}
