public import BlockModel
public import Egress
public import Foundation

/// Shows pages as a browser does, for those whose content comes from their script.
///
/// One chromium is started when the first page is asked for, shows one page at a time, and is ended when
/// none was asked for in a while. It has no way to the network: what a page asks for is asked for by
/// ``Egress``, within the permissions of the block.
public actor HeadlessBrowser {
  /// What came of a visit.
  public struct Outcome: Sendable {
    public var result: Result<EgressResponse, EgressFailure>
    /// Requests of the page to places that the block does not name, and those that had no answer: for
    /// the log.
    public var requests: [HTTPExchange] = []
    /// What a page showed in which something was not found or did not end, in one line for the log.
    public var sight: String?
  }

  private let egress: Egress
  private let program: ChromiumProgram
  private let idle: Duration
  private var running: Running?
  private var confinement: Confinement?
  private let turn = Turn()
  /// Visits so far; which of them set the alarm for the end.
  private var visits = 0
  private var isShutDown = false

  /// - Parameters:
  ///   - program: the path of chromium itself, by default the one that is installed.
  ///   - idle: how long the browser stays when no page is asked for.
  public init(egress: Egress, program: String? = nil, idle: Duration = .seconds(60)) {
    self.egress = egress
    self.program = program.map { ChromiumProgram(path: $0) } ?? .installed
    self.idle = idle
  }

  /// Is there a browser on this machine?
  public nonisolated var isInstalled: Bool { program.isInstalled }

  /// The Debian package that the browser comes from.
  public nonisolated static var package: String { ChromiumProgram.package }

  /// Visits the address of a request as ``EgressRequest/visit`` says. The answer has the status of the
  /// page, where it ended, and the page as HTML after its script ran.
  ///
  /// A recording answers without a browser.
  /// - Parameter budget: what may still be received from the network, by this page and others.
  public func visit(
    _ request: EgressRequest, as permissions: Permissions, cassette: Cassette? = nil,
    now: Date = Date(), budget: ReceiveBudget? = nil
  ) async -> Outcome {
    let start = ContinuousClock.now
    let order = PageSession.Order(
      request: request, visit: request.visit ?? PageVisit(), permissions: permissions, now: now,
      budget: budget)
    var outcome = await outcome(of: order, cassette, since: start)
    if case .success(let page) = outcome.result, case .record(let folder) = cassette {
      do throws(EgressFailure) {
        try egress.record(page, to: request, as: permissions, in: folder)
      } catch {
        outcome.result = .failure(error)
      }
    }
    return outcome
  }

  /// Ends the browser, and returns when it and its folder are gone.
  public func shutdown() async {
    isShutDown = true
    await end()
  }

  /// Starts the browser if it does not run, for those who want to know how it is kept apart.
  /// - Throws: ``EgressFailure`` that says why there is none.
  public func report() async throws(EgressFailure) -> (version: String, confinement: Confinement) {
    let nowhere = EgressRequest("GET", "about:blank")
    guard await turn.enter() else { throw failed(.cancelled, nowhere, since: .now) }
    defer { turn.leave() }
    do throws(PageFailure) {
      let running = try await ready()
      return (running.version, running.confinement)
    } catch {
      throw failed(error, nowhere, since: .now)
    }
  }

  // MARK: One visit

  private func outcome(
    of order: PageSession.Order, _ cassette: Cassette?, since start: ContinuousClock.Instant
  ) async -> Outcome {
    func fail(_ failure: PageFailure) -> Outcome {
      Outcome(result: .failure(failed(failure, order.request, since: start)))
    }
    guard order.permissions.browser else { return fail(.notGranted) }
    guard order.request.method == "GET", order.request.body == nil else {
      return fail(.method(order.request.method))
    }
    guard order.visit.steps.count <= PageVisit.mostSteps else { return fail(.tooManySteps) }
    let isAsked =
      switch cassette {
      case .replay, .outage: false
      case .record, nil: true
      }
    if !isAsked {
      do throws(EgressFailure) {
        var recorded = order.request
        recorded.visit = order.visit
        return Outcome(
          result: .success(
            try await egress.send(
              recorded, as: order.permissions, cassette: cassette, now: order.now)))
      } catch {
        return Outcome(result: .failure(error))
      }
    }
    guard program.isInstalled else { return fail(.notInstalled) }
    guard let policy = PagePolicy(order.request.url, order.permissions) else {
      return fail(.notLoaded(reason: "it is not an address"))
    }
    guard await turn.enter() else { return fail(.cancelled) }
    defer { turn.leave() }
    do throws(PageFailure) {
      let running = try await ready()
      visits += 1
      let page = PageSession(order, policy, egress: egress, connection: running.connection)
      let (ending, sight) = await rendered(by: page, in: running)
      let requests = await page.exchanges
      scheduleEnd()
      switch ending {
      case .success(let rendered):
        return Outcome(
          result: .success(response(rendered, order, since: start)), requests: requests)
      case .failure(let failure):
        if failure.endsBrowser || running.connection.end != nil { await end() }
        return Outcome(
          result: .failure(failed(failure, order.request, since: start)), requests: requests,
          sight: sight)
      }
    } catch {
      return fail(error)
    }
  }

  /// The first of: the page, its failure, the end of its time, the end of its memory.
  private nonisolated func rendered(
    by page: PageSession, in running: Running
  ) async -> (Result<PageSession.Rendered, PageFailure>, sight: String?) {
    let news = running.connection.news()
    let listener = Task { await page.listen(to: news) }
    defer { listener.cancel() }
    let timeout = page.order.request.timeout
    var sight: String?
    let ending = await withTaskGroup(of: Result<PageSession.Rendered, PageFailure>?.self) { group in
      group.addTask {
        do {
          return .success(try await page.visit(userAgent: running.userAgent))
        } catch {
          return .failure(error as? PageFailure ?? .crashed)
        }
      }
      group.addTask {
        do { try await Task.sleep(until: page.deadline) } catch { return nil }
        return .failure(await page.expired(after: timeout))
      }
      group.addTask {
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
          if running.process.group.memory > HostBudgets.browserMemory {
            return .failure(.tooMuchMemory)
          }
        }
        return nil
      }
      let first = await group.next() ?? nil
      if case .failure(let failure) = first, failure.isOfWhatIsShown {
        sight = await Self.soon { await page.sight() } ?? nil
      }
      if case .success = first { await Self.soon { await page.leave() } }
      if case .failure(let failure) = first, !failure.endsBrowser {
        await Self.soon { await page.leave() }
      }
      group.cancelAll()
      return first ?? .failure(.cancelled)
    }
    return (ending, sight)
  }

  /// What takes a moment unless the browser hangs; then it is for whoever comes next.
  @discardableResult
  private static func soon<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { await work() }
      group.addTask {
        try? await Task.sleep(for: .seconds(2))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private func response(
    _ page: PageSession.Rendered, _ order: PageSession.Order, since start: ContinuousClock.Instant
  ) -> EgressResponse {
    EgressResponse(
      status: page.document.status, url: page.url,
      headers: [.init("content-type", "text/html; charset=utf-8")]
        + page.document.headers.filter { $0.name == "retry-after" || $0.name == "last-modified" },
      body: page.html,
      exchange: HTTPExchange(
        method: "GET", url: page.url, status: page.document.status, bytes: page.html.count,
        milliseconds: (ContinuousClock.now - start).wholeMilliseconds, cache: .miss))
  }

  private nonisolated func failed(
    _ failure: PageFailure, _ request: EgressRequest, since start: ContinuousClock.Instant
  ) -> EgressFailure {
    if case .refused(let refusal) = failure { return refusal }
    let (kind, message) = failure.explained(Self.place(request.url))
    var exchange = HTTPExchange(
      method: request.method, url: String(request.url.prefix(2048)), status: nil, bytes: 0,
      milliseconds: (ContinuousClock.now - start).wholeMilliseconds, cache: .miss, error: message)
    exchange.neededGrant = failure.neededGrant
    return EgressFailure(
      kind: kind, message: message, exchange: exchange, neededGrant: failure.neededGrant)
  }

  /// The host of an address, for sentences.
  private static func place(_ address: String) -> String {
    guard let url = URLComponents(string: PagePolicy.encoded(address)), let host = url.host else {
      return "the page"
    }
    return url.port.map { "\(host):\($0)" } ?? host
  }

  // MARK: The browser

  /// The processes of the browser, if it runs.
  var process: ChromiumProcess? { running?.process }

  /// A browser that answers.
  private struct Running {
    let process: ChromiumProcess
    let connection: DevToolsConnection
    let confinement: Confinement
    /// `156.0.8078.108`
    let version: String

    /// Chromium on this system, and who asks by it: sources are not deceived.
    var userAgent: String {
      let major = version.prefix { $0 != "." }
      return
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/\(major).0.0.0 Safari/537.36 dash/\(EgressConfiguration.version)"
    }
  }

  private func ready() async throws(PageFailure) -> Running {
    guard !isShutDown else { throw .notStarted(reason: "dash is shutting down") }
    guard program.isInstalled else { throw .notInstalled }
    if let running, running.connection.end == nil { return running }
    await end()
    var confinement = confinement ?? Confinement()
    do throws(PageFailure) {
      return try await start(confinement)
    } catch {
      guard confinement.hasSandbox, confinement.mayLeaveOutSandbox else { throw error }
      confinement.hasSandbox = false
      return try await start(confinement)
    }
  }

  private func start(_ confinement: Confinement) async throws(PageFailure) -> Running {
    let process: ChromiumProcess
    do throws(ChromiumProcess.Problem) {
      process = try await ChromiumProcess.start(program, confinement)
    } catch {
      throw .notStarted(reason: error.reason)
    }
    let connection = DevToolsConnection(descriptor: process.line)
    let product = await Self.product(connection)
    guard let product else {
      process.kill()
      connection.close()
      await process.ended()
      throw .notStarted(reason: process.complaint)
    }
    let started = Running(
      process: process, connection: connection, confinement: confinement,
      version: String(product.drop { $0 != "/" }.dropFirst()))
    self.confinement = confinement
    running = started
    return started
  }

  /// What browser this is; `nil` when it does not say so in time.
  private static func product(_ connection: DevToolsConnection) async -> String? {
    await withTaskGroup(of: String?.self) { group in
      group.addTask { try? await connection.send(BrowserCommands.GetVersion()).product }
      group.addTask {
        try? await Task.sleep(for: .seconds(20))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private func end() async {
    guard let last = running else { return }
    running = nil
    last.process.kill()
    last.connection.close()
    await last.process.ended()
  }

  /// Ends the browser when nothing more is asked of it.
  private func scheduleEnd() {
    let last = visits
    Task { [idle, weak self] in
      try? await Task.sleep(for: idle)
      await self?.endIfIdle(since: last)
    }
  }

  private func endIfIdle(since visit: Int) async {
    guard visit == visits, !turn.isTaken else { return }
    await end()
  }

  deinit {
    // Its processes end with the other end of their line.
    running?.process.kill()
    running?.connection.close()
  }
}

extension PageSession {
  /// Why a visit is not done when its time is over.
  fileprivate func expired(after time: Duration) -> PageFailure {
    if isThere, let askedAt, ContinuousClock.now - askedAt > .milliseconds(500) {
      return .stuck(time)
    }
    return switch stage {
    case .looking(let selector): .neverAppeared(selector: selector, time)
    case .loading: .timedOut(time)
    }
  }
}
