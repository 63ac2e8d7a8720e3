extension Catalogue {
  /// One component for the docs page and the gallery.
  public struct Entry: Sendable {
    public let component: Component
    public let note: String
    public let properties: [Property]
  }

  /// One property of a component.
  public struct Property: Sendable {
    public let name: String
    /// Its kind in the words of the prompt sheet: `T`, `V`, `sm|md|lg`…
    public let kind: String
    public let isRequired: Bool
    /// Whether `item` stands for the current element in it.
    public let isPerRow: Bool
  }

  /// Every component with its properties, in the order of the catalogue.
  public static func reference() -> [Entry] {
    components.map { component in
      Entry(
        component: component.component, note: component.note,
        properties: component.shape.properties.map { rule in
          Property(
            name: rule.name.rawValue, kind: PromptWords.word(for: rule.kind),
            isRequired: rule.isRequired, isPerRow: rule.isPerRow)
        })
    }
  }
}
