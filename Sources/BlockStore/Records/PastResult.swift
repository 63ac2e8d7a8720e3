public import BlockModel
public import Foundation

/// When a block showed something new, without what it was.
public struct ResultSummary: Hashable, Sendable, Identifiable {
  public var id: Int64
  /// The first run that returned it; it may be kept no more.
  public var run: Int64
  public var version: VersionNumber
  public var at: Date
  /// As it is kept, compressed.
  public var bytes: Int

  public init(id: Int64, run: Int64, version: VersionNumber, at: Date, bytes: Int) {
    self.id = id
    self.run = run
    self.version = version
    self.at = at
    self.bytes = bytes
  }
}

/// What a block showed from a moment on, with all that its card was made of.
public struct PastResult: Hashable, Sendable {
  public var summary: ResultSummary
  /// The values that a person had set.
  public var params: JSONObject
  public var data: JSONValue

  public init(_ summary: ResultSummary, params: JSONObject, data: JSONValue) {
    self.summary = summary
    self.params = params
    self.data = data
  }
}
