import BlockModel

/// A record set of a source: its rows, what they are called, and how a script gets them.
struct DraftSource: Sendable {
  /// What the rows are, for the header of the script: "the features".
  var what: String
  /// Lines of the script that fetch and end with a list called as in ``list``.
  var fetch: [String]
  /// Modules besides `http`.
  var modules: [String] = []
  /// Lua expression of the list.
  var list: String
  /// How the list is walked.
  var walk: Walk = .elements
  var fields: [RowField]
  var rowCount: Int
  /// Name of the source as it gives itself.
  var title: String?
  /// What the set is called for people: the heading above it, its caption, its key.
  var caption: String?
  /// Words that name the set, lower case, the nearest first: of its heading, caption, key, of the
  /// source's title and of its file.
  var nameWords: [String] = []
  /// How likely this is what a person wants to see of the source.
  var score = 0.0
  /// The first rows as objects, by ``RowField/name``.
  var rows: [JSONValue] = []
  /// The distinct values of every field as texts, over all rows, by ``RowField/name``; see
  /// ``SetContents`` for the bounds.
  var values: [String: [String]] = [:]
  /// Which part of time the rows come from, where the source has been cut by it.
  var part: Part?
  /// Lines that fetch the rows of all time instead, and what these are called.
  var whole: (fetch: [String], caption: String)?
  /// Page of the source for people.
  var link: String?
  /// The newest rows stand at the end, as in a file that grows.
  var growsAtEnd = false
  /// The rows come in the order of time that people want.
  var isInOrder = false
  /// The component is known beforehand.
  var view: CardWish.View?
  /// Seconds between runs when the sentence names none.
  var pace: Int64 = 1800
  /// Rows that are shown when the wish names no count.
  var usualCount = 10
  /// Lines of Lua over `rows`, whose fields are named as in ``fields``, before they are cut.
  var steps: [String] = []
  /// Fields that the steps read beside what is shown.
  var needed: [RowField] = []
  /// Fields that the wish names, by name: they are shown before others.
  var wanted: [String] = []
  /// Fields that were taken away by wish.
  var hiddenCount = 0
  /// The fields were chosen: all are shown, in their order.
  var isChosen = false
  /// The steps decide the order of the rows.
  var isOrdered = false
  /// Which field plays which part, where the source says it.
  var roles: Roles?

  enum Part: Hashable, Sendable {
    case coming, past
  }

  enum Walk: Hashable, Sendable {
    /// `for _, row in ipairs(list)`
    case elements
    /// From the second element on; the first names the columns.
    case elementsAfterHeader
    /// `for key, row in pairs(list)`, sorted by key.
    case members
    /// `for i = 1, #list.NAME`: an object of equal-length lists.
    case columns(first: String)
  }
}
