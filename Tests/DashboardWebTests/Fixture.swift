import Cryptography
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

@testable import DashboardWeb

/// The repository's root.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// A protected server with two routes of its own: what the rules let through, and what not.
struct Fixture {
  let keys = WebKeys(key: SecretKey())
  var hub = OpenPages(depth: 4)
  var connections = OpenConnections()
  var token: String?
  var allowsAddresses = false
  var bodyPatience = Duration.seconds(15)
  var idleTimeout = TimeAmount.seconds(30)

  var shell: Shell {
    Shell(
      assets: AssetLibrary(folder: checkout.appending(path: "WebAssets").path), keys: keys,
      version: "test", missingLayers: [])
  }

  var names: OwnNames { OwnNames(["dash.example"], allowsAddresses: allowsAddresses) }

  private func application(onStart: @escaping @Sendable (Int) -> Void) -> some Service {
    let attempts = LoginAttempts(limit: 3)
    let protection = Protection(
      problemPage: shell.problem, keys: keys, names: names, token: token, attempts: attempts,
      connections: connections, maximumBody: 4096, bodyPatience: bodyPatience)
    let router = protection.router()
    let assets = shell.assets
    let stream = EventStream(hub: hub, connections: connections, hello: { ["cards": []] })
    router.get("assets/**", use: assets.respond)
    router.get("events", use: stream.respond)
    router.get("page") { _, _ in "the page" }
    router.get("keys/:name/value") { _, context in context.segment("name") ?? "nothing" }
    router.post("write") { request, _ in
      String(buffer: try await request.body.collect(upTo: 8192))
    }
    router.get("broken") { _, _ -> String in throw CocoaError(.fileReadCorruptFile) }
    if let token {
      let login = LoginPage(
        shell: shell, token: token, keys: keys, attempts: attempts, now: { Date() })
      router.get("login", use: login.show)
      router.post("login", use: login.logIn)
    }
    let connections = connections
    return Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionWatch(connections)], idleTimeout: idleTimeout)),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in onStart(channel.localAddress?.port ?? 0) },
      logger: silentLogger)
  }

  /// Serves while a test goes on.
  func live<Value>(_ test: (LiveServer) async throws -> Value) async throws -> Value {
    try await LiveServer.run(application, test)
  }

  /// Sends one request over a real connection, under any host name.
  func send(
    _ method: HTTPRequest.Method, _ path: String, host: String = "localhost",
    _ headers: HTTPFields = [:], body: String? = nil
  ) async throws -> HTTPAnswer {
    try await live { try await $0.send(method, path, host: host, headers, body: body) }
  }

  /// The headers of a write as our own script sends it.
  func ourWrite(session: String = "") -> HTTPFields {
    [.csrf: keys.csrfToken(session: session), .secFetchSite: "same-origin"]
  }
}
