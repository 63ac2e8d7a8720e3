import Hummingbird
import Logging

/// A server on a free port of this machine, as long as its task is not cancelled.
enum LocalServer {
  /// - Throws: ``Peer/Missing`` when it does not start.
  static func start(
    _ router: Router<BasicRequestContext>, logger: Logger
  ) async throws -> (serving: Task<Void, any Error>, port: Int) {
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let server = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in started.yield(channel.localAddress?.port ?? 0) },
      logger: logger)
    let serving = Task { try await server.run() }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else {
      throw Peer.Missing(description: "the local server did not start")
    }
    return (serving, port)
  }
}
