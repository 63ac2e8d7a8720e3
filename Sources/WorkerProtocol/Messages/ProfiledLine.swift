/// The time of one line of a script.
public struct ProfiledLine: Sendable, Equatable {
  /// From 1.
  public var line: Int
  /// How often it was begun.
  public var hits: Int
  /// With what it called in modules, and without what it called in the script.
  public var microseconds: Int

  /// Numbers that are too large for the wire are cut.
  public init(line: Int, hits: Int, microseconds: Int) {
    self.line = min(max(0, line), WireField.line.most)
    self.hits = min(max(0, hits), WireField.hits.most)
    self.microseconds = min(max(0, microseconds), WireField.microseconds.most)
  }
}

extension ProfiledLine {
  init(from reader: inout WireReader) throws(WireProblem) {
    line = try reader.number(.line)
    hits = try reader.number(.hits)
    microseconds = try reader.number(.microseconds)
  }

  func encode(to writer: inout WireWriter) {
    writer.write(line, .line)
    writer.write(hits, .hits)
    writer.write(microseconds, .microseconds)
  }
}
