import BlockModel
import Foundation

/// A card that shows `${now}`, where the script returned a `now` of its own, shows the clock. Other names that
/// mean something in a card are told when it is compiled.
enum ShadowedClock {
  /// A script may return the time of its run by this name: the clock says the same.
  private static let tolerance = 300.0

  static func finding(in files: BlockFiles, on data: JSONValue, now: Date) -> CandidateFinding? {
    guard let own = data.object?["now"], files.spec.contains(#/\$\{\s*now\b/#),
      own.number.map({ abs($0 - now.timeIntervalSince1970) > tolerance }) ?? true
    else { return nil }
    return CandidateFinding(
      .shadowedClock, place: BlockFiles.specName,
      detail: "'now' is the clock in a card, whatever the script returns",
      summary: "The card reads 'now', which is the clock and not what the script returned.",
      issues: ["Call what the script returns as 'now' something else, in both files."],
      person: "the card would show the clock instead of 'now'", failure: .specError)
  }
}
