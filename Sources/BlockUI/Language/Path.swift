/// A place in the data: an RFC 9535 singular query whose leading `$.` may be left out.
///
/// `repo.stars`, `days[0].max`, `history[-1].price`, `head['content-type']`, `$.item`, `@`.
public struct Path: Hashable, Sendable {
  /// Where the first segment is looked up.
  public enum Origin: Hashable, Sendable {
    /// A bare name: loop scope, then `params`, `now`, `block`, then the data root.
    case scope
    /// `$`: the data root, whatever names the scope has.
    case root
    /// `@`, and every `field`: the current row.
    case row
  }

  public enum Segment: Hashable, Sendable {
    case name(String)
    /// Negative counts from the end.
    case index(Int)
  }

  public let origin: Origin
  public let segments: [Segment]

  public init(origin: Origin, segments: [Segment]) {
    self.origin = origin
    self.segments = segments
  }

  /// The first name of a bare path: `item` of `item.title`.
  public var firstName: String? {
    if origin == .scope, case .name(let name) = segments.first { name } else { nil }
  }

  /// The name the path ends in: the default label of a chart channel.
  public var lastName: String? {
    for case .name(let name) in segments.reversed() { return name }
    return nil
  }

  /// The path as it is written in a binding.
  public var text: String {
    var text =
      switch origin {
      case .scope: ""
      case .root: "$"
      case .row: "@"
      }
    for segment in segments { text += Self.text(of: segment, first: text.isEmpty) }
    return text
  }

  /// The path as it is written in a `field`: without `@` unless it is the row itself.
  public var fieldText: String {
    guard origin == .row, !segments.isEmpty else { return text }
    return Path(origin: .scope, segments: segments).text
  }

  private static func text(of segment: Segment, first: Bool) -> String {
    switch segment {
    case .index(let index): return "[\(index)]"
    case .name(let name):
      guard PathParser.isName(name) else {
        return name.contains("'") ? "[\"\(name)\"]" : "['\(name)']"
      }
      return first ? name : "." + name
    }
  }
}
