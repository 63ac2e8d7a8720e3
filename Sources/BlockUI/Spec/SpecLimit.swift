/// How large a spec may be, besides its bytes (``CompiledSpec/maximumBytes``).
enum SpecLimit {
  /// Components of one spec.
  static let components = 300
  /// Components that stand inside each other.
  static let depth = 8
  /// Components beside each other.
  static let children = 50
}
