/// The words the drafter understands. English first, the most common German ones; every list here
/// is data.
public enum WishWords {
  /// Words in front of the thing that is wanted.
  public static let openings: Set<String> = [
    "show", "display", "list", "give", "get", "fetch", "put", "make", "create", "build", "add",
    "want", "need", "see", "watch", "track", "follow", "monitor", "keep", "draw", "plot", "chart",
    "me", "i", "a", "an", "the", "my", "us", "block", "card", "widget", "of", "with", "would",
    "like", "to", "can", "you", "all", "some", "current", "what", "which", "are", "is", "only",
    "just", "top", "zeige", "zeig", "mir", "die", "der", "das", "den", "ein", "eine", "einen",
    "meine", "alle",
  ]

  /// Words in front of an address.
  public static let endings: Set<String> = [
    "from", "at", "on", "using", "via", "as", "every", "each", "of", "for", "with", "by", "url",
    "von", "aus", "auf", "bei",
  ]

  /// Words that ask for nothing, wherever they stand.
  public static let silent: Set<String> = ["please", "bitte", "now", "live"]

  /// Words that belong together with what stands behind them.
  public static let connectors: Set<String> = [
    "in", "for", "by", "and", "or", "of", "with", "the", "a", "an", "on", "at", "from", "to", "is",
    "are", "von", "aus", "und", "mit", "für",
  ]

  public static let articles: Set<String> = [
    "a", "an", "the", "my", "their", "its", "our", "der", "die", "das", "den", "dem", "ein", "eine",
    "ihre", "ihren",
  ]

  /// Words that say nothing about the source.
  public static let fillers: Set<String> = openings.union(endings).union(silent).union([
    "in", "and", "or", "it", "this", "that", "first", "last", "latest", "newest", "recent", "next",
    "new", "today", "minutes", "minute", "hours", "hour", "seconds", "second", "days", "day",
    "daily", "hourly", "weekly", "table", "graph", "link", "page", "site", "website", "feed",
    "data", "http", "https", "www",
  ])

  /// Words that begin another part of the sentence.
  public static let boundaries: Set<String> = comparisons.filter { !$0.contains(" ") }
    .union(matching).union(sorting).union(merging).union(naming)
    .union([
      "with", "without", "as", "every", "each", "top", "limit", "sorted", "columns", "and", "where",
      "more", "less", "please", "als", "mit", "und", "ohne", "jede", "jeden", "via", "using",
    ])

  /// How the data are wanted, by a word anywhere in the sentence.
  public static let views: [(words: Set<String>, view: Wish.View)] = [
    (["chart", "graph", "plot", "trend", "curve", "history", "timeline", "diagram"], .chart),
    (["table", "columns", "rows", "spreadsheet", "tabelle"], .table),
    (["list", "headlines", "items", "stories", "posts", "liste"], .list),
  ]

  /// The view behind "as a".
  public static func view(_ word: String) -> Wish.View? {
    switch word {
    case "number", "stat", "figure", "value", "zahl": .number
    case "table", "spreadsheet", "tabelle": .table
    case "list", "liste": .list
    default: views[0].words.contains(word) ? .chart : nil
    }
  }

  public static let charts: Set<String> = ["chart", "graph", "plot", "diagram"]
  public static let chartKinds = [
    "line": "line", "area": "area", "bar": "bar", "bars": "bar", "pie": "pie", "donut": "donut",
    "scatter": "scatter",
  ]

  /// Seconds of one unit of time.
  public static let units: [String: Int64] = [
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sekunde": 1, "sekunden": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "stunde": 3600,
    "stunden": 3600, "d": 86400, "day": 86400, "days": 86400, "tag": 86400, "tage": 86400,
    "week": 604_800, "weeks": 604_800, "woche": 604_800, "wochen": 604_800, "month": 2_592_000,
    "months": 2_592_000, "year": 31_536_000, "years": 31_536_000,
  ]

  public static let everyWords: Set<String> = [
    "every", "each", "alle", "jede", "jeden", "jedes", "jeder",
  ]

  /// Adverbs of time.
  public static let paces: [String: Int64] = [
    "hourly": 3600, "daily": 86400, "nightly": 86400, "weekly": 604_800, "minutely": 60,
    "stündlich": 3600, "täglich": 86400, "wöchentlich": 604_800,
  ]

  public static let numbers: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "half": 30,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "zehn": 10,
  ]

  /// Words in front of a count: "top 10", "next 5".
  public static let counters: Set<String> = latest.union([
    "top", "first", "next", "show", "only", "upcoming", "best", "nächste", "nächsten", "erste",
    "ersten",
  ])

  /// Of these the newest are meant.
  public static let latest: Set<String> = [
    "latest", "newest", "last", "recent", "neueste", "neuesten", "letzte", "letzten",
  ]

  /// Nouns that are counted: "10 rows".
  public static let counted: Set<String> = [
    "rows", "items", "entries", "stories", "posts", "articles", "results", "events", "headlines",
    "lines", "zeilen",
  ]

  public static let merging: Set<String> = [
    "merge", "merged", "merging", "combine", "combined", "together",
  ]
  public static let naming: Set<String> = ["called", "named", "titled", "namens"]
  public static let sorting: Set<String> = [
    "sorted", "sort", "ordered", "order", "ranked", "sortiert",
  ]

  public static let directions: Set<String> = [
    "ascending", "asc", "descending", "desc", "alphabetically",
  ]

  /// Words for what is first.
  public static let superlatives: Set<String> = [
    "newest", "latest", "oldest", "neueste", "älteste", "cheapest", "billigste", "günstigste",
    "most expensive", "priciest", "teuerste", "heaviest", "lightest", "tallest", "shortest",
    "longest", "strongest", "weakest", "deepest", "fastest", "slowest", "richest", "poorest",
    "hottest", "warmest", "coldest", "nearest", "closest", "youngest", "most popular", "highest",
    "largest", "biggest", "greatest", "most", "größte", "höchste", "lowest", "smallest", "fewest",
    "least", "kleinste", "niedrigste",
  ]

  /// Words for a comparison.
  public static let comparisons: Set<String> = [
    "above", "over", "more than", "greater than", "larger than", "bigger than", "higher than",
    "exceeding", "at least", "minimum", "below", "under", "less than", "fewer than",
    "cheaper than", "lower than", "smaller than", "at most", "up to", "older than", "younger than",
    "heavier than", "since", "after", "before", ">", "<", ">=", "<=", "über", "unter",
  ]
  public static let scales: Set<String> = ["k", "thousand", "million", "billion", "millions"]
  /// Units that name no field.
  public static let measures: Set<String> = [
    "euro", "euros", "eur", "dollar", "dollars", "usd", "pounds", "gbp", "percent", "km", "kg", "g",
    "grams", "degrees", "meters", "metres", "mm", "cm", "m",
  ]

  /// Words in front of something the rows must hold.
  public static let matching: Set<String> = [
    "in", "about", "by", "for", "near", "mentioning", "containing", "from", "within", "against",
    "on", "at", "nach", "über",
  ]

  /// Words that come with keys.
  public static let secrets: Set<String> = [
    "header", "headers", "token", "password", "secret", "bearer", "apikey", "api-key",
    "credentials",
  ]

  /// Words that make "alert" and "email" a verb.
  public static let objects: Set<String> = ["me", "us", "when", "if", "it", "this", "them", "the"]

  /// What a rule of the block does, no model.
  public static let alerting = "send alerts"

  /// Verbs of what needs a model.
  public static let tasks: [String: String] = [
    "alert": alerting, "notify": alerting, "warn": alerting, "email": "send mail",
    "translate": "translate",
    "translated": "translate", "übersetze": "translate", "summarise": "summarise",
    "summarize": "summarise", "summarised": "summarise", "summarized": "summarise",
  ]

  /// Fields that are usually wanted with the largest first.
  public static let largestFirst: Set<String> = [
    "score", "points", "votes", "stars", "magnitude", "mag", "population", "likes", "views",
    "comments", "rating", "downloads", "popularity", "ups", "mass", "revenue", "gdp",
  ]
}
