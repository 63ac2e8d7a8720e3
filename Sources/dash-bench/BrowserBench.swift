import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import Hummingbird
import Logging

/// A page that its script fills, as a block gets it, beside chromium and its headless shell that print it by themselves.
struct BrowserBench {
  private static let rounds = 7
  /// How long an idle browser stays, as the product has it.
  private static let idle = 60

  private static let page = """
    <!doctype html><title>Teas</title><table id=t></table>
    <script>
    fetch('/teas').then(r => r.json()).then(teas => {
      t.innerHTML = teas.map(tea => `<tr><td>${tea.name}<td>${tea.price}`).join('')
    })
    </script>
    """

  func measure(into report: inout Report) async throws {
    var quiet = Logger(label: "bench")
    quiet.logLevel = .critical
    let router = Router()
    @Sendable func answer(_ text: String, _ type: String) -> Response {
      Response(
        status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
    let teas = (0..<50).map { #"{"name": "tea \#($0)", "price": \#($0)}"# }
    let json = "[\(teas.joined(separator: ", "))]"
    router.get("/") { _, _ in answer(Self.page, "text/html") }
    router.get("/teas") { _, _ in answer(json, "application/json") }
    let (serving, port) = try await LocalServer.start(router, logger: quiet)
    defer { serving.cancel() }

    let egress = Egress()
    defer { egress.shutdown() }
    let address = "http://127.0.0.1:\(port)/"
    let permissions = Permissions(
      browser: true, privateHosts: [HostPort(host: "127.0.0.1", port: port)])
    var (first, next, alone, shell): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<Self.rounds {
      let browser = HeadlessBrowser(egress: egress)
      first.append(try await visit(browser, address, permissions))
      next.append(try await visit(browser, address, permissions))
      await browser.shutdown()
      alone.append(try Self.alone("chromium", address))
      shell.append(try Self.alone("chromium-headless-shell", address))
    }
    let peer = "chromium --dump-dom"
    report.add(
      Figure(
        name: "first page in a browser", value: Median.of(first), unit: "ms", peer: peer,
        peerValue: Median.of(alone), goal: "≤ 3000 ms, ≤ 1.2"))
    report.add(
      Figure(
        name: "first page in a browser", value: Median.of(first), unit: "ms",
        peer: "chromium-headless-shell --dump-dom", peerValue: Median.of(shell),
        goal: "≤ 1.2"))
    report.add(
      Figure(
        name: "next page in it", value: Median.of(next), unit: "ms", peer: peer,
        peerValue: Median.of(alone), goal: "≤ 700 ms"))
    try await measureIdle(egress, address, permissions, into: &report)
  }

  /// Milliseconds until a page is there, with what its script asked for.
  private func visit(
    _ browser: HeadlessBrowser, _ address: String, _ permissions: Permissions
  ) async throws -> Double {
    var request = EgressRequest("GET", address)
    request.visit = PageVisit(waitFor: "td")
    request.isFresh = true
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = await browser.visit(request, as: permissions)
    guard String(decoding: try outcome.result.get().body, as: UTF8.self).contains("tea 49") else {
      throw Peer.Missing(description: "the page was not filled")
    }
    return (clock.now - start) / .milliseconds(1)
  }

  /// Milliseconds of a chromium of its own.
  private static func alone(_ program: String, _ address: String) throws -> Double {
    let user = geteuid() == 0 ? ["--no-sandbox"] : []
    let clock = ContinuousClock()
    let start = clock.now
    let text = try Peer.output(
      [program, "--headless=new", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
        + user + [address])
    guard text.contains("tea 49") else {
      throw Peer.Missing(description: "chromium did not fill the page")
    }
    return (clock.now - start) / .milliseconds(1)
  }

  private func measureIdle(
    _ egress: Egress, _ address: String, _ permissions: Permissions, into report: inout Report
  ) async throws {
    let browser = HeadlessBrowser(egress: egress, idle: .seconds(Self.idle))
    _ = try await visit(browser, address, permissions)
    let busy = Self.memory()
    try await Task.sleep(for: .seconds(Self.idle + 5))
    report.add(
      Figure(
        name: "memory of the browser, idle for \(Self.idle) s", value: Self.memory(), unit: "MiB",
        peer: "the same before", peerValue: busy, goal: "0"))
    await browser.shutdown()
  }

  /// Resident MiB of all processes that have a browser's folder in their arguments.
  private static func memory() -> Double {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var pages = 0
    for process in processes where Int(process) != nil {
      guard let line = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline")),
        String(decoding: line, as: UTF8.self).contains("dash-chromium-"),
        let facts = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
      else { continue }
      pages += facts.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
    return Double(pages) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
  }
}
