import BlockModel
import Foundation
import Testing

/// A loopback port whose connections are accepted by the kernel and never answered.
struct SilentServer: ~Copyable {
  private let descriptor: Int32
  let port: Int

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) + listen(descriptor, 8) + getsockname(descriptor, $0, &length)
      }
    }
    try #require(result == 0)
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}

@Suite("The deadline of a run")
struct DeadlineTests {
  let workshop = Workshop()

  // A run that waited for the request, whose own limit is 60 s, would not meet the time limit.
  @Test(
    "ends a run that waits for a source which never answers, at the line that asked",
    .timeLimit(.minutes(1)))
  func silentSource() async throws {
    let server = try SilentServer()
    let permissions = Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)])
    let outcome = await workshop.run(
      "local http = require 'http'\nlocal answer = http.get('http://127.0.0.1:\(server.port)/', {timeout = 60})\nreturn {}",
      seconds: 1, permissions: permissions)
    #expect(outcome.failure?.kind == .limit)
    #expect(outcome.failure?.place == "block.lua:2")
    #expect(await workshop.run("return {1}").data == [1])
  }

  @Test("is not moved by a timeout of the request, which is a failure of the network")
  func timeout() async throws {
    let server = try SilentServer()
    let permissions = Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)])
    let outcome = await workshop.run(
      "local answer = require('http').get('http://127.0.0.1:\(server.port)/', {timeout = 1})\nreturn {}",
      seconds: 30, permissions: permissions)
    #expect(outcome.failure?.kind == .network, "\(outcome.result)")
    #expect(outcome.failure?.place == "block.lua:1")
  }

  @Test("is not waited for when nobody waits for the run any more, whatever it does")
  func givenUp() async throws {
    let server = try SilentServer()
    let permissions = Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)])
    for (key, rest) in [
      ("computes", "while true do end"),
      ("asks", "require('http').get('http://127.0.0.1:\(server.port)/')"),
    ] {
      let run = Task {
        await workshop.run("require('store').get('\(key)')\n\(rest)", permissions: permissions)
      }
      await workshop.storage.isAsked(for: key)
      run.cancel()
      #expect(await run.value.failure?.message == "the run was given up before it ended", "\(rest)")
    }
    #expect(await workshop.run("return {1}").data == [1])
  }

  @Test("says so in a sentence with what to do")
  func sentence() async {
    let outcome = await workshop.run("\nwhile true do end", seconds: 1)
    #expect(
      outcome.failure?.message
        == "the script ran longer than 1 s; make it do less, or raise limits.seconds")
    #expect(outcome.failure?.place == "block.lua:2")
    #expect(outcome.used.cpuMilliseconds > 0)
  }
}
