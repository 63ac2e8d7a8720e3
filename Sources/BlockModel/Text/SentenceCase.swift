extension String {
  /// With a capital letter, as a sentence begins; names that begin a message stay as they are.
  public var asSentence: String {
    guard let first, first.isLowercase, let word = split(separator: " ").first,
      !word.contains(where: { ".:/'=_".contains($0) })
    else { return self }
    return first.uppercased() + dropFirst()
  }
}
