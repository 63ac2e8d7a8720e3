public import BlockModel
public import Drafting
public import Sentences

extension Author {
  /// Reads a source as it is read for a new block: for looking at what sentences mean over it.
  /// - Throws: why it cannot be read.
  public func probe(_ url: String) async throws(AuthoringAnswer) -> Probe {
    var permissions = try Permissions(forAddress: url, grants: [])
    return try await SourceLadder(prober: prober).probe(url, &permissions, method: nil)
  }

  /// A sentence in the language it is written in.
  public func read(_ sentence: String) -> ReadSentence {
    ReadSentence(sentence, lexicons: lexicons)
  }
}
