import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import DashboardWeb

@Suite("Connections")
struct ConnectionTests {
  /// Connections by name, and which of them were ended.
  private final class Crowd: Sendable {
    final class Member: Sendable {}

    let connections: OpenConnections
    let ended = Mutex<[String]>([])
    private let members = Mutex<[String: Member]>([:])

    init(_ limits: OpenConnections.Limits) { connections = OpenConnections(limits: limits) }

    func id(_ name: String) -> ObjectIdentifier {
      members.withLock { members in
        let member = members[name] ?? Member()
        members[name] = member
        return ObjectIdentifier(member)
      }
    }

    @discardableResult
    func open(_ name: String, from address: String = "a") -> Bool {
      connections.open(id(name), from: address) { self.ended.withLock { $0.append(name) } }
    }

    var left: [String] { ended.withLock { $0 } }
  }

  @Test("a newcomer takes the place of the connection that has waited longest")
  func waiting() {
    let crowd = Crowd(.init(all: 3, perAddress: 3, waitingPerAddress: 3))
    for name in ["1", "2", "3"] { #expect(crowd.open(name)) }
    crowd.connections.answers(crowd.id("1"))
    crowd.connections.waits(crowd.id("1"))
    #expect(crowd.open("4", from: "b"))
    #expect(crowd.left == ["2"])
    #expect(crowd.connections.count == 3)
  }

  @Test("connections that are being answered stay, and a newcomer is refused when all are")
  func answering() {
    let crowd = Crowd(.init(all: 2, perAddress: 2, waitingPerAddress: 2))
    for name in ["1", "2"] {
      crowd.open(name)
      crowd.connections.answers(crowd.id(name))
    }
    #expect(!crowd.open("3", from: "b"))
    crowd.connections.closed(crowd.id("1"))
    #expect(crowd.open("3", from: "b"))
    #expect(crowd.left.isEmpty)
  }

  @Test("one address makes way for itself, and never takes the places of others")
  func perAddress() {
    let crowd = Crowd(.init(all: 100, perAddress: 10, waitingPerAddress: 2))
    crowd.open("other", from: "b")
    for number in 1...50 { #expect(crowd.open("\(number)")) }
    #expect(crowd.left == (1...48).map(String.init))
    #expect(crowd.connections.count == 3)
  }

  @Test("when answers end, an address keeps only so many connections for later")
  func afterAnswers() {
    let crowd = Crowd(.init(all: 100, perAddress: 10, waitingPerAddress: 2))
    for name in ["1", "2", "3"] {
      crowd.open(name)
      crowd.connections.answers(crowd.id(name))
    }
    for name in ["3", "1", "2"] { crowd.connections.waits(crowd.id(name)) }
    #expect(crowd.left == ["3"])
  }

  @Test("an endless answer ends with the other side's input, a short one is still given")
  func inputEnds() {
    let crowd = Crowd(.init())
    for name in ["stream", "answer", "late stream"] {
      crowd.open(name)
      crowd.connections.answers(crowd.id(name))
    }
    crowd.connections.streams(crowd.id("stream"))
    for name in ["stream", "answer", "late stream"] { crowd.connections.inputEnded(crowd.id(name)) }
    #expect(crowd.left == ["stream"])
    crowd.connections.streams(crowd.id("late stream"))
    #expect(crowd.left == ["stream", "late stream"])
  }

  @Test("an answer that nobody reads is given up")
  func stalled() throws {
    let connections = OpenConnections()
    let channel = EmbeddedChannel(handler: ConnectionWatch(connections, patience: .seconds(30)))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    #expect(connections.count == 1)
    func isWritable(_ isWritable: Bool) {
      channel.isWritable = isWritable
      channel.pipeline.fireChannelWritabilityChanged()
    }
    isWritable(false)
    channel.embeddedEventLoop.advanceTime(by: .seconds(29))
    isWritable(true)
    channel.embeddedEventLoop.advanceTime(by: .seconds(60))
    #expect(channel.isActive)
    isWritable(false)
    channel.embeddedEventLoop.advanceTime(by: .seconds(31))
    #expect(!channel.isActive)
    #expect(connections.count == 0)
  }

  @Test("idle connections in plenty keep nobody out")
  func crowd() async throws {
    var fixture = Fixture()
    fixture.connections = OpenConnections(
      limits: .init(all: 16, perAddress: 16, waitingPerAddress: 8))
    let connections = fixture.connections
    try await fixture.live { server in
      let port = server.port
      let idle = try (0..<64).map { _ in try RawConnection(port: port) }
      // The first of them are ended, those that came last wait on.
      for connection in idle.prefix(48) { #expect(await connection.receive() == "") }
      let person = try RawConnection(port: port)
      try person.send("GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(await person.receive().contains("the page"))
      #expect(connections.count <= 8)
    }
  }

  @Test(
    "what protects is decided by the address, not by the name",
    arguments: [
      ("127.0.0.1", "127.0.0.1", true), ("127.1", "127.0.0.1", true),
      ("localhost", "::1", true), ("127.lan.example", "0.0.0.0", false),
      ("127.lan.example", "::", false), ("dash.home.test", "192.168.1.5", false),
      ("localhost", "192.168.1.5", false), ("nas", "::ffff:127.0.0.1", true),
    ])
  func address(host: String, address: String, isLoopback: Bool) throws {
    let listen = try #require(ListenAddress(resolving: host) { _ in address })
    #expect(listen.text == address && listen.isLoopback == isLoopback)
    let configuration = WebConfiguration(host: host, shareFolder: "", version: "")
    if isLoopback {
      try DashboardServer.checkToken(configuration, at: listen)
    } else {
      #expect(throws: WebError.needsToken(host: host, address: address)) {
        try DashboardServer.checkToken(configuration, at: listen)
      }
    }
  }

  @Test("numbers in other forms are resolved as the system does", arguments: ["0", "0x0", "::"])
  func numbers(host: String) throws {
    #expect(try !#require(ListenAddress(resolving: host)).isLoopback)
  }

  @Test(
    "a token that can be guessed is none, at any address", arguments: ["", "x", "correct horse"])
  func shortToken(token: String) throws {
    let listen = try #require(ListenAddress(resolving: "127.0.0.1"))
    let configuration = WebConfiguration(token: token, shareFolder: "", version: "")
    #expect(throws: WebError.shortToken(minimum: 16)) {
      try DashboardServer.checkToken(configuration, at: listen)
    }
  }

  static let names: [(text: String, host: String?)] = [
    ("dash.home.test", "dash.home.test"), ("Dash.Home.Test", "dash.home.test"),
    ("https://dash.home.test", "dash.home.test"), ("HTTP://Dash.Home.Test:8443/", "dash.home.test"),
    ("nas:8443", "nas"), ("nas.", "nas"), ("192.168.1.5:8080", "192.168.1.5"),
    ("[fe80::1]:80", "fe80::1"), ("bücher.example", "xn--bcher-kva.example"),
    ("https://dash.home.test/page", nil), ("*.home.test", nil), ("a b", nil), ("", nil), (".", nil),
    ("a..b", nil), ("user@nas", nil), ("nas:port", nil), ("nas:99999", nil), ("https://", nil),
    ("a,b", nil),
  ]

  @Test("a name of the dashboard is taken as people write it, or refused", arguments: names)
  func name(text: String, host: String?) {
    #expect(ServedName(text)?.host == host)
  }
}
