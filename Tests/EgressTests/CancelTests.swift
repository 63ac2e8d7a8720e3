import Foundation
import Testing

@testable import Egress

@Suite("A request that nobody waits for ends", .timeLimit(.minutes(1)))
struct CancelTests {
  private func kind(_ task: Task<EgressResponse, any Error>) async -> String {
    do { return "\(try await task.value.status)" } catch {
      (error as? EgressFailure)?.expectSentence()
      return (error as? EgressFailure)?.message ?? "\(error)"
    }
  }

  private func task(_ egress: Egress, _ server: LoopbackServer) -> Task<EgressResponse, any Error> {
    Task {
      try await egress.send(
        EgressRequest("GET", server.url(), timeout: .seconds(600)), as: server.permissions)
    }
  }

  @Test("in the middle of the answer, and its connection with it")
  func transfer() async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
      connection.waitForEnd()
      ended.yield()
    }
    let egress = Egress()
    let task = task(egress, server)
    for await _ in server.arrivals { break }
    task.cancel()
    #expect(
      await kind(task)
        == "the request to 127.0.0.1:\(server.port) was cancelled; refresh the block to ask again")
    // The server saw the end of its connection.
    for await _ in ends { break }
  }

  @Test("when it is cancelled at any moment around its start")
  func early() async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    let egress = Egress()
    for _ in 0..<200 {
      let task = task(egress, server)
      task.cancel()
      #expect(await kind(task).contains("was cancelled"))
    }
  }

  @Test("while it waits for a turn, and leaves the turn to others")
  func waiting() async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    let egress = Egress(configuration: EgressConfiguration(requestsPerHost: 1))
    let first = task(egress, server)
    for await _ in server.arrivals { break }
    let waiting = (0..<20).map { _ in task(egress, server) }
    waiting.forEach { $0.cancel() }
    for task in waiting { #expect(await kind(task).contains("was cancelled")) }
    let next = task(egress, server)
    first.cancel()
    _ = await first.result
    for await _ in server.arrivals { break }
    next.cancel()
    #expect(await kind(next).contains("was cancelled"))
    #expect(server.requests.count == 2)
  }

  @Test("when the house shuts down, and none begins afterwards")
  func shutdown() async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    let egress = Egress()
    let running = task(egress, server)
    for await _ in server.arrivals { break }
    egress.shutdown()
    #expect(await kind(running).contains("was cancelled"))
    for _ in 0..<100 { #expect(await kind(task(egress, server)).contains("was cancelled")) }
    egress.shutdown()
    #expect(server.requests.count == 1)
  }

  // A process may unload libraries as soon as it is told that transfers have ended.
  @Test("and nothing of it runs any more when the house has shut down", arguments: 0..<20)
  func nothingRuns(round: Int) async throws {
    let server = try LoopbackServer { _, connection in connection.waitForEnd() }
    let egress = Egress()
    let running = (0..<round % 4).map { _ in task(egress, server) }
    egress.shutdown()
    for thread in [egress.threads.open, egress.threads.granted] { #expect(thread.hasEnded) }
    for task in running { #expect(await kind(task).contains("was cancelled")) }
    await withTaskGroup { group in
      for _ in 0..<4 { group.addTask { egress.shutdown() } }
    }
  }
}
