/// All that is known of one component, and how it looks, as HTML and as text.
protocol ComponentRenderer: SendableMetatype {
  static var entry: ComponentEntry { get }
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML
  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String]
}
