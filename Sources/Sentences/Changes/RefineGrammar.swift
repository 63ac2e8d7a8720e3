import BlockModel

/// What people say for a command, as patterns: the first that matches as a whole is meant.
public enum RefineGrammar {
  private struct Rule {
    let pattern: Regex<AnyRegexOutput>
    /// The commands of what the pattern caught; `nil` when it is something else after all.
    let read: ([String]) -> [RefineCommand]?

    init(_ pattern: Regex<AnyRegexOutput>, _ read: @escaping ([String]) -> [RefineCommand]?) {
      self.pattern = pattern
      self.read = read
    }
  }

  public static func commands(_ text: String) -> [RefineCommand]? {
    let plain = text.trimming { $0.isWhitespace || ".!;,".contains($0) }
      .replacing(
        #/(?i)^(?:(?:please|now|and|then|also|but|can you|could you)\s+)+|,?\s+please$/#, with: "")
    for rule in rules {
      guard let found = plain.wholeMatch(of: rule.pattern) else { continue }
      let caught = found.output.dropFirst().map { String($0.substring ?? "") }
      if let commands = rule.read(caught) { return commands }
    }
    return schedule(plain)
  }

  /// Does a part say what to do, so that it is no end of a name or a list?
  public static func isOrder(_ part: Substring) -> Bool {
    let words = part.lowercased().split { !$0.isLetter }.map(String.init)
    return words.first.map(verbs.contains) ?? false || words.contains { $0 == "it" || $0 == "them" }
  }

  private static let verbs: Set<String> = [
    "make", "show", "refresh", "update", "run", "sort", "order", "sorted", "ordered", "use", "add",
    "hide", "remove", "delete", "drop", "set", "change", "turn", "put", "only", "every", "filter",
    "limit", "draw", "translate", "include", "rename", "call", "group", "color", "colour",
    "highlight", "display", "keep", "move", "link", "format", "round", "convert", "switch", "undo",
    "without", "give", "mark",
  ]

  /// Rules in the order they are tried; each call makes them anew, because patterns are not `Sendable`.
  private static var rules: [Rule] {
    wholeBlock + names + filters + rows + columns + looks + settings
  }

  // MARK: The block

  private static var wholeBlock: [Rule] {
    [
      Rule(Regex(#/(?i)(?:delete|remove)(?: (?:this|the))?(?: (?:block|card|it|this))?/#)) { _ in
        [.delete]
      },
      Rule(Regex(#/(?i)(?:undo|revert|go back)(?: (?:that|this|it|the last change))?/#)) { _ in
        [.restore(nil)]
      },
      Rule(Regex(#/(?i)(?:(?:go )?back to|restore|revert to)(?: version)? (\d{1,6})/#)) { caught in
        Int(caught[0]).map { [.restore($0)] }
      },
      Rule(
        Regex(
          #/(?i)(?:refresh|update|reload|run)(?: (?:it|this|the (?:block|card)))?(?: (?:now|again))?/#
        )
      ) { _ in [.refresh] },
      Rule(
        Regex(
          #/(?i)(?:make (?:it|this|the (?:card|block)) )?(?:(bigger|larger|wider)|smaller|narrower)/#
        )
      ) { [.resize(isBigger: !$0[0].isEmpty)] },
    ]
  }

  private static var names: [Rule] {
    [
      Rule(
        Regex(
          #/(?i)(?:(?:rename|retitle)(?: it| this| the block| the card)? to|call (?:it|this)|(?:set |change )?(?:the )?(?:title|name)(?: to|:)|title(?! (?:is|contains|above|below|in|as|of|should|must|[<>=!]+) )) (.+)/#
        )
      ) { caught in
        let name = caught[0].trimming { "\"'“”‘’".contains($0) }
        return name.isEmpty ? nil : [.rename(String(name.prefix(80)))]
      }
    ]
  }

  // MARK: Rows

  private static var filters: [Rule] {
    [
      Rule(
        Regex(
          #/(?i)(?:(?:(?:filter|show|keep)(?: only)?|only(?: show)?)?(?: the)?(?: rows| those| items| entries)?(?: where| with| whose| by)?\s+)?([\p{L}\d_.%()-][\p{L}\d_.%() -]{0,40}?)\s*(>=|<=|!=|=|>|<|\bcontains\b)\s*(.+)/#
        )
      ) { filter($0) },
      Rule(
        Regex(
          #/(?i)(?:(?:(?:filter|show|keep)(?: only)?|only(?: show)?)?(?: the)?(?: rows| those| items| entries)?(?: where| with| whose| by)?\s+)?([\p{L}\d_.%()-][\p{L}\d_.%() -]{0,40}?)\s+(?:is\s+)?(above|over|more than|greater than|higher than|at least|below|under|less than|lower than|at most)\s+([-+$€£]*\d.*)/#
        )
      ) { filter($0) },
      Rule(
        Regex(
          #/(?i)(?:(?:filter|only|show only|only show|keep(?: only)?)(?: the)?(?: rows| those| items| entries)?(?: where| with| whose| by)?|where|whose) ([\p{L}\d_.%()-][\p{L}\d_.%() -]{0,40}?) (is not|isn't|is|equals) (.+)/#
        )
      ) { filter($0) },
    ]
  }

  private static func filter(_ caught: [String]) -> [RefineCommand]? {
    guard let comparison = comparisons[caught[1].lowercased()], isField(caught[0]) else {
      return nil
    }
    let value = caught[2].trimming { "\"'“”".contains($0) }
    return value.isEmpty ? nil : [.filter(field: caught[0], comparison, value: value)]
  }

  private static let comparisons: [String: RefineCommand.Comparison] = [
    "=": .equal, "is": .equal, "equals": .equal, "!=": .notEqual, "is not": .notEqual,
    "isn't": .notEqual, "contains": .contains, ">": .above, "above": .above, "over": .above,
    "more than": .above, "greater than": .above, "higher than": .above, ">=": .atLeast,
    "at least": .atLeast, "<": .below, "below": .below, "under": .below, "less than": .below,
    "lower than": .below, "<=": .atMost, "at most": .atMost,
  ]

  private static var rows: [Rule] {
    [
      Rule(Regex(#/(?i)(?:show )?(?:only )?(?:the )?top (\w+) by (.+)/#)) { caught in
        guard isField(caught[1]) else { return nil }
        return count(caught[0]).map { [.sort(field: caught[1], isDescending: true), .limit($0)] }
      },
      Rule(
        Regex(
          #/(?i)(?:show |keep |display )?(?:me )?(?:only|just|top|limit(?:ed)?(?: it| this)?(?: to)?|show|first|max(?:imum)?|at most|no more than|up to)(?: the)?(?: first| top)? (\w+)(?: (\w+))?/#
        )
      ) { caught in isMeasure(caught[1]) ? nil : count(caught[0]).map { [.limit($0)] } },
      Rule(
        Regex(#/(?i)(\w+) (?:rows|items|entries|points|results)(?: (?:only|at most|max))?/#)
      ) { caught in count(caught[0]).map { [.limit($0)] } },
      Rule(
        Regex(
          #/(?i)(?:(?:sort(?:ed)?|order(?:ed)?|show)(?: it| them)?(?: by)?(?: the)? )?(?:(newest|latest|most recent)|oldest|earliest)(?: ones| rows| items)?(?: first)/#
        )
      ) { [.sortByTime(isNewestFirst: !$0[0].isEmpty)] },
      Rule(
        Regex(
          #/(?i)(?:sort(?:ed)?|order(?:ed)?|ranked?)(?: it| them| rows| the rows)?(?: by| on) (.+?)(?:,? (?:in )?(?:(descending|desc|(?:highest|largest|biggest|newest|latest|most) first|z to a)|ascending|asc|(?:lowest|smallest|oldest|earliest|least) first|a to z|alphabetically)(?: order)?)?/#
        )
      ) { caught in
        isField(caught[0]) ? [.sort(field: caught[0], isDescending: !caught[1].isEmpty)] : nil
      },
      Rule(Regex(#/(?i)(?:(highest|largest|biggest)|lowest|smallest) (.+) first/#)) { caught in
        isField(caught[1]) ? [.sort(field: caught[1], isDescending: !caught[0].isEmpty)] : nil
      },
      Rule(Regex(#/(?i)group(?:ed)?(?: it| them| rows)? by (.+)/#)) {
        isField($0[0]) ? [.group($0[0])] : nil
      },
    ]
  }

  /// May this be the name of one field?
  private static func isField(_ text: String) -> Bool {
    let words = text.lowercased().split(separator: " ")
    return words.count <= 4 && !text.contains(",")
      && !words.contains { ["and", "then"].contains($0) }
  }

  /// "5" or "five", 1…200.
  private static func count(_ text: String) -> Int? {
    let word = text.lowercased()
    let number = Int(word) ?? (word == "half" ? nil : WishWords.numbers[word])
    return number.flatMap { (1...200).contains($0) ? $0 : nil }
  }

  /// Does a word behind a number make it something else than a number of rows?
  private static func isMeasure(_ word: String) -> Bool {
    let word = word.lowercased()
    return WishWords.units[word] != nil || WishWords.measures.contains(word)
      || word.hasPrefix("column")
  }

  // MARK: Columns

  private static var columns: [Rule] {
    [
      Rule(
        Regex(
          #/(?i)(?:hide|remove|drop|delete|omit|without|leave out)(?: the)? (?:columns?|fields?) (.+)/#
        )
      ) { fields($0[0]).map { [.hide($0)] } },
      Rule(
        Regex(
          #/(?i)(?:hide|remove|drop|delete|omit|without|leave out)(?: the)? (.+) (?:columns?|fields?)/#
        )
      ) { fields($0[0]).map { [.hide($0)] } },
      Rule(Regex(#/(?i)(?:hide|remove|drop|omit|without|leave out)(?: the)? (.+)/#)) {
        fields($0[0]).map { [.hide($0)] }
      },
      Rule(Regex(#/(?i)(?:with |show )?(?:only )?(?:the )?columns:? (.+)/#)) {
        fields($0[0]).map { [.columns($0)] }
      },
      Rule(Regex(#/(?i)(?:show )?only(?: the)? (.+) columns?/#)) {
        fields($0[0]).map { [.columns($0)] }
      },
    ]
  }

  /// The names of a list: "name, price and the stock".
  private static func fields(_ text: String) -> [String]? {
    let names = text.replacing(#/(?i)\s+(?:and|or)\s+/#, with: ",").split(separator: ",").map {
      String($0).trimming { $0.isWhitespace || "\"“”".contains($0) }
        .replacing(#/(?i)^(?:the|and|or) /#, with: "")
    }
    let isList = names.allSatisfy { !$0.isEmpty && $0.split(separator: " ").count <= 4 }
    return names.isEmpty || !isList ? nil : names
  }

  // MARK: The look

  private static var looks: [Rule] {
    [
      Rule(
        Regex(
          #/(?i)(?:show |display |draw |make |turn )?(?:it |this |that |them )?(?:(?:in|as|to|into) )*(?:an? |the )?(?:(line|area|bar|pie|donut|doughnut|scatter)s?(?: chart| graph| plot| diagram)?|chart|graph|plot)/#
        )
      ) { caught in
        let kind = caught[0].lowercased()
        return [.chart(kind.isEmpty ? nil : kind == "doughnut" ? "donut" : kind)]
      },
      Rule(
        Regex(
          #/(?i)(?:show |display |make |turn )?(?:it |this |that |them )?(?:(?:in|as|to|into) )*(?:an? |the )?(?:(table)|list)(?: view)?/#
        )
      ) { $0[0].isEmpty ? [.list] : [.table] },
      Rule(Regex(#/(?i)(?:show |keep )?only(?: the)? (.{1,60})/#)) { [.only($0[0])] },
      Rule(
        Regex(
          #/(?i)(?:show|add|include|display)(?: the)?(?: columns?| fields?)? (.+?)(?: columns?| fields?)?/#
        )
      ) { fields($0[0]).map { [.show($0)] } },
    ]
  }

  // MARK: Settings

  private static var settings: [Rule] {
    [
      Rule(Regex(#/(?i)(?:set|change) (?:the )?([\w ]+?) to (.+)/#)) {
        [.set(param: $0[0], value: $0[1])]
      },
      Rule(Regex(#/(?i)(?:use|switch to) (.{1,60})/#)) { caught in
        isValue(caught[0]) ? [.use(caught[0])] : nil
      },
    ]
  }

  /// May this be the value of a setting? Not when it speaks of the source or of the look.
  private static func isValue(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return !words.isEmpty && Wish(text).url == nil && otherWords.isDisjoint(with: words)
      && !["a", "an", "my", "your", "their", "its", "more", "less", "only"].contains(words[0])
  }

  private static let otherWords: Set<String> = [
    "rss", "atom", "feed", "api", "json", "csv", "xml", "html", "ical", "ics", "page", "site",
    "website", "source", "url", "link", "endpoint", "http", "https", "browser", "scrape",
    "scraping", "file", "database", "key", "token", "secret", "font", "fonts", "color", "colors",
    "colour", "colours", "red", "green", "blue", "yellow", "orange", "purple", "black", "white",
    "grey", "gray", "dark", "light", "bold", "italic", "theme", "style", "background", "border",
    "icon", "icons", "emoji", "emojis", "image", "images", "chart", "charts", "graph", "table",
    "list", "bar", "bars", "line", "lines", "card", "cards", "layout", "column", "columns", "row",
    "rows", "grid", "title", "header", "text", "size", "big", "bigger", "small", "smaller",
    "relative", "instead",
  ]

  /// A sentence that says when to run, and nothing else.
  private static func schedule(_ text: String) -> [RefineCommand]? {
    let words = text.lowercased().split(separator: " ").map {
      String($0).trimming { ",.!".contains($0) }
    }
    let read = WishSchedule(words)
    guard let schedule = read.schedule, read.note == nil else { return nil }
    let rest = words.indices.filter { !read.used.contains($0) }.map { words[$0] }
    let silent: Set = ["refresh", "update", "run", "reload", "it", "this", "the", "block", "card"]
    return silent.isSuperset(of: rest) ? [.schedule(schedule)] : nil
  }
}
