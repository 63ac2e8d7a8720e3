public import BlockHealth
public import BlockModel
public import BlockUI
public import Foundation

/// Everything that is known of a block at one moment, for a page, a terminal or the API.
public struct Card: Sendable, Identifiable {
  public var id: BlockID
  /// The name in the manifest; the spec may show another title.
  public var name: String
  public var state: CardState
  /// What happened, in one plain sentence.
  public var sentence: String
  /// The one thing to do next; `nil` only while nothing can be done but wait for a run.
  public var nextAction: CardAction?
  /// A run is under way, whatever the state says of the last one.
  public var isRunning: Bool
  public var manifest: Manifest
  /// What the block may reach: what its manifest asks for and people allowed.
  public var permissions: Permissions
  /// Does the block know, or may it come to know, what is not public?
  public var isPrivate: Bool
  /// The values of all parameters, defaults filled in.
  public var params: JSONObject
  /// `nil` when the spec of the serving version cannot be read at all.
  public var compiled: CompiledSpec?
  /// Last good data; stays when later runs fail.
  public var data: JSONValue?
  public var dataAt: Date?
  public var lastRun: RunSummary?
  public var nextRun: Date?
  public var version: VersionNumber
  public var author: VersionAuthor
  /// Where the card stands, for each breakpoint; empty for a card that is on no page.
  public var places: [Breakpoint: Place] = [:]
  /// Breakpoints at which its height is a guess, for the first browser that shows it to correct.
  public var unfitted: Set<Breakpoint> = []
  /// What is wrong with the working copy a person saved; the version that serves is another one.
  public var editProblem: EditProblem?
  /// What was found of the change that made it so, and did not keep the version from serving.
  public var noticed: String?
}
