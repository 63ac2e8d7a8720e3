/// The values of one thing, and how a script gets them.
struct DraftFacts: Sendable {
  /// What the values are, for the header of the script: "the values of one answer".
  var what: String
  /// Lines of the script; the last sets what ``fields`` are read from.
  var fetch: [String]
  /// Modules besides `http`.
  var modules: [String] = []
  /// Their columns hold one value.
  var fields: [RowField]
  /// Name of the thing as the source gives it.
  var title: String?
  /// Name of the field whose value is kept at every run, such as a price.
  var history: String?
  /// Words that name it, as of ``DraftSource/nameWords``.
  var nameWords: [String] = []
}
