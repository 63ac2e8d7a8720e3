/// Where the values of a JSON text stand: lines and columns for people, keys written twice,
/// and the place where a text stops being JSON.
public struct SourceMap: Sendable {
  /// Byte offset of each value by JSON Pointer; of a member, the offset of its key.
  public private(set) var offsets: [String: Int] = [:]
  /// Pointers of keys that stand twice in one object.
  public private(set) var duplicates: [(pointer: String, offset: Int)] = []
  /// The first byte that does not belong.
  public private(set) var failure: Int?
  private let bytes: [UInt8]
  private let records: Bool

  /// - Parameter records: whether offsets are wanted, not only duplicates.
  public init(_ text: String, records: Bool) {
    bytes = Array(text.utf8)
    self.records = records
    var scanner = JSONScanner(bytes)
    if let root = scanner.document() { visit(root, "") } else { failure = scanner.position }
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

  private mutating func visit(_ node: JSONSyntax, _ pointer: String) {
    if records, offsets[pointer] == nil { offsets[pointer] = node.range.lowerBound }
    for (index, element) in node.elements.enumerated() {
      visit(element, records ? pointer + "/\(index)" : "")
    }
    var keys: Set<String> = []
    for member in node.members {
      let isDouble = !keys.insert(member.key).inserted
      let inner = records || isDouble ? pointer + "/" + JSONPointer.escape(member.key) : ""
      if isDouble { duplicates.append((inner, member.keyRange.lowerBound)) }
      if records { offsets[inner] = member.keyRange.lowerBound }
      visit(member.value, inner)
    }
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
      guard JSONScanner.isWordByte(byte) else { return nil }
      let word = String(
        decoding: bytes[failure...].prefix { JSONScanner.isWordByte($0) }, as: UTF8.self)
      if before == UInt8(ascii: "{") || before == UInt8(ascii: ",") {
        return "write \"\(word)\" in double quotes"
      }
      return Double(word) == nil
        ? "`\(word)` is not JSON; write text in double quotes, or true, false or null"
        : "`\(word)` is not a number as JSON writes it"
    }
  }
}
