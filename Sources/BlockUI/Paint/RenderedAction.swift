public import BlockModel

/// What a click on a rendered card asks of the script: `on_action(name, arguments, ctx)`.
public struct RenderedAction: Hashable, Sendable {
  public var name: String
  /// With the values of the row it stands in.
  public var arguments: JSONObject

  public init(name: String, arguments: JSONObject) {
    self.name = name
    self.arguments = arguments
  }
}
