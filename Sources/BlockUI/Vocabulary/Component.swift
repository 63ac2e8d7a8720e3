/// The components of version 1.
public enum Component: String, CaseIterable, Hashable, Sendable {
  // Layout
  case row, column, grid, section, tabs, each, divider
  // Text
  case text, heading, markdown, link, badge, time, log, image
  // Data
  case stat, keyvalue, table, list, chart, progress, strip, timeline, calendar
  // States and input
  case callout, empty, form, button, checkbox
}
