import BlockModel
import BlockUI

/// Names of the data that a card cannot reach, because they mean something else there.
enum ReservedNames {
  /// A card that shows `${now}`, where the script returned a `now`, shows the clock.
  static func findings(in files: BlockFiles, on data: JSONValue) -> [CandidateFinding] {
    Scope.reservedNames.filter { name in
      data.object?[name] != nil && reads(name, files.spec)
    }.map { name in
      CandidateFinding(
        .missingData, place: BlockFiles.specName,
        detail: "'\(name)' is \(meaning(name)) in a card, whatever the script returns",
        summary:
          "The card reads '\(name)', which is \(meaning(name)) and not what the script returned.",
        issues: ["Call what the script returns as '\(name)' something else, in both files."],
        person: "the card would show \(meaning(name)) instead of '\(name)'", failure: .specError)
    }
  }

  private static func reads(_ name: String, _ spec: String) -> Bool {
    let template = #/\$\{\s*([A-Za-z_]\w*)/#
    return spec.matches(of: template).contains { $0.1 == name }
  }

  private static func meaning(_ name: String) -> String {
    switch name {
    case "now": "the clock"
    case "params": "the settings"
    case "block": "the block itself"
    default: "an element of a list"
    }
  }
}
