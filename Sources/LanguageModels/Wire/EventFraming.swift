/// Takes a stream of bytes apart into lines, wherever the network cut it. Lines end with LF, CR or
/// CRLF; a byte order mark at the start is left out.
struct LineFraming {
  private var pending: [UInt8] = []
  private var isStart = true
  private var sawReturn = false

  mutating func add(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      switch byte {
      case 0x0A where sawReturn: sawReturn = false
      case 0x0A, 0x0D:
        sawReturn = byte == 0x0D
        lines.append(take())
      default:
        sawReturn = false
        pending.append(byte)
      }
    }
    return lines
  }

  /// What came after the last line end.
  mutating func end() -> String? { pending.isEmpty ? nil : take() }

  private mutating func take() -> String {
    var bytes = pending[...]
    if isStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    isStart = false
    pending = []
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Server-sent events out of a stream of bytes.
///
/// Source: WHATWG HTML, "Server-sent events", 9.2.6. Unlike there, an event that lacks the empty
/// line at the end of the stream counts: several servers leave it out.
struct EventFraming {
  private var lines = LineFraming()
  private var data: [String] = []

  /// The data of the events that became complete.
  mutating func add(_ bytes: some Sequence<UInt8>) -> [String] {
    lines.add(bytes).compactMap { read($0) }
  }

  mutating func end() -> [String] {
    let last = lines.end().flatMap { read($0) }
    return [last, read("")].compactMap(\.self)
  }

  /// Names, ids and comments do not matter: the data of all protocols say what they are.
  private mutating func read(_ line: String) -> String? {
    if line.isEmpty {
      guard !data.isEmpty else { return nil }
      defer { data = [] }
      return data.joined(separator: "\n")
    }
    if line == "data" {
      data.append("")
    } else if line.hasPrefix("data:") {
      let value = line.dropFirst(5)
      data.append(String(value.first == " " ? value.dropFirst() : value))
    }
    return nil
  }
}
