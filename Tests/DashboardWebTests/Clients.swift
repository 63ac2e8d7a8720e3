import Foundation
import Synchronization

/// Many live pages. All have read the greeting; every second of them reads on, the others never do.
final class Clients: Sendable {
  private let sockets: [CInt]
  private let state: Mutex<State>
  private let isStopped = Atomic(false)
  private let isClosed = Atomic(false)

  fileprivate struct State {
    /// Events that each reader has read whole.
    var counts: [Int: Int] = [:]
    var rests: [Int: [UInt8]] = [:]
    var nextIDs: [Int: Int] = [:]
    var gaps = 0
    var bytes = 0
  }

  init(_ count: Int, port: Int, request: String) throws {
    sockets = try (0..<count).map { number in
      let socket = try RawConnection.open(port: port, receiveBuffer: number % 2 == 0 ? nil : 4096)
      RawConnection.write(socket, request)
      var greeting = ""
      var buffer = [UInt8](repeating: 0, count: 1024)
      while !greeting.contains("data: {\"cards\":[]}\n\n") {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw RawConnection.Failure() }
        greeting += String(decoding: buffer[..<count], as: UTF8.self)
      }
      return socket
    }
    var state = State()
    for number in sockets.indices where number % 2 == 0 {
      state.counts[number] = 0
      state.nextIDs[number] = 2
    }
    self.state = Mutex(state)
  }

  deinit { leave() }

  /// Closes all connections; whoever reads has ended.
  func leave() {
    guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
    for socket in sockets { close(socket) }
  }

  /// How many of the newest `count` read.
  func readers(of count: Int) -> Int {
    sockets.indices.suffix(count).count { $0 % 2 == 0 }
  }

  /// Events that the slowest reader has read, of those whose connection is open.
  var slowest: Int { state.withLock { $0.counts.values.min() ?? 0 } }

  /// Events that a reader did not get although it got later ones.
  var gaps: Int { state.withLock { $0.gaps } }

  func stop() { isStopped.store(true, ordering: .sequentiallyConsistent) }

  /// Reads until ``stop()``.
  /// - Returns: the bytes that were read.
  func read() async -> Int {
    await withCheckedContinuation { done in
      Thread.detachNewThread { [self] in
        var open = Set(sockets.indices.filter { $0 % 2 == 0 })
        while !isStopped.load(ordering: .sequentiallyConsistent), !open.isEmpty {
          var polled = open.map {
            pollfd(fd: sockets[$0], events: Int16(POLLIN), revents: 0)
          }
          let numbers = Array(open)
          open = Set(numbers)
          guard poll(&polled, nfds_t(polled.count), 50) > 0 else { continue }
          for (index, entry) in polled.enumerated() where entry.revents != 0 {
            if !receive(numbers[index]) { open.remove(numbers[index]) }
          }
        }
        done.resume(returning: state.withLock { $0.bytes })
      }
    }
  }

  private func receive(_ number: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(sockets[number], &buffer, buffer.count, CInt(MSG_DONTWAIT))
    state.withLock { state in
      guard count > 0 else {
        state.counts[number] = nil
        return
      }
      state.bytes += count
      state.take(buffer[..<count], of: number)
    }
    return count > 0
  }
}

extension Clients.State {
  /// Counts the events that are whole now, by the numbers they carry.
  fileprivate mutating func take(_ bytes: ArraySlice<UInt8>, of number: Int) {
    var rest = (rests[number] ?? []) + bytes
    while let end = rest.firstRange(of: Array("\n\n".utf8)) {
      let block = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      rest.removeSubrange(..<end.upperBound)
      guard
        let id = block.firstRange(of: "id: ").flatMap({ range in
          Int(block[range.upperBound...].prefix { $0.isNumber })
        })
      else { continue }
      if let wanted = nextIDs[number], wanted != id { gaps += 1 }
      nextIDs[number] = id + 1
      // The greeting was the first.
      counts[number] = id - 1
    }
    rests[number] = rest
  }
}

/// What this process holds.
struct Footprint: CustomStringConvertible {
  let descriptors: Int
  let residentKiB: Int

  init() throws {
    descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
    residentKiB = Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
  }

  var description: String { "\(descriptors) descriptors and \(residentKiB) KiB" }

  /// Sockets of this process, of either end, that are open at a port: other suites have theirs meanwhile.
  static func sockets(at port: Int) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
      .count { descriptor in
        [getsockname, getpeername].contains { name in
          var address = sockaddr_in()
          var length = socklen_t(MemoryLayout<sockaddr_in>.size)
          // Safe because the address outlives the call, and its length is told.
          let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(descriptor, $0, &length) }
          }
          return status == 0 && address.sin_family == sa_family_t(AF_INET)
            && Int(UInt16(bigEndian: address.sin_port)) == port
        }
      }
  }
}
