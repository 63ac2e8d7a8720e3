import BlockModel
import BlockStore
import Foundation

extension MemoryStorage {
  func keepResult(_ data: JSONValue, of run: NewRun, _ number: Int64, _ block: inout Block) {
    guard run.keep.resultDays > 0 else { return block.results = [] }
    let start = run.outcome.startedAt.timeIntervalSince1970
    let end = start + run.outcome.duration / .seconds(1)
    let told = data.withoutClock(of: start - 1...end + 1)
    if let last = block.results.last, last.told == told, last.result.params == block.record.params,
      last.result.summary.version == run.version
    {
      return
    }
    lastResult += 1
    let summary = ResultSummary(
      id: lastResult, run: number, version: run.version, at: run.outcome.startedAt, bytes: 1)
    block.results.append((PastResult(summary, params: block.record.params, data: data), told))
  }

  func results(of id: BlockID, limit: Int) -> [ResultSummary] {
    (all[id]?.results ?? []).reversed().prefix(limit).map(\.result.summary)
  }

  func result(_ number: Int64) -> PastResult? {
    all.values.lazy.flatMap(\.results).map(\.result).first { $0.summary.id == number }
  }

  func result(of id: BlockID, at date: Date) -> PastResult? {
    (all[id]?.results ?? []).map(\.result).last { $0.summary.at <= date }
  }

  func resultSpan() -> ClosedRange<Date>? {
    let times = all.values.flatMap(\.results).map(\.result.summary.at)
    guard let first = times.min(), let last = times.max() else { return nil }
    return first...last
  }

  // MARK: Notices

  func tell(_ notices: [NewNotice], of block: BlockID) {
    for notice in notices where incidents.insert("\(block) \(notice.incident)").inserted {
      told.append(
        Notice(
          id: Int64(incidents.count), block: block, kind: notice.kind, title: notice.title,
          text: notice.text, at: notice.at))
    }
  }

  func add(_ notice: NewNotice, of block: BlockID) throws(StorageError) {
    _ = try live(block)
    tell([notice], of: block)
  }

  func notices(of block: BlockID?, limit: Int) -> [Notice] {
    Array(told.reversed().filter { block == nil || $0.block == block }.prefix(limit))
  }

  func alertState(of block: BlockID) -> JSONValue? { all[block]?.alertState }

  func takeDeliveries(
    to target: String, of kinds: Set<NoticeKind>, after first: Int64, now: Date, limit: Int
  ) -> [Delivery] {
    let due = told.filter { notice in
      let record = sent[notice.id]?[target]
      return notice.id > first && kinds.contains(notice.kind)
        && now.timeIntervalSince(notice.at) < 86_400
        && (record == nil || record?.retryAt.map { $0 <= now } == true)
    }
    return due.prefix(limit).map { notice in
      let attempt = (sent[notice.id]?[target]?.attempts ?? 0) + 1
      sent[notice.id, default: [:]][target] = DeliveryRecord(
        target: target, attempts: attempt, retryAt: nil, problem: nil)
      return Delivery(notice: notice, target: target, attempt: attempt)
    }
  }

  func settle(_ delivery: Delivery, retryAt: Date?, problem: String?) {
    sent[delivery.notice.id]?[delivery.target]?.retryAt = retryAt
    sent[delivery.notice.id]?[delivery.target]?.problem = problem
  }

  func deliveries(of notice: Int64) -> [DeliveryRecord] {
    (sent[notice] ?? [:]).values.sorted { $0.target < $1.target }
  }

  func forgetHistory(of id: BlockID) throws(StorageError) {
    try change(id) { block in
      block.results = []
      block.recordings = []
      let last = block.record.lastRun?.id
      block.runs = block.runs.filter { $0.summary.id == last }.map {
        RunRecord(summary: $0.summary, log: [], http: [], used: $0.used)
      }
    }
    notes.removeAll { $0.block == id }
    told.removeAll { $0.block == id }
    calls.removeAll { $0.block == id }
  }
}
