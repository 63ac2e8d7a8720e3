import BlockModel
import Foundation
import Sketches

/// All that a source offers, found by structure: record sets, the values of one thing, or the reason
/// why it holds nothing.
struct SourceReading: Sendable {
  /// The most likely first.
  var sets: [DraftSource] = []
  /// The values that stand beside the lists.
  var facts: DraftFacts?
  /// The values are more likely what a person wants than any set.
  var prefersFacts = false
  /// What the source says instead of data, in a sentence for people.
  var refusal: String?

  /// Record sets that are offered at most.
  static let maximumSets = 12

  init(
    sets: [DraftSource] = [], facts: DraftFacts? = nil, prefersFacts: Bool = false,
    refusal: String? = nil
  ) {
    self.refusal = refusal
    self.sets = sets
    self.facts = facts
    self.prefersFacts = prefersFacts
  }

  init(of probe: Probe, now: Date) {
    var context = ColumnReading.Context(now: Int(clamping: now.timeIntervalSince1970))
    switch probe.finding {
    case .json(let value): self = JSONReading(root: value, url: probe.url, context: context).reading
    case .parsed(let kind, let data):
      context.language = data["language"]?.string
      switch kind {
      case .feed: self.init(sets: [FeedReading(data, url: probe.url, context).source])
      case .ical: self.init(sets: CalendarReading(data, url: probe.url, context).sets)
      case .csv: self.init(sets: [TableReading(data, url: probe.url, context).source])
      case .data:
        self =
          JSONReading(
            root: data["value"] ?? .null, answer: data["fetch"]?.string ?? "nil",
            modules: data["modules"]?.array?.compactMap(\.string) ?? [], url: probe.url,
            context: context
          ).reading
      case .html:
        self =
          PageReading(page: data, url: probe.url, request: probe.request, context: context).reading
      }
    }
  }
}
