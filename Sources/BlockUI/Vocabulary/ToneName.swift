/// Meaning, not colour.
public enum ToneName: String, CaseIterable, Hashable, Sendable {
  case neutral, muted, info, success, warning, danger, accent
}
