import Foundation

/// Hands everything on to another port of loopback, except the record of TLS that comes back last:
/// the alert that says that nothing was cut off.
final class CuttingRelay: Sendable {
  let port: Int
  private let listener: Int32

  init(to target: Int) throws {
    let (listener, port) = try LoopbackServer.listen()
    (self.listener, self.port) = (listener, port)
    Thread.detachNewThread {
      while case let client = accept(listener, nil, nil), client >= 0 {
        Thread.detachNewThread { Self.relay(client, to: target) }
      }
      close(listener)
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  private static func relay(_ client: Int32, to target: Int) {
    let server = connect(target)
    let isCopied = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      copy(client, server)
      isCopied.signal()
    }
    copyRecords(server, client)
    for descriptor in [client, server] { shutdown(descriptor, Int32(SHUT_RDWR)) }
    isCopied.wait()
    for descriptor in [client, server] { close(descriptor) }
  }

  private static func connect(_ port: Int) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
  }

  private static func copy(_ from: Int32, _ to: Int32) {
    let (source, target) = (
      LoopbackServer.Connection(descriptor: from), LoopbackServer.Connection(descriptor: to)
    )
    while case let bytes = source.receive(), !bytes.isEmpty, target.send(bytes) {}
    shutdown(to, Int32(SHUT_WR))
  }

  private static func copyRecords(_ from: Int32, _ to: Int32) {
    let (source, target) = (
      LoopbackServer.Connection(descriptor: from), LoopbackServer.Connection(descriptor: to)
    )
    var held: [UInt8] = []
    reading: while case let bytes = source.receive(), !bytes.isEmpty {
      held += bytes
      while held.count >= 5 {
        let length = 5 + Int(held[3]) << 8 + Int(held[4])
        guard held.count >= length else { break }
        // An alert of TLS 1.3 looks like data, but nothing else is as short: RFC 8446, 5.2 and 6.
        if held[0] == 23, length == 5 + 2 + 1 + 16 { break reading }
        target.send(held[..<length])
        held.removeFirst(length)
      }
    }
  }
}
