import Foundation
import HummingbirdTesting
import Testing

@testable import DashboardWeb

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
    let socket = socket
    return await withCheckedContinuation { done in
      // Reading blocks, and the threads of tasks are few.
      Thread.detachNewThread {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while end.map({ !text.contains($0) }) ?? true {
          let count = read(socket, &buffer, buffer.count)
          guard count > 0 else { break }
          text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        done.resume(returning: text)
      }
    }
  }

  /// Says that nothing more will be sent.
  func endInput() { shutdown(socket, CInt(SHUT_WR)) }
}

extension Fixture {
  /// Sends these bytes and reads until the connection ends.
  func exchange(_ bytes: String) async throws -> String {
    try await application().test(.live) { client in
      let connection = try RawConnection(port: #require(client.port))
      try connection.send(bytes)
      connection.endInput()
      return await connection.receive()
    }
  }
}
