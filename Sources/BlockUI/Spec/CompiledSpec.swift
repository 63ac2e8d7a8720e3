public import BlockModel

/// A spec that was checked and parsed, once per version of a block.
public struct CompiledSpec: Hashable, Sendable {
  public enum Size: String, CaseIterable, Hashable, Sendable {
    case sm, md, lg, wide, tall, full
  }

  /// The root: `title subtitle href icon updated` are templates, `empty` an object.
  public let root: Properties
  /// The nodes of the card, stacked.
  public let body: [Node]
  /// The settings of the block: of the manifest, and those an old spec declares in its root.
  public let declaredParams: [Param]
  let memory = FormatMemory()

  public var title: Template? { root.template(.title) }
  public var subtitle: Template? { root.template(.subtitle) }
  public var href: Template? { root.template(.href) }
  public var icon: Template? { root.template(.icon) }
  /// The time the data are from.
  public var updated: Template? { root.template(.updated) }
  /// The first placement on the grid.
  public var size: Size? { root.word(.size).flatMap(Size.init) }
  /// What replaces the whole body: `text`, `when`, `icon`, `hide`.
  public var empty: Properties? { root.object(.empty) }
}
