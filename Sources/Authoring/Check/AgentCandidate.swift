public import BlockModel
public import BlockRuntime
public import Foundation
public import OrderedCollections
import Sketches

extension Candidate {
  /// Files of another agent. It is a model, and held to what a model is held to: what they show has to come from
  /// the sources that they ask.
  ///
  /// - Parameters:
  ///   - block: what they are to change; `nil` for a new block.
  ///   - before: the files of that block, and what they returned last.
  public init(
    ofAgent files: BlockFiles, changing block: BlockID? = nil, before: BlockFiles? = nil,
    returned: JSONValue? = nil, params: JSONObject = [:], reason: RunRequest.Reason, now: Date
  ) {
    self.init(files, by: .agent, of: block, params: params, reason: reason, now: now)
    // What may be missing on any day is a key that the block knew before.
    var optional = Sketch(of: returned ?? .null).optionalKeys
    if let before { optional.formUnion(AbsentKeys.named(in: before.script)) }
    expectation = Expectation(
      needsSource: (before ?? files).asksSources, optionalKeys: optional)
  }
}
