public import BlockModel

extension Catalogue {
  /// A component as somebody would write it, for documentation: the first of the gallery.
  public static func example(of component: Component) -> JSONValue? {
    Catalogue.entry(of: component).samples.first?.node
  }
}
