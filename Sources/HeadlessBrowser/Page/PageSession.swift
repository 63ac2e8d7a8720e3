import BlockModel
import Egress
import Foundation

/// One visit of one page: what it asks for is answered, what it opens is closed, and what it became is
/// handed on.
actor PageSession {
  /// What is visited, and within what.
  struct Order: Sendable {
    let request: EgressRequest
    let visit: PageVisit
    let permissions: Permissions
    let now: Date
    let budget: ReceiveBudget?
  }

  /// A page as it is after its script ran.
  struct Rendered: Sendable {
    let document: EgressResponse
    let url: String
    let html: [UInt8]
  }

  /// What a visit is waiting for, for the sentence when it never came.
  enum Stage: Sendable, Hashable {
    case loading
    case looking(for: String)
  }

  let order: Order
  let policy: PagePolicy
  let egress: Egress
  let connection: DevToolsConnection
  let deadline: ContinuousClock.Instant
  /// The page as DevTools calls it; its main frame has the same name.
  private(set) var frame = ""
  private var session: DevToolsSession?
  private var context = ""

  private(set) var stage = Stage.loading
  /// Since when a command to the page has no answer.
  private(set) var askedAt: ContinuousClock.Instant?
  /// The page is one of the source, and no longer the way to it.
  private(set) var isThere = false
  private var isLoaded = false
  /// Where a step leads is where the script leads.
  private var isStepping = false
  private var failure: PageFailure?
  private var document: EgressResponse?
  private var open = 0
  private var requests = 0
  private var received = 0
  private var lastChange = ContinuousClock.now
  private var firstLoad: ContinuousClock.Instant?
  /// Requests that the block does not name, and those that had no answer.
  private(set) var exchanges: [HTTPExchange] = []

  /// How long nothing is asked for until a page counts as done.
  private static let quiet = Duration.milliseconds(300)
  /// How long a page that never stops asking is waited for after it was loaded.
  private static let longestUnrest = Duration.seconds(5)
  /// How often what changes without news is looked at.
  private static let glance = Duration.milliseconds(20)
  private static let mostExchanges = 40

  init(
    _ order: Order, _ policy: PagePolicy, egress: Egress, connection: DevToolsConnection
  ) {
    self.order = order
    self.policy = policy
    self.egress = egress
    self.connection = connection
    deadline = .now + order.request.timeout
  }

  // MARK: News

  /// Looks at what chromium tells until it tells no more, or the visit is over.
  func listen(to news: AsyncStream<DevToolsConnection.News>) async {
    await withDiscardingTaskGroup { group in
      for await one in news {
        // Where the page is, is noted in the order it was told; answers are given beside that.
        note(one)
        group.addTask { await self.react(to: one) }
      }
      group.cancelAll()
    }
  }

  private func note(_ news: DevToolsConnection.News) {
    guard news.session == session else { return }
    switch news.event {
    case .navigated(let navigation):
      guard navigation.frame.id == frame else { return }
      isLoaded = false
      isThere = isThere || document != nil
      lastChange = .now
    case .loaded:
      isLoaded = true
      lastChange = .now
      if document != nil { firstLoad = firstLoad ?? .now }
    case .crashed: failure = failure ?? .crashed
    case .requestPaused, .attached, .targetCreated, .dialogOpened: return
    }
  }

  private func react(to news: DevToolsConnection.News) async {
    switch news.event {
    case .requestPaused(let paused): await answer(paused, in: news.session)
    case .attached(let target): await admit(target)
    case .targetCreated(let target):
      guard target.type == "page", target.browserContextId == context, target.targetId != frame,
        !frame.isEmpty
      else { return }
      _ = try? await connection.send(BrowserCommands.CloseTarget(targetId: target.targetId))
    case .dialogOpened(let dialog):
      // To leave a page is not for the page to forbid.
      _ = try? await connection.send(
        PageCommands.HandleDialog(accept: dialog.type == "beforeunload"), to: news.session)
    case .navigated, .loaded, .crashed: return
    }
  }

  /// Lets a frame or a worker run once its requests wait for us, too.
  private func admit(_ target: DevToolsEvent.AttachedTarget) async {
    if target.targetInfo.type == "page" {
      // That we attached to the page itself is news, too.
      guard !frame.isEmpty, target.targetInfo.targetId != frame else { return }
      _ = try? await connection.send(
        BrowserCommands.CloseTarget(targetId: target.targetInfo.targetId))
      return
    }
    let session = target.sessionId
    // A worker does not know this; its requests wait with those of its page.
    _ = try? await connection.send(FetchCommands.Enable(), to: session)
    _ = try? await connection.send(BrowserCommands.AutoAttach(), to: session)
    _ = try? await connection.send(BrowserCommands.Run(), to: session)
  }

  // MARK: What the traffic says

  func begin() {
    open += 1
    lastChange = .now
  }

  func finish() {
    open -= 1
    lastChange = .now
  }

  func countRequest() -> Bool {
    requests += 1
    return requests <= HostBudgets.pageRequests
  }

  func take(_ bytes: Int) -> Bool {
    received += bytes
    if received > HostBudgets.page { failure = failure ?? .tooManyBytes }
    return received <= HostBudgets.page
  }

  func documentCame(_ response: EgressResponse) {
    if (300..<400).contains(response.status) { return }
    let type = response.mediaType
    if response.status < 400, !type.isEmpty, !Self.pages.contains(type) {
      // A file that a page offers by itself is not kept, and the page stays what it is.
      if isThere, !isStepping { return }
      failure = failure ?? .notAPage(mediaType: type)
    }
    document = response
  }

  private static let pages: Set = ["text/html", "application/xhtml+xml"]

  func documentRefused(_ refusal: EgressFailure) {
    // A page that wants to lead elsewhere by itself stays where it is.
    if !isThere || isStepping { failure = failure ?? .refused(refusal) }
  }

  func note(_ exchange: HTTPExchange, url: String) {
    guard exchanges.count < Self.mostExchanges, exchange.error != nil || !policy.isOfBlock(url)
    else { return }
    var exchange = exchange
    // What a page would like is not what the block asks for.
    exchange.neededGrant = nil
    exchanges.append(exchange)
  }

  // MARK: The visit

  /// Opens the page, does the steps, and waits until it is done.
  func visit(userAgent: String) async throws -> Rendered {
    do {
      try await prepare(userAgent: userAgent)
      try await load()
      if let document, document.status < 400 { try await act() }
      return try await rendered()
    } catch let problem as DevToolsProblem {
      if let failure { throw failure }
      switch problem {
      case .tooLarge: throw PageFailure.tooLarge
      case .cancelled: throw PageFailure.cancelled
      case .closed: throw PageFailure.crashed
      case .refused(let reason): throw PageFailure.notLoaded(reason: reason)
      }
    } catch is CancellationError {
      throw failure ?? .cancelled
    }
  }

  /// Forgets the page and everything it kept.
  func leave() async {
    guard !context.isEmpty else { return }
    _ = try? await connection.send(BrowserCommands.DisposeContext(browserContextId: context))
  }

  private func prepare(userAgent: String) async throws {
    try await connection.send(BrowserCommands.Discover())
    context = try await connection.send(BrowserCommands.CreateContext()).browserContextId
    try await connection.send(BrowserCommands.DenyDownloads(browserContextId: context))
    frame = try await connection.send(BrowserCommands.CreatePage(browserContextId: context))
      .targetId
    session = try await connection.send(BrowserCommands.Attach(targetId: frame)).sessionId
    try await ask(PageCommands.Enable())
    try await ask(PageCommands.SetUserAgent(userAgent: userAgent))
    try await ask(FetchCommands.Enable())
    try await ask(BrowserCommands.AutoAttach())
  }

  private func load() async throws {
    let answer = try await ask(
      PageCommands.Navigate(url: PagePolicy.encoded(order.request.url)))
    if let failure { throw failure }
    if let error = answer.errorText {
      throw answer.isDownload == true
        ? PageFailure.notAPage(mediaType: document?.mediaType ?? "a file to be kept")
        : .notLoaded(reason: error)
    }
    // With something to wait for, the page needs not be done with everything else.
    try await until { isThere }
    if order.visit.steps.isEmpty, order.visit.waitFor != nil { return }
    try await settle()
  }

  private func act() async throws {
    for step in order.visit.steps {
      isStepping = true
      try await perform(step)
      isStepping = false
      // What it set off begins now.
      lastChange = .now
    }
    if !order.visit.steps.isEmpty { try await settle() }
    if let selector = order.visit.waitFor { _ = try await find(selector) }
  }

  /// Waits until the page asks for nothing more.
  private func settle() async throws {
    stage = .loading
    try await until {
      guard isLoaded, document != nil else { return false }
      let isQuiet = open == 0 && ContinuousClock.now - lastChange >= Self.quiet
      return isQuiet || firstLoad.map { ContinuousClock.now - $0 >= Self.longestUnrest } ?? false
    }
  }

  private func until(_ isDone: () -> Bool) async throws {
    while !isDone() {
      if let failure { throw failure }
      try await Task.sleep(for: Self.glance)
    }
    if let failure { throw failure }
  }

  private func rendered() async throws -> Rendered {
    let root = try await ask(PageCommands.GetDocument()).root
    let html = try await ask(PageCommands.GetOuterHTML(nodeId: root.nodeId)).outerHTML
    if let failure { throw failure }
    guard let document else { throw PageFailure.notLoaded(reason: "no document came") }
    let bytes = Array(html.utf8)
    guard bytes.count <= order.request.maximumBytes else { throw PageFailure.tooLarge }
    return Rendered(document: document, url: root.documentURL ?? document.url, html: bytes)
  }

  /// Sends a command to the page.
  @discardableResult
  func ask<Command: DevToolsCommand>(_ command: Command) async throws -> Command.Reply {
    askedAt = .now
    defer { askedAt = nil }
    return try await connection.send(command, to: session)
  }

  /// What the page shows just now, for the log of a run that did not find in it what it looked for.
  /// - Returns: `nil` when it does not answer; empty when it shows no word.
  func sight() async -> String? {
    guard isThere else { return nil }
    let script = "document.body ? document.body.innerText.slice(0, \(Self.sightLength * 4)) : ''"
    let answer = try? await connection.send(PageCommands.Evaluate(expression: script), to: session)
    return answer?.result.value.map { text in
      String(
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.sightLength))
    }
  }

  /// Characters of it that are told.
  private static let sightLength = 300

  // MARK: Finding

  /// Waits until a selector finds something.
  /// - Returns: the node, good until the page goes elsewhere.
  func find(_ selector: String) async throws -> Int {
    stage = .looking(for: selector)
    while true {
      if let failure { throw failure }
      do {
        let root = try await ask(PageCommands.GetDocument()).root.nodeId
        let node = try await ask(PageCommands.Find(nodeId: root, selector: selector)).nodeId
        if node != 0 { return node }
      } catch DevToolsProblem.refused(let reason) {
        if reason.hasPrefix("DOM Error") { throw PageFailure.notASelector(selector) }
        // The page is on its way to another document.
      }
      try await Task.sleep(for: Self.glance)
    }
  }
}
