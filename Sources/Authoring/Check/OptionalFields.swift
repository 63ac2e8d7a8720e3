import BlockUI

/// Fields that a source has in some rows only: that none of the few rows of a card has one is no
/// mistake of the script.
struct OptionalFields {
  /// Keys that are absent in some rows of what was probed.
  let keys: Set<String>

  /// Is all that the card misses of such a field?
  ///
  /// - Parameter absentReads: `$.hits[].image was read 5x but is absent; …`
  func explain(_ fit: CheckReport, _ absentReads: [String]) -> Bool {
    guard !keys.isEmpty, !fit.errors.isEmpty else { return false }
    if absentReads.isEmpty {
      return fit.errors.allSatisfy {
        Self.lastName(Self.quoted($0.message)).map(keys.contains) ?? false
      }
    }
    return absentReads.allSatisfy { read in
      let path = read.prefix { $0 != " " }
      return Self.lastName(path).map(keys.contains) ?? false
    }
  }

  /// What stands in the first quotes of a message: the path that has no data.
  private static func quoted(_ message: String) -> Substring {
    message.drop { $0 != "'" }.dropFirst().prefix { $0 != "'" }
  }

  /// `image` of `$.hits[].image`, `item.image`.
  private static func lastName(_ path: Substring) -> String? {
    path.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map(String.init)
  }
}
