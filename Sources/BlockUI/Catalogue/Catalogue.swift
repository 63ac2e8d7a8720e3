/// THE table of the UI language: checker, JSON Schema, prompt sheet, gallery and docs are made from it.
public enum Catalogue {
  /// The major version, `"ui": 1`.
  public static let version = 1

  /// One line for each component, in the order of the documentation: the file of that name in `Components` says all
  /// there is to know of it, and draws it.
  private static let renderers: [any ComponentRenderer.Type] = [
    // Layout
    Row.self,
    Column.self,
    Grid.self,
    Section.self,
    Tabs.self,
    Each.self,
    Divider.self,
    // Text
    TextParagraph.self,
    Heading.self,
    MarkdownText.self,
    Link.self,
    Badge.self,
    TimeMoment.self,
    Log.self,
    Image.self,
    // Data
    Stat.self,
    KeyValue.self,
    Table.self,
    List.self,
    Chart.self,
    Progress.self,
    Strip.self,
    Timeline.self,
    CalendarView.self,
    // States and input
    Callout.self,
    EmptyNote.self,
    Form.self,
    Button.self,
    Checkbox.self,
  ]

  /// All components, in the order of the documentation.
  static let components: [ComponentEntry] = renderers.map { $0.entry }

  private static let byName = Dictionary(
    uniqueKeysWithValues: renderers.map { ($0.entry.component.rawValue, $0) })

  static func entry(of component: Component) -> ComponentEntry { renderer(of: component).entry }

  /// What draws a component.
  static func renderer(of component: Component) -> any ComponentRenderer.Type {
    guard let renderer = byName[component.rawValue] else {
      preconditionFailure("\(component.rawValue) is not listed in Catalogue.renderers")
    }
    return renderer
  }

  fileprivate static func knows(_ name: String) -> Bool { byName[name] != nil }
}

extension Component: RawRepresentable, CaseIterable {
  /// - Returns: `nil` when no component has the name.
  public init?(rawValue: String) {
    guard Catalogue.knows(rawValue) else { return nil }
    self.init(named: rawValue)
  }

  /// All components, in the order of the documentation.
  public static let allCases = Catalogue.components.map(\.component)
}
