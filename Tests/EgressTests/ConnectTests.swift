import BlockModel
import Foundation
import Testing

@testable import Egress

@Suite("The policy is on the address that is connected to")
struct ConnectTests {
  @Test(
    "a literal that slipped through everything before is refused at the socket",
    arguments: [
      "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "10.0.0.1", "169.254.169.254",
      "192.168.1.1", "100.64.0.1", "localhost",
    ])
  func literals(host: String) async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "secret") }
    let thread = CurlThread()
    defer { thread.stop() }
    let outcome = await thread.perform(
      Self.order(try EgressURL("http://\(host):\(server.port)/"), isGranted: false))
    guard case .refused = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(server.requests.isEmpty)
  }

  @Test("the same socket opens for a place that was granted")
  func granted() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "hello") }
    let thread = CurlThread()
    defer { thread.stop() }
    let outcome = await thread.perform(Self.order(try EgressURL(server.url()), isGranted: true))
    guard case .answer(let answer) = outcome, answer.status == 200 else {
      Issue.record("\(outcome)")
      return
    }
    #expect(answer.body == Array("hello".utf8))
  }

  /// Names of this machine's /etc/hosts that are not public and do not look it.
  static let privateNames: [String] = {
    let lines = (try? String(contentsOfFile: "/etc/hosts", encoding: .utf8)) ?? ""
    let names = lines.split(separator: "\n").flatMap { line -> [String] in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let address = words.first, address == "::1" || address.hasPrefix("127.") else {
        return []
      }
      return words.dropFirst().filter { $0 != "localhost" && !$0.hasSuffix(".localhost") }
    }
    return Array(Set(names)).sorted()
  }()

  @Test(
    "a name that resolves to this machine is refused with the address it resolved to",
    .enabled(if: !privateNames.isEmpty, "/etc/hosts has no other name for this machine"),
    arguments: privateNames)
  func names(name: String) async throws {
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      // The connection stays open, for whoever is given it.
      connection.waitForEnd()
    }
    let egress = Egress()
    let failure = try await egress.failure(
      EgressRequest("GET", "http://\(name):\(server.port)/"), as: Permissions(hosts: [name]))
    let place = HostPort(host: name, port: server.port)
    #expect(failure.kind == .permission)
    #expect(failure.neededPlace == place)
    #expect(failure.message.hasPrefix("\(place) ("))
    #expect(failure.message.contains(") is this machine, not the internet; allow it with --grant"))
    #expect(server.requests.isEmpty)

    let answer = try await egress.send(
      EgressRequest("GET", "http://\(name):\(server.port)/"), as: Permissions(privateHosts: [place])
    )
    #expect(answer.status == 200)
    // The grant of one block opens nothing for another one, not even a connection.
    let other = try await egress.failure(
      EgressRequest("GET", "http://\(name):\(server.port)/"), as: Permissions(hosts: [name]))
    #expect(other.kind == .permission)
    #expect(server.requests.count == 1)
  }

  @Test("a name nobody knows, and a port nobody listens on, are failures of the network")
  func nobody() async throws {
    let egress = Egress()
    let unknown = try await egress.failure(
      EgressRequest("GET", "https://no-such-host.invalid/"),
      as: Permissions(hosts: ["no-such-host.invalid"]))
    #expect(unknown.kind == .network)
    #expect(
      unknown.message
        == "the host no-such-host.invalid is not known; check the address and the network")
    let (listener, port) = try LoopbackServer.listen()
    close(listener)
    let closed = try await egress.failure(
      EgressRequest("GET", "http://127.0.0.1:\(port)/"),
      as: Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: port)]))
    #expect(closed.kind == .network)
    #expect(
      closed.message == "127.0.0.1:\(port) does not accept connections; check that it is running")
  }

  @Test("what a source sees of Dash is its name, and no proxy of the environment")
  func userAgent() async throws {
    setenv("http_proxy", "http://127.0.0.1:9/", 1)
    defer { unsetenv("http_proxy") }
    let server = try LoopbackServer { _, connection in connection.answer() }
    _ = try await Egress().send(
      EgressRequest("GET", server.url("/a?b=c#d"), headers: [.init("X-Empty", "")]),
      as: server.permissions)
    let request = try #require(server.requests.first)
    #expect(request.path == "/a?b=c")
    #expect(request.header("user-agent") == "dash/\(EgressConfiguration.version)")
    #expect(request.header("host") == "127.0.0.1:\(server.port)")
    #expect(request.header("x-empty") == "")
    #expect(request.header("cookie") == nil)
  }

  static func order(_ url: EgressURL, isGranted: Bool) -> CurlTransfer.Order {
    CurlTransfer.Order(
      method: "GET", url: url, headers: [], body: nil, timeout: .seconds(10),
      maximumBytes: 1 << 20, reach: isGranted ? .granted : .open, userAgent: "test")
  }
}
