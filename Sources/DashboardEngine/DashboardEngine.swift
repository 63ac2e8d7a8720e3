public import Authoring
import BlockHealth
public import BlockModel
public import BlockRuntime
public import BlockStore
public import Drafting
import Foundation
public import Logging
import OrderedCollections

/// All blocks of one data folder: their life, their schedule, and the only place that changes them.
///
/// Values flow out as ``Card``; whoever shows them listens to ``events()`` and asks again.
public actor DashboardEngine {
  /// Makes a block of a sentence: `author.draft` in the product. `record` is told every call of a
  /// model.
  public typealias Drafting =
    @Sendable (
      _ request: AuthoringRequest, _ progress: @escaping @Sendable (AuthoringStage) -> Void,
      _ record: @escaping @Sendable (ModelCall) -> Void
    ) async -> AuthoringResult

  /// Changes a block by a sentence: `author.refine` in the product.
  public typealias Refining =
    @Sendable (
      _ request: RefineRequest, _ progress: @escaping @Sendable (AuthoringStage) -> Void,
      _ record: @escaping @Sendable (ModelCall) -> Void
    ) async -> RefineResult

  /// What a source offers to be picked by hand: `author.offer` in the product. Without permissions the
  /// source is of a block that is still to be made.
  public typealias Offering =
    @Sendable (
      _ source: String, _ permissions: Permissions?, _ grants: [Grant.Subject]
    ) async -> Result<SourceOffering, AuthoringAnswer>

  /// Sends a notice to where a person wants it: `NoticeSender.send` in the product.
  public typealias Sending =
    @Sendable (_ message: NoticeMessage, _ target: NoticeTarget) async -> DeliveryOutcome

  /// Repairs a block whose source changed: `author.heal` in the product.
  public typealias Healing =
    @Sendable (
      _ request: HealRequest, _ record: @escaping @Sendable (ModelCall) -> Void
    ) async -> HealReport

  let storage: any Storage
  let runner: BlockRunner
  let draft: Drafting
  let refining: Refining
  let offering: Offering
  let sending: Sending
  let healing: Healing
  /// The gate.
  let candidateCheck: @Sendable () -> CandidateCheck
  let settings: EngineSettings
  let logger: Logger
  let hub = EventHub()
  var entries: [BlockID: BlockEntry] = [:]
  /// The order of the page: as its wide layout is read.
  var order: [BlockID] = []
  /// When the blocks run next.
  var dueTimes = DueTimes()
  /// Those that are due, as far as they have to wait.
  var line: RunLine
  let ledger: RunLedger
  /// Proposals that a person just said yes to.
  var deciding: Set<BlockProposal.ID> = []
  /// How often blocks were sent something.
  var arrivals = ArrivalLimit()
  /// Blocks whose working copies are to be looked at, touched or never looked at.
  var unseenCopies: OrderedSet<BlockID> = []
  /// When the schedule began.
  var startedAt: Date?
  /// Where the cards stand.
  var page = PageLayout()
  var seenChanges: Int64?
  var lastTick: Date?
  /// The day of the last look at the clock.
  var tidied: CivilDay?
  /// When it is looked at next what is to be sent; `nil` at once.
  var nextDelivery: Date?
  var isDelivering = false
  /// Looks at the world.
  private var loop: Task<Void, Never>?
  /// Sleeps until the next block is due.
  var alarm: Alarm?
  /// The schedule runs.
  private(set) var isStarted = false

  public init(
    storage: any Storage, runner: BlockRunner, settings: EngineSettings = EngineSettings(),
    logger: Logger = Logger(label: "dash.engine"),
    draft: @escaping Drafting,
    refine: @escaping Refining = { _, _, _ in
      .answer(AuthoringAnswer("Blocks cannot be changed by a sentence here."))
    },
    offer: @escaping Offering = { _, _, _ in
      .failure(AuthoringAnswer("Sources cannot be looked at here."))
    },
    heal: Healing? = nil,
    check: (@Sendable () -> CandidateCheck)? = nil,
    send: @escaping Sending = { _, _ in .failed("nothing is sent here") }
  ) {
    self.storage = storage
    self.runner = runner
    self.draft = draft
    refining = refine
    offering = offer
    sending = send
    let gate = check ?? { CandidateCheck(runner: runner) }
    candidateCheck = gate
    healing = heal ?? { request, _ in await Healer(check: gate()).heal(request) }
    self.settings = settings
    self.logger = logger
    line = RunLine(
      RunLine.Limits(atOnce: settings.concurrentRuns, perHost: settings.concurrentRunsOfHost))
    ledger = RunLedger(storage)
  }

  /// Reads all blocks, without running any: what commands need.
  public func open() async throws(EngineError) {
    try await reload()
  }

  /// Reads all blocks, then runs them by their schedules and watches for edits until ``shutdown()``.
  public func start() async throws(EngineError) {
    // What was just opened is not read once more, unless somebody changed it.
    try await catchUp()
    guard !isStarted else { return }
    isStarted = true
    startedAt = settings.now()
    let unplanned = planFirstRuns()
    setAlarm()
    Task { await planFromFiles(unplanned) }
    loop = Task { [settings, weak self] in
      while !Task.isCancelled {
        await self?.tick()
        try? await Task.sleep(for: settings.watchInterval)
      }
    }
  }

  /// Ends the schedule and the streams of events. What runs under way return is not kept any more.
  public func shutdown() {
    isStarted = false
    loop?.cancel()
    loop = nil
    alarm?.task.cancel()
    alarm = nil
    for entry in entries.values { entry.run?.cancel() }
    hub.finish()
  }

  /// Everything that changes from now on.
  public nonisolated func events() -> AsyncStream<DashboardEvent> { hub.listen() }

  /// Grows with every event: as long as it stays, the cards are what they were, but for their ages.
  public nonisolated var changes: Int { hub.count.load(ordering: .sequentiallyConsistent) }

  // MARK: Looking

  /// All cards in the order of the page.
  public func cards() async -> [Card] {
    await readAll(order.filter { entries[$0]?.content == nil })
    var cards: [Card] = []
    // A block that is deleted meanwhile has no card.
    for id in order { if let card = try? await card(id) { cards.append(card) } }
    return cards
  }

  public func card(_ id: BlockID) async throws(EngineError) -> Card {
    placed(try await look(at: id).card(now: settings.now()))
  }

  /// Newest first, without log.
  public func runs(of id: BlockID, limit: Int = 50) async throws(EngineError) -> [RunSummary] {
    _ = try known(id)
    return try await stored { () throws(StorageError) in
      try await storage.runs(of: id, limit: limit)
    }
  }

  /// One run with log and exchanges; `nil` when it is not kept any more.
  public func run(_ number: Int64) async throws(EngineError) -> RunRecord? {
    try await stored { () throws(StorageError) in try await storage.run(number) }
  }

  /// Who did what, newest first; of all blocks without `id`.
  public func actions(
    of id: BlockID? = nil, limit: Int = 50
  ) async throws(EngineError) -> [ActionRecord] {
    try await stored { () throws(StorageError) in
      try await storage.actions(of: id, limit: limit)
    }
  }

  // MARK: Inside

  /// What is at hand of a block.
  func known(_ id: BlockID) throws(EngineError) -> BlockEntry {
    guard let entry = entries[id] else { throw .noBlock(id) }
    return entry
  }

  /// Asks the store and puts its errors into the engine's words.
  func stored<Value: Sendable>(
    _ ask: () async throws(StorageError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(StorageError) { return try await ask() } catch { throw EngineError(error) }
  }

  /// Keeps what models were asked; of attempts that made no block too.
  func keep(_ calls: CallRecord, of id: BlockID?) async {
    let calls = calls.calls
    guard !calls.isEmpty else { return }
    do { try await storage.addModelCalls(calls, of: id) } catch { logger.warning("\(error)") }
  }

  /// Writes down who did what; a full disk does not undo what was done.
  func note(_ what: String, by actor: String = "person", _ id: BlockID?) async {
    do { try await storage.note(what, by: actor, block: id) } catch {
      logger.warning("\(error)")
    }
  }
}

extension EngineError {
  init(_ error: StorageError) {
    switch error {
    case .noBlock(let id): self = .noBlock(id)
    case .noVersion(let id, let number): self = .noVersion(id, number)
    case .conflict(let serving, let basedOn):
      self = .conflict(serving: serving, basedOn: basedOn ?? VersionNumber(0))
    case .file(let problem):
      self = .edit(EditProblem(place: problem.place, message: problem.message))
    case .unreadable, .readOnly, .inUse, .newer, .absent, .lost, .corrupt, .sound, .full, .backup,
      .failed:
      self = .storage(error.description)
    }
  }
}
