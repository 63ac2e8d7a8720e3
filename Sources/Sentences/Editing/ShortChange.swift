import BlockModel

/// A change of one word, that the query completes: "average instead", "descending", "only 5".
enum ShortChange: Hashable {
  case aggregate(RowQuery.Aggregate.Kind)
  case direction(isDescending: Bool)
  /// "alphabetically"
  case alphabetic(isDescending: Bool)
  /// "highest", in the place of another number.
  case extreme(isHighest: Bool)
  case limit(Int)
  case view(RowQuery.View)

  /// - Parameter content: pieces without what says nothing by itself.
  init?(_ content: [Piece], _ lexicon: Lexicon) {
    var content = content
    func meanings(_ pieces: [Piece]) -> [WordMeaning] {
      guard !pieces.isEmpty, pieces.allSatisfy({ $0.quote == nil }) else { return [] }
      return lexicon.meanings(of: pieces.map(\.folded), at: 0).filter { $0.length == pieces.count }
        .map(\.meaning)
    }
    // "el más alto": "el más" is a phrase of its own.
    if meanings(content).isEmpty, let first = content.first, meanings([first]).contains(.article) {
      content.removeFirst()
    }
    for meaning in meanings(content) {
      switch meaning {
      case .aggregate(let kind): self = .aggregate(kind)
      case .question(.count): self = .aggregate(.count)
      case .direction(let isDescending):
        self =
          lexicon.contains(content.map(\.folded).joined(separator: " "), .alphabetic)
          ? .alphabetic(isDescending: isDescending) : .direction(isDescending: isDescending)
      case .view(let view): self = .view(view)
      case .superlative(let isHighest, _, isTime: false)
      where !content.contains { lexicon.contains($0.folded, .judged) }:
        self = .extreme(isHighest: isHighest)
      default: continue
      }
      return
    }
    // "only 5", "top 5"
    if content.count > 1, let first = content.first,
      meanings([first]).contains(where: { $0 == .only || $0 == .top })
    {
      content.removeFirst()
    }
    guard let first = content.first, first.quote == nil,
      let number = NumberReading(content, at: 0, lexicon), number.length == content.count,
      number.measure == nil, number.value == number.value.rounded(),
      (1...200).contains(number.value)
    else { return nil }
    self = .limit(Int(clamping: number.value))
  }
}
