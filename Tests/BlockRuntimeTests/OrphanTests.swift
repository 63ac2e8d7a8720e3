import CSandbox
import CWorkerProbe
import Foundation
import Testing
import WorkerProtocol

@Suite("A host that is gone")
struct OrphanTests {
  // The test plays the host on the bare protocol, so that it can end without a goodbye.
  @Test(
    "takes all of its processes with it, those that run and those that wait",
    .timeLimit(.minutes(1)))
  func hostKilled() throws {
    var control: [Int32] = [-1, -1]
    let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, type, 0, &control) == 0)
    let zygote = dash_probe_spawn(
      Workshop.buildFolder.appending(path: "dash-worker").path, Workshop.stdlib.path, control[1])
    close(control[1])
    guard case .ready = try receive(control[0]) else {
      Issue.record("the zygote is not ready")
      return
    }

    var watched: [Int32] = []
    var sockets: [Int32] = []
    for number in 0..<20 {
      var pair: [Int32] = [-1, -1]
      let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      try #require(socketpair(AF_UNIX, stream, 0, &pair) == 0)
      let start = ZygoteOrder.start(child: Int32(number), waits: true).encoded
      try #require(dash_send(control[0], start, start.count, pair[1]) == 0)
      close(pair[1])
      guard case .started(let child, let process) = try receive(control[0]) else {
        Issue.record("child \(number) was not forked")
        return
      }
      #expect(child == number)
      watched.append(dash_probe_watch(process))
      sockets.append(pair[0])
      if number.isMultiple(of: 2) { try runForever(on: pair[0]) }
    }

    // What the kernel does for a process that is killed: every descriptor is closed.
    close(control[0])
    sockets.forEach { close($0) }
    for watch in watched {
      var polled = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
      #expect(poll(&polled, 1, 20_000) == 1)
      close(watch)
    }
    var status: Int32 = 0
    #expect(waitpid(zygote, &status, 0) == zygote)
  }

  private func receive(_ control: Int32) throws -> ZygoteReport {
    var record = [UInt8](repeating: 0, count: ZygoteRecord.most)
    var descriptor: Int32 = -1
    let count = dash_receive(control, &record, record.count, &descriptor)
    return try ZygoteReport(Array(record.prefix(max(0, count))))
  }

  /// Has a child loop, and waits until it does.
  private func runForever(on socket: Int32) throws {
    let script = "return function() print('here') while true do end end"
    let frame = try HostMessage.run(
      RunOrder(
        script: Array(script.utf8)[...],
        context: RunOrder.Context(
          params: Array("{}".utf8)[...], now: 0, reason: "manual", block: "loop"))
    ).encoded()
    try #require(write(socket, frame, frame.count) == frame.count)
    var first: UInt8 = 0
    try #require(read(socket, &first, 1) == 1)
  }
}
