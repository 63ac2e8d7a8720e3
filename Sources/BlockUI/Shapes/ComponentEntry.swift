import BlockModel

/// Everything that is known of a component but how it is drawn.
struct ComponentEntry: Sendable {
  /// A piece of a spec as somebody would write it, and what it shows.
  typealias Sample = (name: String, node: JSONValue)

  /// Grey shapes that stand for it while the first run is under way.
  enum SkeletonShape: Sendable {
    /// Those of its children, side by side or stacked, or those of its first tab.
    case row, stack, firstTab
    /// Five lines of text, or one.
    case lines, line
    /// The space of a picture or a chart.
    case box
    /// A large number.
    case figure
    case nothing
  }

  let component: Component
  let shape: ObjectShape
  /// One sentence for the model, the schema and the docs.
  let note: String
  let skeleton: SkeletonShape
  /// Does it hold other components?
  let isContainer: Bool
  /// It has no value of its own, so a tone by steps or signs must say of which (`of`).
  let toneNeedsValue: Bool
  /// For the gallery and the docs; the first is the one that is varied.
  let samples: [Sample]

  init(
    _ component: Component, _ properties: [PropertyRule],
    oneOf alternatives: [ObjectShape.Alternative] = [], note: String, skeleton: SkeletonShape,
    isContainer: Bool = false, toneNeedsValue: Bool = false, samples: [Sample]
  ) {
    self.component = component
    self.shape = ObjectShape(
      name: component.rawValue, properties: properties + Shapes.common,
      alternatives: alternatives)
    self.note = note
    self.skeleton = skeleton
    self.isContainer = isContainer
    self.toneNeedsValue = toneNeedsValue
    self.samples = samples
  }
}

extension ComponentEntry {
  /// Three figures, for the samples of what holds other components.
  static let threeFigures: JSONValue = .array(
    [("Temperature", "21 °C"), ("Wind", "14 km/h"), ("Rain", "0 mm")].map { label, value in
      ["type": "stat", "label": .string(label), "value": .string(value)]
    })
}
