/// The name of a component of the UI language. The file of a component in `Components` gives it its name, and
/// ``Catalogue`` lists all.
public struct Component: Hashable, Sendable {
  /// As `type` has it in a spec.
  public let rawValue: String

  init(named name: String) { rawValue = name }
}
