public import BlockModel
public import BlockStore
public import Foundation

/// What people were told: listed, read, and sent to where they want it.
extension DashboardEngine {
  private static let list = "notices"
  private static let targets = "dash.notices.targets"

  /// Newest first; of all blocks without `id`.
  public func notices(
    of id: BlockID? = nil, limit: Int = 100
  ) async throws(EngineError) -> [Notice] {
    try await stored { () throws(StorageError) in try await storage.notices(of: id, limit: limit) }
  }

  /// Up to when a person has seen the notices; `nil` when they never looked.
  public func noticesReadAt() async throws(EngineError) -> Date? {
    try await stored { () throws(StorageError) in try await storage.readMark(Self.list) }
  }

  /// How many were not seen yet, 100 at most.
  public func unreadNotices() async -> Int {
    guard let notices = try? await notices(), let mark = try? await noticesReadAt() else {
      return (try? await notices().count) ?? 0
    }
    return notices.count { $0.at > mark }
  }

  /// A person has seen what was told until then.
  public func markNoticesRead(until date: Date) async throws(EngineError) {
    try await stored { () throws(StorageError) in
      try await storage.setReadMark(Self.list, to: date)
    }
    hub.send(.noticesChanged)
  }

  public func deliveries(of notice: Notice.ID) async throws(EngineError) -> [DeliveryRecord] {
    try await stored { () throws(StorageError) in try await storage.deliveries(of: notice) }
  }

  // MARK: Targets

  /// Where notices are sent, in the order they were set. What cannot be read is left out.
  public func noticeTargets() async throws(EngineError) -> [NoticeTarget] {
    let kept = try await stored { () throws(StorageError) in
      try await storage.ownKey(Self.targets)
    }
    let list = kept.flatMap { try? JSONValue(parsing: $0) }?.array ?? []
    return list.compactMap { NoticeTarget(stored: $0) }
  }

  /// Sets a target, or puts it in the place of the one with its name. It gets what is told from now on.
  public func setNoticeTarget(_ target: NoticeTarget) async throws(EngineError) {
    var targets = try await noticeTargets()
    var target = target
    target.first = try await notices(limit: 1).first?.id ?? 0
    if let index = targets.firstIndex(where: { $0.name == target.name }) {
      targets[index] = target
    } else {
      guard targets.count < NoticeTarget.most else {
        throw .storage("\(NoticeTarget.Problem.tooMany)".asSentence + ".")
      }
      targets.append(target)
    }
    try await keep(targets)
    await note("Notices go to “\(target.name)” (\(target.label)).", nil)
  }

  /// - Returns: `false` when there is none of that name.
  public func removeNoticeTarget(_ name: String) async throws(EngineError) -> Bool {
    var targets = try await noticeTargets()
    guard targets.contains(where: { $0.name == name }) else { return false }
    targets.removeAll { $0.name == name }
    try await keep(targets)
    await note("Notices no longer go to “\(name)”.", nil)
    return true
  }

  private func keep(_ targets: [NoticeTarget]) async throws(EngineError) {
    let text = targets.isEmpty ? nil : JSONValue.array(targets.map(\.stored)).json()
    try await stored { () throws(StorageError) in
      try await storage.setOwnKey(Self.targets, to: text)
    }
    nextDelivery = nil
    hub.send(.noticesChanged)
  }

  /// Sends a notice that says that it is a test.
  /// - Returns: `nil` when there is no target of that name.
  public func testNoticeTarget(_ name: String) async throws(EngineError) -> DeliveryOutcome? {
    guard let target = try await noticeTargets().first(where: { $0.name == name }) else {
      return nil
    }
    let now = settings.now()
    return await sending(
      NoticeMessage(
        kind: .alert, title: "A test", text: "Notices of Dash arrive here.",
        block: BlockID(naming: "test"), at: now, key: "dash-test-\(now.unixSeconds)"), target)
  }

  // MARK: Sending

  /// Seconds between two looks for what is to be sent: where somebody wants it, and where nobody does.
  private static let looks: (TimeInterval, TimeInterval) = (5, 60)
  /// Notices that are sent to one target in one look.
  private static let atOnce = 10

  /// Sends what is due, unless that is being done.
  func deliverNotices() {
    let now = settings.now()
    guard !isDelivering, nextDelivery.map({ $0 <= now }) ?? true else { return }
    isDelivering = true
    Task { await deliverDue() }
  }

  func deliverDue() async {
    let targets = (try? await noticeTargets()) ?? []
    nextDelivery = settings.now() + (targets.isEmpty ? Self.looks.1 : Self.looks.0)
    for target in targets {
      do throws(StorageError) { try await deliver(to: target) } catch {
        logger.warning("\(error)", metadata: ["target": "\(target.name)"])
      }
    }
    isDelivering = false
  }

  private func deliver(to target: NoticeTarget) async throws(StorageError) {
    let deliveries = try await storage.takeDeliveries(
      to: target.name, of: target.kinds, after: target.first, now: settings.now(),
      limit: Self.atOnce)
    for delivery in deliveries {
      let outcome = await sending(NoticeMessage(delivery.notice), target)
      switch outcome {
      case .sent: try await storage.settle(delivery, retryAt: nil, problem: nil)
      case .failed(let problem):
        try await storage.settle(delivery, retryAt: nil, problem: problem)
      case .retry(let problem, let asked):
        let next = DeliveryBackoff.next(
          after: delivery.attempt, asked: asked, now: settings.now())
        try await storage.settle(delivery, retryAt: next, problem: problem)
      }
    }
  }
}
