/// A part of an answer that is read while it comes.
public enum EgressPart: Sendable, Hashable {
  case head(status: Int, headers: [EgressRequest.Header])
  case body([UInt8])
}
