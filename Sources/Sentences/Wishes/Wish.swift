import BlockModel
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
  public var view: View?
  /// One of ``RefineCommand/chartKinds``.
  public var chartKind: String?
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
    chartKind = reader.chartKind
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

  /// The name of the wanted thing: "Earthquakes" in "show earthquakes from …".
  public var subject: String? {
    guard let thing = parts.first(where: { $0.meaning == .thing }) else { return nil }
    var words = thing.text.split(separator: " ").map(String.init)
    while let last = words.last?.lowercased(), WishWords.connectors.contains(last) {
      words.removeLast()
    }
    let text = words.prefix(10).map { FieldName.spelling($0) }.joined(separator: " ")
    guard text.count > 1, text.contains(where: \.isLetter) else { return nil }
    return String(text.capitalizingFirst.prefix(80))
  }

  private static func withoutSecret(_ tokens: [WishToken]) -> String {
    let kept = tokens.prefix { token in
      !WishWords.secrets.contains(token.word) && !token.word.hasPrefix("x-")
    }
    return kept.map { $0.address ?? $0.text }.joined(separator: " ") + " …"
  }
}
