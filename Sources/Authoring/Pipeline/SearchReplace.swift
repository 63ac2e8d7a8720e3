import BlockModel

/// Edits of a long script: blocks of `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`.
struct SearchReplace {
  /// Lines from which on a script is edited instead of written again.
  static let minimumLines = 150

  private var edits: [(search: [Substring], replace: [Substring])] = []

  struct Problem: Error {
    var sentence: String
  }

  static func isEdit(_ text: String) -> Bool { text.contains("<<<<<<< SEARCH") }

  init(_ text: String) throws(Problem) {
    enum Part { case outside, search, replace }
    var part = Part.outside
    var edit: (search: [Substring], replace: [Substring]) = ([], [])
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<<<<<<< SEARCH") {
        part = .search
        edit = ([], [])
      } else if line.hasPrefix("======="), part == .search {
        part = .replace
      } else if line.hasPrefix(">>>>>>> REPLACE"), part == .replace {
        edits.append(edit)
        part = .outside
      } else {
        switch part {
        case .outside: break
        case .search: edit.search.append(line)
        case .replace: edit.replace.append(line)
        }
      }
    }
    guard part == .outside, !edits.isEmpty else {
      throw Problem(sentence: "A SEARCH/REPLACE block is not complete; send it again, whole.")
    }
  }

  /// Each block must match at one place: exactly, else without regard to space at the ends.
  func applied(to script: String) throws(Problem) -> String {
    var lines = script.split(separator: "\n", omittingEmptySubsequences: false)
    for edit in edits {
      var places = Self.places(of: edit.search, in: lines) { $0 == $1 }
      if places.isEmpty {
        places = Self.places(of: edit.search, in: lines) {
          String($0).trimming(\.isWhitespace) == String($1).trimming(\.isWhitespace)
        }
      }
      guard places.count == 1, let place = places.first else {
        let first = edit.search.first.map(String.init) ?? ""
        throw Problem(
          sentence: places.isEmpty
            ? "The script has no lines like those that begin with '\(first)'; copy them exactly."
            : "The lines that begin with '\(first)' are there \(places.count) times; add lines around them."
        )
      }
      lines.replaceSubrange(place..<place + edit.search.count, with: edit.replace)
    }
    return lines.joined(separator: "\n")
  }

  private static func places(
    of search: [Substring], in lines: [Substring], _ isSame: (Substring, Substring) -> Bool
  ) -> [Int] {
    guard !search.isEmpty, search.count <= lines.count else { return [] }
    return (0...lines.count - search.count).filter { start in
      zip(search, lines[start...]).allSatisfy(isSame)
    }
  }
}
