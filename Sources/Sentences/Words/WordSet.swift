/// Groups of words of a language that no single meaning holds; the key is their name in its table.
enum WordSet: String, CaseIterable, Sendable {
  /// Tell the language of a sentence: words that only this language has.
  case marks
  /// Order as well as group: "by".
  case by
  /// Stand between a comparative and what is compared with: "than".
  case comparing
  /// Numbers of this name count nothing: "year", "rank".
  case ordinals
  /// Begin a question that is answered by yes or no: "is", "does".
  case asks
  /// Judge where numbers may be better the lower they are: "best", "worst".
  case judged
  /// Name the block itself, or its source, where they are not what something is done with: "card".
  case block
  /// Articles of one thing, and of several.
  case one, many
  /// How nouns end that stand for several things.
  case endings
  /// Tie a thing to what it belongs to: "of".
  case of
  /// May stand between two words of a name: "date of birth".
  case gaps
  /// Stand behind the name of a moment and add nothing: "due date".
  case dateWords
  /// Stand behind the name of a number and add nothing: "mortgage rate".
  case quantities
  /// Units of time in the plural: "the next days" are no certain number of them.
  case spans
  /// Lead to what is still to come: "in less than 10 days".
  case ahead
  /// Take a column away: "hide"; "without" may speak of rows as well.
  case hides
  /// Say that some are left of what stands before: "places left".
  case left
  /// Say that a span goes on behind its start: "from today on".
  case onwards
  /// Stand behind what is not so, and may be so later: "yet".
  case yet
  /// Say that there is none of what follows: "no".
  case none
  /// Say whose something is: "my".
  case mine
  /// Stand behind "named" where somebody is named after another: "after".
  case namesakes
  /// Stand before the first year of a decade: "années 1930".
  case decades
  /// Say of rows that they are over: "past".
  case bygone
  /// Say, with a number of days, when something was: "ago", "il y a".
  case ago
  /// Say "per" between a count and a unit of time: "how many a month".
  case rates
  /// Superlatives of size, which speak of no price: "biggest".
  case large
  /// Superlatives of age, which speak of when a thing began: "oldest".
  case aged
  /// Turn a flag round in front of its name: "uninsured".
  case negating
  /// Ask for every row: "all".
  case whole
  /// Count places: "third".
  case nth
  /// Directions of texts: "alphabetically".
  case alphabetic
  /// Speak of all that is to come: "upcoming".
  case all
  /// Superlatives of counts, which name no number of their own: "most".
  case more
  /// Superlatives that speak of heights where there are any: "highest".
  case height
  /// What a thing is called, where groups are ordered by it: "name".
  case naming
  /// Make a bound greater, or smaller: "raise", "lower".
  case raising, lowering
  /// Name a bound, an upper one, or a lower one: "limit", "maximum", "minimum".
  case bounds, ceilings, floors
}
