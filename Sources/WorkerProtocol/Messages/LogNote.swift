/// A line for the log of the run.
public struct LogNote: Sendable, Equatable {
  public enum Level: UInt8, Sendable, CaseIterable { case info, warn, error }

  public var level: Level
  public var text: String

  /// A text that is too long for the wire is cut.
  public init(_ level: Level, _ text: String) {
    self.level = level
    self.text = text.cut(to: .note)
  }
}

extension LogNote {
  init(from reader: inout WireReader) throws(WireProblem) {
    level = try reader.choice(.choice)
    text = try reader.text(.note)
  }

  func encode(to writer: inout WireWriter) {
    writer.write(level.rawValue)
    writer.write(text, .note)
  }
}
