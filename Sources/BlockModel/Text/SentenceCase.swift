extension StringProtocol {
  /// With a capital first letter, as labels begin.
  public var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }

  /// With a small first letter, as a label stands inside a sentence.
  public var lowercasingFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension String {
  /// With a capital letter, as a sentence begins; names that begin a message stay as they are.
  public var asSentence: String {
    guard let first, first.isLowercase, let word = split(separator: " ").first,
      !word.contains(where: { ".:/'=_".contains($0) })
    else { return self }
    return capitalizingFirst
  }

  /// The same with the full stop of a message that is a clause.
  public var asFullSentence: String {
    let sentence = asSentence
    return sentence.last.map { ".!?".contains($0) } ?? true ? sentence : sentence + "."
  }
}
