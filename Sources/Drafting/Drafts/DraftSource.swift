import BlockModel
import Sentences

/// Rows, and how a script gets them.
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
  /// Page of the source for people.
  var link: String?
  /// The newest rows stand at the end, as in a file that grows.
  var growsAtEnd = false
  /// The rows come in the order of time that people want.
  var isInOrder = false
  /// The component is known beforehand.
  var view: Wish.View?
  /// Rows that are shown when the wish names no count.
  var usualCount = 10
  /// Facts beside the rows: name, label, Lua, format.
  var roles: Roles?

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
