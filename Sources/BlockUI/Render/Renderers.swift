extension Painter {
  /// A painter of all components.
  convenience init(_ spec: CompiledSpec, _ context: RenderContext) {
    self.init(spec, context, renderer: { $0.renderer })
  }
}

extension Component {
  /// One line for each component: the file of the same name draws it.
  fileprivate var renderer: any ComponentRenderer.Type {
    switch self {
    case .row: Row.self
    case .column: Column.self
    case .grid: Grid.self
    case .section: Section.self
    case .tabs: Tabs.self
    case .each: Each.self
    case .divider: Divider.self
    case .text: TextParagraph.self
    case .heading: Heading.self
    case .markdown: MarkdownText.self
    case .link: Link.self
    case .badge: Badge.self
    case .time: TimeMoment.self
    case .log: Log.self
    case .image: Image.self
    case .stat: Stat.self
    case .keyvalue: KeyValue.self
    case .table: Table.self
    case .list: List.self
    case .chart: Chart.self
    case .progress: Progress.self
    case .strip: Strip.self
    case .timeline: Timeline.self
    case .calendar: CalendarView.self
    case .callout: Callout.self
    case .empty: EmptyNote.self
    case .form: Form.self
    case .button: Button.self
    case .checkbox: Checkbox.self
    }
  }
}
