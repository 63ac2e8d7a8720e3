public import BlockModel
public import Foundation

/// Every component as people see it: examples written by hand, and one variation for each word,
/// flag and tone the catalogue knows, so that nothing can be added without being looked at.
public enum Gallery {
  /// One card of the gallery.
  public struct Specimen: Sendable {
    public let name: String
    public let spec: CompiledSpec
    public let data: JSONValue
    /// Shown as it is while the first run is under way.
    public var isSkeleton = false
  }

  /// All specimens of one component.
  public struct Shelf: Sendable {
    public let component: Component
    public let note: String
    public let specimens: [Specimen]
  }

  /// The moment the gallery is at: Monday, 24 November 2025, 16:00 UTC.
  public static let now = Date(timeIntervalSince1970: 1_764_000_000)

  /// One shelf for each component, in the order of the catalogue.
  public static func shelves() -> [Shelf] {
    Catalogue.components.map { shape in
      let component = shape.component
      let bases = shape.samples
      var specimens = bases.compactMap { specimen($0.name, [$0.node]) }
      if let base = bases.first?.node {
        specimens += variations(of: base, shape).compactMap { specimen($0.name, $0.nodes) }
        specimens += states(of: base, shape)
      }
      return Shelf(component: component, note: shape.note, specimens: specimens)
    }
  }

  /// What a specimen is rendered with.
  /// - Parameter id: of lowercase letters, digits and hyphens, unique on the page.
  public static func context(of specimen: Specimen, id: String = "gallery") -> RenderContext {
    RenderContext(
      data: specimen.data, params: ["city": "Lisbon", "days": 5, "hourly": true],
      block: BlockID(id) ?? BlockID(naming: "gallery"), blockName: specimen.name, now: now,
      surroundings: Surroundings(zone: "GMT", locale: "en"))
  }

  // MARK: Variations

  private typealias Variation = (name: String, nodes: [JSONValue])

  /// One card for each property that has a fixed choice of values, with all of them in it.
  private static func variations(of base: JSONValue, _ shape: ComponentEntry) -> [Variation] {
    shape.shape.properties.compactMap { rule in
      let name = rule.name.rawValue
      guard case .object(let members) = base, !isCommon(rule.name) else { return nil }
      let values: [JSONValue]
      switch rule.kind {
      case .words(let words): values = words.map { .string($0) }
      case .flagOr(let words): values = [true] + words.map { .string($0) }
      case .flag: values = [.bool(members[name] != true)]
      case .tone: values = ToneName.allCases.map { .string($0.rawValue) }
      case .text, .value, .binding, .url, .condition, .format, .field, .toneName, .integer, .number,
        .name, .plain, .object, .list, .nodes, .either, .arguments, .version:
        return nil
      }
      return (
        values.count == 1 ? "\(name): \(values[0].json())" : name,
        values.flatMap { value -> [JSONValue] in
          var changed = members
          changed[name] = value
          let label: JSONValue = ["type": "divider", "label": .string(value.plainText ?? "")]
          return values.count == 1 ? [.object(changed)] : [label, .object(changed)]
        }
      )
    }
  }

  private static func isCommon(_ name: PropertyName) -> Bool {
    Shapes.common.contains { $0.name == name }
  }

  /// Without rows, and before the first run.
  private static func states(of base: JSONValue, _ shape: ComponentEntry) -> [Specimen] {
    var states: [Specimen] = []
    if shape.shape.rule(for: "data") != nil {
      if let empty = specimen("Nothing to show", [base], data: [:]) { states.append(empty) }
    }
    if var skeleton = specimen("Before the first run", [base]),
      !skeleton.spec.renderSkeleton().isBare
    {
      skeleton.isSkeleton = true
      states.append(skeleton)
    }
    return states
  }

  /// A card with these nodes; `nil` when the checker refuses them, which a test finds.
  static func specimen(
    _ name: String, _ nodes: [JSONValue], data: JSONValue = GallerySamples.data
  ) -> Specimen? {
    let spec: JSONValue = ["ui": 1, "body": .array(nodes)]
    return CompiledSpec.compile(spec.json(), params: GallerySamples.params).spec.map {
      Specimen(name: name, spec: $0, data: data)
    }
  }
}

extension HTML {
  /// Holds it no shape of a skeleton?
  fileprivate var isBare: Bool { !text.contains("c-skeleton__") }
}
