public import BlockModel

/// What became of a sentence.
public enum AddResult: Sendable {
  case added(Card)
  /// No block, and why.
  case answer(AuthoringAnswer)
}
