public import OrderedCollections

/// not compile. A name that means two things has two keys: `size` of a list is a word, `size` of a
/// chart a field.
public struct PropertyKey<Value: Sendable>: Sendable {
  public let name: PropertyName

  init(_ name: PropertyName) { self.name = name }
}

// MARK: Texts, values and addresses

extension PropertyKey where Value == Template {
  public static var alt: Self { Self(.alt) }
  public static var caption: Self { Self(.caption) }
  public static var checked: Self { Self(.checked) }
  public static var date: Self { Self(.date) }
  public static var done: Self { Self(.done) }
  public static var empty: Self { Self(.empty) }
  public static var end: Self { Self(.end) }
  public static var header: Self { Self(.header) }
  public static var href: Self { Self(.href) }
  public static var icon: Self { Self(.icon) }
  public static var image: Self { Self(.image) }
  public static var imageAlt: Self { Self(.imageAlt) }
  public static var label: Self { Self(.label) }
  public static var max: Self { Self(.max) }
  public static var meta: Self { Self(.meta) }
  public static var min: Self { Self(.min) }
  public static var note: Self { Self(.note) }
  public static var src: Self { Self(.src) }
  public static var submit: Self { Self(.submit) }
  public static var subtitle: Self { Self(.subtitle) }
  public static var text: Self { Self(.text) }
  public static var time: Self { Self(.time) }
  public static var title: Self { Self(.title) }
  public static var tooltip: Self { Self(.tooltip) }
  public static var unit: Self { Self(.unit) }
  public static var updated: Self { Self(.updated) }
  public static var value: Self { Self(.value) }
}

extension PropertyKey where Value == [Template] {
  public static var meta: Self { Self(.meta) }
}

// MARK: Places in the data

extension PropertyKey where Value == Binding {
  /// The columns of a table that come from the data.
  public static var columns: Self { Self(.columns) }
  public static var data: Self { Self(.data) }
}

extension PropertyKey where Value == Path {
  public static var field: Self { Self(.field) }
  public static var series: Self { Self(.series) }
  public static var size: Self { Self(.size) }
  public static var toneField: Self { Self(.toneField) }
  public static var x: Self { Self(.x) }
  public static var y: Self { Self(.y) }
}

// MARK: How and when it is shown

extension PropertyKey where Value == Condition {
  public static var when: Self { Self(.when) }
}

extension PropertyKey where Value == FormatCall {
  public static var format: Self { Self(.format) }
}

extension PropertyKey where Value == Tone {
  public static var rowTone: Self { Self(.rowTone) }
  public static var tone: Self { Self(.tone) }
}

extension PropertyKey where Value == Bool {
  public static var collapsed: Self { Self(.collapsed) }
  public static var dense: Self { Self(.dense) }
  public static var dot: Self { Self(.dot) }
  public static var grow: Self { Self(.grow) }
  public static var hide: Self { Self(.hide) }
  public static var horizontal: Self { Self(.horizontal) }
  public static var mono: Self { Self(.mono) }
  public static var ordered: Self { Self(.ordered) }
  public static var points: Self { Self(.points) }
  public static var search: Self { Self(.search) }
  public static var smooth: Self { Self(.smooth) }
  public static var sortable: Self { Self(.sortable) }
  public static var stack: Self { Self(.stack) }
  public static var wrap: Self { Self(.wrap) }
  public static var zero: Self { Self(.zero) }
}

extension PropertyKey where Value == Int {
  public static var collapse: Self { Self(.collapse) }
  /// How many columns a grid has.
  public static var columns: Self { Self(.columns) }
  public static var level: Self { Self(.level) }
  public static var limit: Self { Self(.limit) }
  public static var lines: Self { Self(.lines) }
  public static var span: Self { Self(.span) }
  static var ui: Self { Self(.ui) }
}

extension PropertyKey where Value == Double {
  public static var max: Self { Self(.max) }
  public static var min: Self { Self(.min) }
}

/// Words of an enumeration, ids and names: the catalogue knows which.
extension PropertyKey where Value == String {
  public static var action: Self { Self(.action) }
  public static var align: Self { Self(.align) }
  public static var `as`: Self { Self(.as) }
  public static var fit: Self { Self(.fit) }
  public static var gap: Self { Self(.gap) }
  public static var height: Self { Self(.height) }
  public static var id: Self { Self(.id) }
  public static var justify: Self { Self(.justify) }
  public static var kind: Self { Self(.kind) }
  public static var layout: Self { Self(.layout) }
  public static var legend: Self { Self(.legend) }
  public static var mode: Self { Self(.mode) }
  public static var ratio: Self { Self(.ratio) }
  public static var scale: Self { Self(.scale) }
  public static var shape: Self { Self(.shape) }
  public static var size: Self { Self(.size) }
  public static var stack: Self { Self(.stack) }
  /// What a chart takes a channel for: `quantitative`, `temporal`, `nominal`, `ordinal`.
  public static var type: Self { Self(.type) }
  public static var view: Self { Self(.view) }
  public static var weight: Self { Self(.weight) }
  public static var width: Self { Self(.width) }
}

extension PropertyKey where Value == [String] {
  public static var params: Self { Self(.params) }
}

// MARK: Objects inside

extension PropertyKey where Value == SpecPart {
  public static var badge: Self { Self(.badge) }
  public static var delta: Self { Self(.delta) }
  public static var empty: Self { Self(.empty) }
  public static var series: Self { Self(.series) }
  public static var size: Self { Self(.size) }
  public static var spark: Self { Self(.spark) }
  public static var trailing: Self { Self(.trailing) }
  public static var x: Self { Self(.x) }
  public static var y: Self { Self(.y) }
}

extension PropertyKey where Value == [SpecPart] {
  public static var body: Self { Self(.body) }
  public static var children: Self { Self(.children) }
  public static var columns: Self { Self(.columns) }
  public static var items: Self { Self(.items) }
  public static var refs: Self { Self(.refs) }
  public static var tabs: Self { Self(.tabs) }
  public static var y: Self { Self(.y) }
}

extension PropertyKey where Value == Arguments {
  public static var args: Self { Self(.args) }
}
