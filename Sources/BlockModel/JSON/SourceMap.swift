/// Where the values of a JSON text stand: lines and columns for people, keys written twice,
/// and the place where a text stops being JSON.
///
/// A light scan beside simdjson, which reads the values but keeps no places.
public struct SourceMap: Sendable {
  /// Byte offset of each value by JSON Pointer; of a member, the offset of its key.
  public private(set) var offsets: [String: Int] = [:]
  /// Pointers of keys that stand twice in one object.
  public private(set) var duplicates: [(pointer: String, offset: Int)] = []
  /// The first byte that does not belong.
  public private(set) var failure: Int?
  private let bytes: [UInt8]
  private let records: Bool
  private var position = 0

  /// - Parameter records: whether offsets are wanted, not only duplicates.
  public init(_ text: String, records: Bool) {
    bytes = Array(text.utf8)
    self.records = records
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if !value("", depth: 0) { failure = position }
    skipSpace()
    if failure == nil, position < bytes.count { failure = position }
  }

  /// 1-based line and column, in characters, of a byte offset.
  public func place(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (line, String(decoding: before[start...], as: UTF8.self).count + 1)
  }

  /// The offset of what `pointer` names, or of the nearest thing around it.
  public func offset(of pointer: String) -> Int? {
    var pointer = Substring(pointer)
    while true {
      if let offset = offsets[String(pointer)] { return offset }
      guard let slash = pointer.lastIndex(of: "/") else { return nil }
      pointer = pointer[..<slash]
    }
  }

  /// Up to 40 characters around an offset, on one line.
  public func excerpt(around offset: Int) -> String {
    let piece = bytes[max(0, offset - 20)..<min(bytes.count, offset + 20)]
    return String(decoding: piece, as: UTF8.self).replacing("\n", with: " ")
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  private mutating func value(_ pointer: String, depth: Int) -> Bool {
    skipSpace()
    guard position < bytes.count, depth < 200 else { return false }
    if records, offsets[pointer] == nil { offsets[pointer] = position }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object(pointer, depth)
    case UInt8(ascii: "["): return array(pointer, depth)
    case UInt8(ascii: "\""): return string() != nil
    default:
      let start = position
      while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      let fits = ["true", "false", "null"].contains(word) || JSONNumber.isNumber(word)
      if !fits { position = start }
      return fits
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: "_+-.".utf8.contains(byte)
    }
  }

  private mutating func array(_ pointer: String, _ depth: Int) -> Bool {
    position += 1
    skipSpace()
    if take("]") { return true }
    var index = 0
    while true {
      guard value(records ? pointer + "/\(index)" : "", depth: depth + 1) else { return false }
      index += 1
      skipSpace()
      if take("]") { return true }
      guard take(",") else { return false }
    }
  }

  private mutating func object(_ pointer: String, _ depth: Int) -> Bool {
    position += 1
    skipSpace()
    if take("}") { return true }
    var keys: [Range<Int>] = []
    while true {
      skipSpace()
      let start = position
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let key = string()
      else { return false }
      let isDouble = keys.contains { bytes[$0].elementsEqual(bytes[key]) }
      keys.append(key)
      var inner = ""
      if records || isDouble {
        let name = String(decoding: bytes[key], as: UTF8.self)
        inner = pointer + "/" + JSONPointer.escape(name)
        if isDouble { duplicates.append((inner, start)) }
        if records { offsets[inner] = start }
      }
      skipSpace()
      guard take(":"), value(inner, depth: depth + 1) else { return false }
      skipSpace()
      if take("}") { return true }
      guard take(",") else { return false }
    }
  }

  /// Reads a string; the range of its bytes between the quotes.
  private mutating func string() -> Range<Int>? {
    let start = position + 1
    position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<(position - 1)
      case UInt8(ascii: "\\"): position += 2
      case 0..<0x20: return nil
      default: position += 1
      }
    }
    position = min(position, bytes.count)
    return nil
  }
}

extension SourceMap {
  /// What is wrong where the text stops being JSON, and what to write instead; `nil` when it is JSON
  /// or the reason is not one of the common ones.
  public var explanation: String? {
    guard let failure else { return nil }
    let before = bytes[..<failure].last { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    guard failure < bytes.count else {
      return before == nil
        ? "the file is empty" : "the text ends too early; a bracket or quote is not closed"
    }
    let byte = bytes[failure]
    let sign = String(decoding: [byte], as: UTF8.self)
    switch byte {
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      return before == UInt8(ascii: ",") ? "there is a comma before `\(sign)`; remove it" : nil
    case UInt8(ascii: "/"): return "JSON has no comments; remove it"
    case UInt8(ascii: "'"): return "write text in double quotes"
    case UInt8(ascii: ","): return "there is a comma too many; remove it"
    case 0..<0x20:
      return "a text may not run over the end of its line; write \\n, or close the quote"
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["):
      let isNext = before.map { !",:[{".utf8.contains($0) } ?? false
      return isNext ? "a comma is missing before this" : nil
    default:
      guard Self.isWordByte(byte) else { return nil }
      let word = String(decoding: bytes[failure...].prefix { Self.isWordByte($0) }, as: UTF8.self)
      if before == UInt8(ascii: "{") || before == UInt8(ascii: ",") {
        return "write \"\(word)\" in double quotes"
      }
      return Double(word) == nil
        ? "`\(word)` is not JSON; write text in double quotes, or true, false or null"
        : "`\(word)` is not a number as JSON writes it"
    }
  }
}
