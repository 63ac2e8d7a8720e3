/// Every property name of the spec. One enum, so that a renderer cannot ask for a name that the
/// catalogue does not have.
public enum PropertyName: String, CaseIterable, Hashable, Sendable {
  case action, align, alt, args, `as`, badge, body, caption, checked, children, collapse
  case collapsed, columns, data, date, delta, dense, done, dot, `else`, empty, end, field, fit
  case format, from, gap, grow, header, height, help, hide, horizontal, href, icon, id, image
  case imageAlt, items, justify, kind, label, layout, legend, level, limit, lines, map, max, meta
  case min, mode, mono, name, note, of, options, ordered, params, placeholder, points, ratio, refs
  case required, rowTone, scale, search, series, shape, size, smooth, sortable, span, spark, src
  case stack, step, steps, submit, subtitle, tabs, text, time, title, tone, toneField, tooltip
  case trailing, type, ui, unit, updated, value, view, weight, when, width, wrap, x, y, zero
  case `default` = "default"
  case schema = "$schema"
}
