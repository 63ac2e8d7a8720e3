import BlockModel
import BlockRuntime
import Egress
import Foundation
import Hummingbird
import Logging

/// Requests of a script through the broker, beside curl by itself.
struct HTTPBench {
  let workplace: Workplace

  private static let requests = 500

  func measure(into report: inout Report) async throws {
    var quiet = Logger(label: "bench")
    quiet.logLevel = .critical
    let router = Router()
    let page = ByteBuffer(string: String(repeating: "{\"n\": 1}  ", count: 100))
    router.get("**") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: page))
    }
    let (serving, port) = try await LocalServer.start(router, logger: quiet)
    defer { serving.cancel() }

    let egress = Egress()
    let runner = BlockRunner(
      configuration: RunnerConfiguration(
        worker: workplace.worker, stdlib: workplace.checkout.appending(path: "LuaStdlib"),
        sandbox: .permissive),
      egress: egress, storage: try workplace.storage(), logger: quiet)
    let clock = ContinuousClock()
    var ours: [Double] = []
    var peer: [Double] = []
    for _ in 0..<5 {
      let start = clock.now
      let outcome = await runner.run(request(port))
      if let failure = outcome.failure { throw Peer.Missing(description: failure.message) }
      ours.append(Double(Self.requests) / ((clock.now - start) / .seconds(1)))
      let time = try clock.measure {
        _ = try Peer.output([
          "curl", "--silent", "--parallel", "--parallel-max", "6", "--output", "/dev/null",
          "http://127.0.0.1:\(port)/[1-\(Self.requests)]",
        ])
      }
      peer.append(Double(Self.requests) / (time / .seconds(1)))
    }
    report.add(
      Figure(
        name: "\(Self.requests) requests by http.all", value: Median.of(ours), unit: "req/s",
        peer: "curl --parallel, as many at a time", peerValue: Median.of(peer), goal: "≥ 0.7"))
    await runner.shutdown()
    egress.shutdown()
  }

  private func request(_ port: Int) -> RunRequest {
    var manifest = Manifest(name: "bench")
    manifest.permissions.privateHosts = [HostPort(host: "127.0.0.1", port: port)]
    manifest.limits = Limits(requests: Self.requests)
    let script = """
      local http = require "http"
      return function()
        local list = {}
        for index = 1, \(Self.requests) do list[index] = "http://127.0.0.1:\(port)/" .. index end
        for _, answer in ipairs(http.all(list)) do assert(answer.status == 200) end
        return {}
      end
      """
    return RunRequest(
      block: BlockID(naming: "bench"),
      files: BlockFiles(manifest: manifest, script: script, spec: ""), reason: .cli, isFresh: true)
  }
}
