import HTTPTypes
import Logging
import ServiceLifecycle

/// A server on a free port of loopback, for the length of a test.
struct LiveServer: Sendable {
  let port: Int

  /// Starts a server, does something with it, and stops it in good order.
  /// - Parameter server: makes it; what it is given is to be called with the port once it answers.
  /// - Throws: what the server or the test throws.
  static func run<Value>(
    _ server: (_ onStart: @escaping @Sendable (Int) -> Void) throws -> some Service,
    _ test: (LiveServer) async throws -> Value
  ) async throws -> Value {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let group = ServiceGroup(services: [try server { port.yield($0) }], logger: silentLogger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { port.finish() }
        try await group.run()
      }
      guard let number = await ports.first(where: { _ in true }) else {
        try await tasks.waitForAll()
        throw EndedEarly()
      }
      do {
        let value = try await test(LiveServer(port: number))
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return value
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
    }
  }

  /// The server ended before it answered.
  struct EndedEarly: Error {}

  /// Sends one request over a connection of its own, under any host name.
  func send(
    _ method: HTTPRequest.Method, _ path: String, host: String = "localhost",
    _ headers: HTTPFields = [:], body: String? = nil
  ) async throws -> HTTPAnswer {
    let connection = try RawConnection(port: port)
    var lines = ["\(method.rawValue) \(path) HTTP/1.1", "Host: \(host)"]
    lines += headers.map { "\($0.name.rawName): \($0.value)" }
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    // It may be refused before all of it was sent, and the answer be there all the same.
    try? connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    return try HTTPAnswer(await connection.bytes { HTTPAnswer.isWhole($0) })
  }
}

/// Tests of refusals cause warnings, which are not news.
let silentLogger: Logger = {
  var logger = Logger(label: "test")
  logger.logLevel = .critical
  return logger
}()
