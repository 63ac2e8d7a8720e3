/// THE table of the UI language: checker, JSON Schema, prompt sheet, gallery and docs are made from it.
public enum Catalogue {
  /// The major version, `"ui": 1`.
  public static let version = 1
  /// Major and minor: what a block version records as the catalogue it was checked with.
  public static let fullVersion = "1.0"

  /// All components, in the order of the documentation.
  static let components: [ComponentEntry] = Component.allCases.map { entry(of: $0) }

  /// One line for each component: the file `Entries/<Name>Entry.swift` says all there is to know of it, and the
  /// file of its name in `Components` draws it.
  static func entry(of component: Component) -> ComponentEntry {
    switch component {
    case .row: .row
    case .column: .column
    case .grid: .grid
    case .section: .section
    case .tabs: .tabs
    case .each: .each
    case .divider: .divider
    case .text: .text
    case .heading: .heading
    case .markdown: .markdown
    case .link: .link
    case .badge: .badge
    case .time: .time
    case .log: .log
    case .image: .image
    case .stat: .stat
    case .keyvalue: .keyvalue
    case .table: .table
    case .list: .list
    case .chart: .chart
    case .progress: .progress
    case .strip: .strip
    case .timeline: .timeline
    case .calendar: .calendar
    case .callout: .callout
    case .empty: .empty
    case .form: .form
    case .button: .button
    case .checkbox: .checkbox
    }
  }
}
