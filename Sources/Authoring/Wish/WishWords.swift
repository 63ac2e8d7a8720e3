/// The words the drafter understands. English first; every list here is data.
enum WishWords {
  /// Words in front of the thing that is wanted.
  static let openings: Set<String> = [
    "show", "display", "list", "give", "get", "fetch", "put", "make", "create", "build", "add",
    "want", "need", "see", "watch", "track", "follow", "monitor", "keep", "draw", "plot", "chart",
    "me", "i", "please", "a", "an", "the", "my", "us", "block", "card", "widget", "of", "with",
    "would", "like", "to", "can", "you", "all", "some", "current",
  ]

  /// Words that end the name of the thing.
  static let endings: Set<String> = ["from", "at", "on", "using", "via", "as", "every", "each"]

  /// Words that say nothing about the source.
  static let fillers: Set<String> = openings.union(endings).union([
    "in", "for", "by", "and", "or", "is", "are", "it", "this", "that", "top", "first", "last",
    "latest", "newest", "recent", "next", "new", "what", "now", "today", "minutes", "minute",
    "hours", "hour", "seconds", "second", "days", "day", "daily", "hourly", "weekly", "table",
    "graph", "url", "link", "page", "site", "website", "feed", "data", "http", "https", "www",
  ])

  /// How the data are wanted.
  static let views: [(words: Set<String>, view: Wish.View)] = [
    (["chart", "graph", "plot", "line", "trend", "curve", "history", "timeline"], .chart),
    (["bar", "bars", "pie", "donut"], .bars),
    (["table", "columns", "rows", "spreadsheet"], .table),
    (["list", "headlines", "items", "stories", "posts"], .list),
    (["number", "stat", "figure", "count", "total"], .number),
  ]

  /// Seconds of one unit of time.
  static let units: [String: Int64] = [
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "week": 604_800, "weeks": 604_800,
  ]

  /// Adverbs of time.
  static let paces: [String: Int64] = [
    "hourly": 3600, "daily": 86400, "nightly": 86400, "weekly": 604_800, "minutely": 60,
  ]

  static let numbers: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "half": 30,
  ]

  /// Words in front of a count: "top 10", "next 5".
  static let counters: Set<String> = [
    "top", "first", "last", "latest", "newest", "next", "recent", "show", "only", "upcoming",
    "best",
  ]
}
