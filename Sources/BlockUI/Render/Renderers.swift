extension Painter {
  /// A painter of all components.
  convenience init(_ spec: CompiledSpec, _ context: RenderContext) {
    self.init(
      spec, context, renderer: Catalogue.renderer, columns: Properties.columns(from:))
  }
}
