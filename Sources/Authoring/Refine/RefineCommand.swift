import BlockModel

/// What can be done to a block without a model.
enum RefineCommand: Sendable, Hashable {
  case rename(String)
  case limit(Int)
  case sort(field: String, isDescending: Bool)
  case filter(field: String, op: String, value: String)
  case columns([String])
  case hideColumn(String)
  case chart(String)
  /// Seconds between runs.
  case interval(Int64)
  case set(param: String, value: String)
  /// "use Lisbon": the only text parameter takes it.
  case use(String)
  case delete
  case restore(Int?)

  static let chartKinds = ["line", "area", "bar", "pie", "donut", "scatter"]

  /// `nil` when the sentence is not one of the commands, as a whole.
  init?(_ sentence: String) {
    let plain = sentence.trimming { $0.isWhitespace || ".!".contains($0) }
    let text = plain.replacing(#/(?i)^(please|now|and)\s+/#, with: "")
    let lower = text.lowercased()
    if lower.wholeMatch(of: #/(delete|remove)( (this|the))?( (block|card|it|this))?/#) != nil {
      self = .delete
    } else if lower.wholeMatch(of: #/(undo|revert|go back)( (that|this|it|the last change))?/#)
      != nil
    {
      self = .restore(nil)
    } else if let found = lower.wholeMatch(
      of: #/(?:(?:go )?back to|restore|revert to)(?: version)? (\d{1,6})/#)
    {
      self = .restore(Int(found.1))
    } else if let found = text.wholeMatch(
      of:
        #/(?i)(?:rename(?: it| this| the block)? to|call (?:it|this)|(?:set |change )?(?:the )?title(?: to)?:?) (.+)/#
    ) {
      self = .rename(String(String(found.1).trimming { "\"'“”‘’".contains($0) }.prefix(80)))
    } else if let found = lower.wholeMatch(
      of:
        #/(?:show )?(?:only|just|top|limit(?: it)? to|show|first)(?: the)?(?: first| top)? (\d{1,3})(?: \w+)?/#
    ),
      let count = Int(found.1), (1...200).contains(count)
    {
      self = .limit(count)
    } else if let found = text.wholeMatch(
      of:
        #/(?i)(?:sort|order)(?: it| them)? by ([\w .-]+?)(?:,? (ascending|asc|descending|desc|highest first|lowest first))?/#
    ) {
      let order = found.2?.lowercased() ?? ""
      self = .sort(
        field: String(found.1), isDescending: order.hasPrefix("desc") || order.hasPrefix("highest"))
    } else if let found = text.wholeMatch(
      of:
        #/(?i)(?:filter|only|show only|only show)(?: rows| those)?(?: where| with| by)? ([\w.-]+) ?(>=|<=|!=|=|>|<|is not|is|contains|above|below) ?(.+)/#
    ) {
      self = .filter(
        field: String(found.1), op: found.2.lowercased(),
        value: String(found.3).trimming { "\"'“”".contains($0) })
    } else if let found = text.wholeMatch(
      of: #/(?i)(?:hide|remove|drop)(?: the)? column ([\w .-]+)/#)
      ?? text.wholeMatch(of: #/(?i)(?:hide|remove|drop)(?: the)? ([\w .-]+) column/#)
    {
      self = .hideColumn(String(found.1))
    } else if let found = text.wholeMatch(of: #/(?i)(?:show )?(?:only )?(?:the )?columns:? (.+)/#) {
      self = .columns(
        found.1.replacing(#/(?i) and /#, with: ",").split(separator: ",").map {
          String($0).trimming(\.isWhitespace)
        })
    } else if let found = lower.wholeMatch(
      of:
        #/(?:show |draw |make )?(?:it |this )?(?:as )?(?:an? )?(line|area|bar|pie|donut|scatter)(?: chart| graph)?(?: please)?/#
    ) {
      self = .chart(String(found.1))
    } else if lower.wholeMatch(
      of: #/(?:refresh|update|run)?(?: it| this)? ?(?:(?:every|each) .+|hourly|daily|weekly)/#)
      != nil,
      let pace = Wish(text).pace
    {
      self = .interval(pace)
    } else if let found = text.wholeMatch(of: #/(?i)(?:set|change) ([\w ]+?) to (.+)/#) {
      self = .set(param: String(found.1), value: String(found.2))
    } else if let found = text.wholeMatch(of: #/(?i)(?:use|switch to) (.{1,60})/#) {
      self = .use(String(found.1))
    } else {
      return nil
    }
  }
}
