import BlockModel

/// What a word or a phrase of a language means in a sentence.
enum WordMeaning: Hashable, Sendable {
  /// Says nothing: "please", "show me".
  case filler
  case article
  /// Names rows and nothing else: "rows", "items", "things".
  case generic
  /// "of", "for", "in": ties what stands beside it.
  case preposition
  /// "with", "having", "that": begins another clause.
  case clause
  case and, or
  /// "is", "are", "equals", ":".
  case copula
  case question(QuestionKind)
  /// "how old": asks for the first of these fields that there is.
  case asked(fields: [String])
  case comparison(RowQuery.Comparison)
  /// "expired": the moment that one of these fields holds is over.
  case elapsed(fields: [String])
  /// "older than": a comparison that implies its field.
  case implied(RowQuery.Comparison, fields: [String])
  /// "or more", behind a number.
  case behind(RowQuery.Comparison)
  case between
  /// "to", between two numbers.
  case range
  /// "and also": another wish begins.
  case several
  /// "tell me when": an alert begins.
  case alerting
  /// Judges and selects nothing: "lovely".
  case soft
  /// A verb that ties a condition to the rows: "published", "costing".
  case verb
  /// "not", "except"; of a condition.
  case negation
  /// "without": leaves out a column or a value.
  case without
  /// "only", "just".
  case only
  /// "containing", "about", "mentioning".
  case contains
  /// "sorted by", "by".
  case sort
  case direction(isDescending: Bool)
  /// "cheapest": may imply fields (the best first); none for the main number.
  case superlative(isDescending: Bool, fields: [String], isTime: Bool)
  /// "top", "first", "limit".
  case top
  /// "last 5 rows", "latest".
  case newest
  case number(Double)
  case scale(Double)
  case aggregate(RowQuery.Aggregate.Kind)
  /// "per", "for each".
  case per
  case view(RowQuery.View)
  /// "columns", "fields".
  case columns
  case named
  /// "title", in front of a colon.
  case title
  case unit(RowQuery.Moment.Unit)
  /// Moments and spans: "today", "now".
  case base(RowQuery.Moment.Base, Int, RowQuery.Moment.Unit)
  /// A span with ends of its own: "this weekend"; without a start only its end is spoken of, without an end it
  /// goes on.
  case stretch(from: RowQuery.Moment?, to: RowQuery.Moment?)
  case past, coming, present
  /// "since", "until": a comparison of times.
  case since, until
  case month(Int)
  /// A day of every year: "Christmas".
  case feast(month: Int, day: Int)
  /// "first" in "highest first".
  case firstly
  /// A condition that only a person can judge: "near", "major".
  case vague
  /// "than" without a number: compares with something else.
  case than
  /// Names a measure behind a number: "euros".
  case measure(String)
  // Schedules
  case every
  /// "hourly": seconds.
  case pace(Int64)
  /// "twice a", in front of a unit.
  case times(Int64)
  /// "other", in front of a unit: every second one.
  case other
  case half
  /// "at", in front of a time of the day.
  case at
  /// "o'clock"
  case clock
  /// The day field of cron: `1` for Monday.
  case weekday(String)
  /// "morning": the hour.
  case partOfDay(Int)
}

/// What a question word asks for.
enum QuestionKind: String, Hashable, Sendable {
  case person, place, time, thing, count
  /// "how much", which counts no rows.
  case amount
}
