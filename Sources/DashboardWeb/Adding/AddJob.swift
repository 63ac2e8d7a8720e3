import BlockModel

/// A sentence on its way to becoming a block.
struct AddJob: Sendable, Hashable {
  enum Status: Sendable, Hashable {
    /// What is being done right now, in words.
    case running(String)
    case added(BlockID)
    /// Why there is no block; `grant` is what would have to be allowed first, `suggestions` are
    /// sentences that would work, and `source` is what a block can be picked from by hand.
    case answer(
      String, grant: Grant.Subject? = nil, suggestions: [String] = [], source: String? = nil)
    case cancelled
  }

  let id: String
  let sentence: String
  /// What was allowed for it already; who tries again sends them along.
  let grants: [Grant.Subject]
  var status: Status { didSet { step += 1 } }
  /// Counts the changes, so that who hears of two in the wrong order knows which is newer.
  private(set) var step = 0

  init(id: String, sentence: String, grants: [Grant.Subject] = [], status: Status) {
    self.id = id
    self.sentence = sentence
    self.grants = grants
    self.status = status
  }

  var json: JSONValue {
    var members: JSONObject = [
      "id": .string(id), "sentence": .string(sentence), "step": .integer(Int64(step)),
    ]
    switch status {
    case .running(let stage):
      members["status"] = "running"
      members["stage"] = .string(stage)
    case .added(let block):
      members["status"] = "added"
      members["block"] = .string(block.text)
    case .answer(let message, let grant, let suggestions, let source):
      members["status"] = "answer"
      members["stage"] = .string(message)
      if let grant {
        members["grant"] = .string(grant.description)
        members["grant_label"] = .string(grant.label)
      }
      members["grants"] = .array(grants.map { .string($0.description) })
      members["source"] = source.map { .string($0) }
      members["suggestions"] = .array(suggestions.map { .string($0) })
    case .cancelled:
      members["status"] = "cancelled"
    }
    return .object(members)
  }

  var isRunning: Bool {
    if case .running = status { true } else { false }
  }
}
