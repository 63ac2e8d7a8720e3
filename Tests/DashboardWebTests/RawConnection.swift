import Foundation
import Testing

/// A TCP connection to loopback that sends what no client would, and reads only what it is told to.
final class RawConnection: Sendable {
  private let socket: CInt

  struct Failure: Error { let errno = Glibc.errno }

  init(port: Int) throws { socket = try Self.open(port: port) }

  deinit { Glibc.close(socket) }

  func send(_ text: String) throws {
    guard Self.write(socket, text) else { throw Failure() }
  }

  /// - Parameter receiveBuffer: bytes that the system keeps for who does not read; `nil` for its own choice.
  static func open(port: Int, receiveBuffer: CInt? = nil) throws -> CInt {
    let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    if var receiveBuffer {
      setsockopt(
        socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<CInt>.size))
    }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure() }
    return socket
  }

  @discardableResult
  static func write(_ socket: CInt, _ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// What comes until `end` is in it, or until the other side closes.
  func receive(until end: String? = nil) async -> String {
    let end = end.map { Array($0.utf8) }
    let bytes = await bytes { bytes in end.map { bytes.firstRange(of: $0) != nil } ?? false }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What comes until that is enough, or until the other side closes.
  func bytes(until isEnough: @escaping @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
    let socket = socket
    return await withCheckedContinuation { done in
      // Reading blocks, and the threads of tasks are few.
      Thread.detachNewThread {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !isEnough(bytes) {
          let count = read(socket, &buffer, buffer.count)
          guard count > 0 else { break }
          bytes += buffer[..<count]
        }
        done.resume(returning: bytes)
      }
    }
  }

  /// Says that nothing more will be sent.
  func endInput() { shutdown(socket, CInt(SHUT_WR)) }
}

extension Fixture {
  /// Sends these bytes and reads until the connection ends.
  func exchange(_ bytes: String) async throws -> String {
    try await live { server in
      let connection = try RawConnection(port: server.port)
      try connection.send(bytes)
      connection.endInput()
      return await connection.receive()
    }
  }
}
