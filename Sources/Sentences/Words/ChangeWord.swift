/// What a word means in a sentence that changes a query, and nowhere else.
enum ChangeWord: Hashable, Sendable {
  /// "also": what follows comes to what is there.
  case more
  /// "not only": what follows is no condition any more, unless something comes to it.
  case beyond
  /// "remove": what follows goes.
  case less
  /// "instead": what was said stands for what is there.
  case instead
  /// "instead of": what follows goes, and what was said comes.
  case insteadOf
  /// "change", "but": says nothing by itself.
  case verb
  /// "all rows".
  case all
  /// "the other way round".
  case flip
  /// Names a part of a query: "the filter".
  case part(Part)

  enum Part: String, Hashable, Sendable {
    case filters, sort, limit, group, columns
  }

  /// As the tables of words name it.
  init?(_ name: String) {
    switch name {
    case "more": self = .more
    case "beyond": self = .beyond
    case "less": self = .less
    case "instead": self = .instead
    case "instead of": self = .insteadOf
    case "verb": self = .verb
    case "all": self = .all
    case "flip": self = .flip
    default: return nil
    }
  }
}
