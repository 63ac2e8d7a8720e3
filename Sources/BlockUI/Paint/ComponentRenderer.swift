/// How one component looks, as HTML and as text.
protocol ComponentRenderer {
  static func html(_ node: Node, _ painter: Painter, _ scope: Scope) -> HTML
  static func text(_ node: Node, _ painter: Painter, _ scope: Scope) -> [String]
}
