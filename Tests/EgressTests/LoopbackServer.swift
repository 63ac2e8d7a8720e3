import BlockModel
import Foundation
import Synchronization

/// A web server on loopback for one test, which writes whatever bytes the test wants.
final class LoopbackServer: Sendable {
  struct Request: Sendable {
    /// Everything up to the empty line.
    var head: String
    var body: [UInt8]

    var method: String { String(head.prefix { $0 != " " }) }
    var path: String {
      head.split(separator: " ", maxSplits: 2).dropFirst().first.map(String.init) ?? ""
    }

    /// The value of a header, named in lower case.
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").dropFirst()
        .first { $0.lowercased().hasPrefix("\(name):") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The server's end of a connection; its functions block.
  struct Connection: Sendable {
    let descriptor: Int32

    /// - Returns: `false` when the client went away.
    @discardableResult func send(_ bytes: some Collection<UInt8>) -> Bool {
      let bytes = Array(bytes)
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count <= 0 { return false }
        sent += count
      }
      return true
    }

    @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a whole answer.
    func answer(_ status: Int = 200, _ headers: [(String, String)] = [], _ body: [UInt8] = []) {
      var head = "HTTP/1.1 \(status) X\r\nConnection: close\r\n"
      for (name, value) in headers { head += "\(name): \(value)\r\n" }
      send(Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body)
    }

    func answer(_ status: Int = 200, _ headers: [(String, String)] = [], text: String) {
      answer(status, headers, Array(text.utf8))
    }

    /// Waits until the client closes its end.
    func waitForEnd() {
      var byte: UInt8 = 0
      while recv(descriptor, &byte, 1, 0) > 0 {}
    }

    /// The next bytes of the client, empty at its end.
    func receive() -> [UInt8] {
      var buffer = [UInt8](repeating: 0, count: 16_384)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return Array(buffer.prefix(max(0, count)))
    }
  }

  let port: Int
  /// Requests as they arrive.
  let arrivals: AsyncStream<Request>
  private let listener: Int32
  private let seen: Mutex<[Request]>

  /// - Parameters:
  ///   - listening: where it listens; a free port of loopback unless said otherwise.
  ///   - serve: called once for each connection, on a thread of its own.
  init(
    on listening: (descriptor: Int32, port: Int)? = nil,
    _ serve: @escaping @Sendable (Request, Connection) -> Void
  ) throws {
    let (listener, port) = try listening ?? Self.listen()
    let (arrivals, arrive) = AsyncStream.makeStream(of: Request.self)
    (self.listener, self.port, self.arrivals) = (listener, port, arrivals)
    seen = Mutex([])
    Thread.detachNewThread { [weak self] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        Thread.detachNewThread { [weak self] in
          let connection = Connection(descriptor: client)
          defer { close(client) }
          guard let request = Self.read(connection) else { return }
          self?.seen.withLock { $0.append(request) }
          arrive.yield(request)
          serve(request, connection)
        }
      }
      // Here, where nobody can accept from a descriptor that is another server's by now.
      close(listener)
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// What was asked so far.
  var requests: [Request] { seen.withLock { $0 } }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  var origin: Origin { Origin(scheme: .http, host: "127.0.0.1", port: port) }

  /// Leave to ask this server.
  var permissions: Permissions {
    Permissions(
      methods: ["GET", "HEAD", "POST", "PUT"],
      privateHosts: [HostPort(host: "127.0.0.1", port: port)])
  }

  /// A port that listens on every address of the machine, of IPv4 and IPv6.
  static func listenEverywhere(port: Int) throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    var off: Int32 = 0
    setsockopt(
      descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = UInt16(port).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
          + Foundation.listen(descriptor, 128)
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
    return (descriptor, port)
  }

  /// A port of loopback that listens.
  static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) + Foundation.listen(descriptor, 128)
          + getsockname(descriptor, $0, &length)
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func read(_ connection: Connection) -> Request? {
    var bytes: [UInt8] = []
    while true {
      let more = connection.receive()
      if more.isEmpty { return nil }
      bytes += more
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
      var request = Request(
        head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self),
        body: Array(bytes[end.upperBound...]))
      let length = request.header("content-length").flatMap { Int($0) } ?? 0
      while request.body.count < length {
        let more = connection.receive()
        if more.isEmpty { return nil }
        request.body += more
      }
      return request
    }
  }
}
