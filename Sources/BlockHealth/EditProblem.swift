/// Why a saved working copy did not become a version.
public struct EditProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// `block.lua:12`, `block.ui.json:3`, or only the file.
  public var place: String
  /// One sentence: what is wrong and what to do next.
  public var message: String

  public init(place: String, message: String) {
    self.place = place
    self.message = message
  }

  public var description: String { "\(place): \(message)" }
}
