public import BlockModel
import Sketches

/// What can be read from a sentence without a model.
public struct Wish: Hashable, Sendable {
  public enum View: Hashable, Sendable { case chart, bars, table, list, number }

  /// The sentence as it was typed, without what looks like a key.
  public var sentence: String
  /// The sentence without its addresses.
  public var withoutAddress: String
  /// The addresses in it, as `https://…`.
  public var addresses: [String]
  /// When the block runs.
  public var schedule: Schedule?
  /// Why the schedule is not quite what was asked for.
  public var scheduleNote: String?
  /// "top 10", "next 5": 1…100.
  public var count: Int?
  public var view: View?
  /// One of ``RefineCommand/chartKinds``.
  public var chartKind: String?
  /// "called Mac stuff"
  public var name: String?
  /// Several feeds are wanted in one list.
  public var isMerged: Bool
  /// What only a model can do: "translate".
  public var task: String?
  /// The sentence taken apart.
  public var parts: [WishPart]
  /// Words that may name a part of the source, lower case.
  public var words: [String]

  public init(_ sentence: String) {
    let tokens = sentence.split { $0.isWhitespace }.map { typed in
      WishToken(String(typed), address: Address.read(String(typed)))
    }
    addresses = tokens.compactMap(\.address).reduce(into: []) { list, address in
      if !list.contains(address) { list.append(address) }
    }
    let schedule = WishSchedule(tokens.map(\.word))
    let reader = WishReader(tokens, taken: schedule.used)
    let plain = sentence.split { $0.isWhitespace }.map(String.init)
      .filter { Address.read($0) == nil }.joined(separator: " ")
    let isSecret = reader.parts.contains { $0.meaning == .secret }
    self.sentence = isSecret ? Self.withoutSecret(tokens) : sentence
    withoutAddress = plain
    self.schedule = schedule.schedule
    scheduleNote = schedule.note
    count = reader.count
    chartKind = reader.chartKind
    name = reader.name
    isMerged = reader.isMerged
    task = reader.task
    parts = reader.parts
    let rest = tokens.enumerated().filter { !schedule.used.contains($0.offset) }.map(\.element.word)
    let bag = Set(rest)
    view = reader.view ?? WishWords.views.first { !$0.words.isDisjoint(with: bag) }?.view
    words = rest.filter { $0.count > 1 && !WishWords.fillers.contains($0) && Int($0) == nil }
  }

  /// The first address.
  public var url: String? { addresses.first }

  /// What is not quite as it was asked for, as sentences.
  public var notes: [String] {
    let more = addresses.count > 1 && !isMerged
    return [scheduleNote, more ? "Only the first address is used, \(addresses[0])." : nil]
      .compactMap { $0 }
  }

  /// Seconds between two runs, when they are at a fixed distance.
  public var pace: Int64? {
    guard case .every(let distance)? = schedule else { return nil }
    return distance.components.seconds
  }

  /// The name of the wanted thing: "Earthquakes" in "show earthquakes from …".
  public var subject: String? { title { _ in false } }

  /// What the block is called: its thing and the parts that were done, in the order of the sentence.
  public func title(_ isDone: (WishPart) -> Bool) -> String? {
    if let name { return String(name.prefix(80)) }
    let first = parts.firstIndex { $0.meaning == .thing }
    let told = parts.enumerated().filter { index, part in
      index == first || (isDone(part) && part.isInTitle)
    }.map(\.element.text)
    guard first != nil else { return nil }
    var words = told.joined(separator: " ").split(separator: " ").map(String.init)
    while let last = words.last?.lowercased(), WishWords.connectors.contains(last) {
      words.removeLast()
    }
    let text = words.prefix(10).map { FieldName.spelling($0) }.joined(separator: " ")
    guard text.count > 1, text.contains(where: \.isLetter) else { return nil }
    return String(text.capitalizingFirst.prefix(80))
  }

  /// The parts that ask for something.
  public var requests: [WishPart] {
    let first = parts.firstIndex { $0.meaning == .thing }
    return parts.enumerated().filter { $0.offset != first && $0.element.meaning != .plain }
      .map(\.element)
  }

  private static func withoutSecret(_ tokens: [WishToken]) -> String {
    let kept = tokens.prefix { token in
      !WishWords.secrets.contains(token.word) && !token.word.hasPrefix("x-")
    }
    return kept.map { $0.address ?? $0.text }.joined(separator: " ") + " …"
  }
}

extension WishPart {
  /// May the title say it, when it was done?
  fileprivate var isInTitle: Bool {
    if WishWords.sorting.contains(text.prefix { $0 != " " }.lowercased()) { return false }
    return switch meaning {
    case .thing, .order, .compare, .match, .by, .with: true
    case .columns, .without, .view, .secret, .plain: false
    }
  }
}
