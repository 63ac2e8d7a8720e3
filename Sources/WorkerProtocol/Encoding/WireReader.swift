/// Reads the fields of one message from bytes that anybody may have written.
///
/// Nothing traps, and nothing is made larger than the bytes that are there: what a text, a list or a
/// number claims is compared with them and with the bound of its ``WireField`` first.
struct WireReader {
  private let bytes: [UInt8]
  private var place: Int

  /// - Parameter bytes: a frame without its length; the first byte is its kind.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// Every byte must have been read.
  func finish() throws(WireProblem) {
    guard place == bytes.count else { throw .trailing(count: bytes.count - place) }
  }

  // MARK: Fields

  mutating func byte(_ field: WireField) throws(WireProblem) -> UInt8 {
    guard place < bytes.count else { throw .cutOff(field: field.name) }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func flag(_ field: WireField) throws(WireProblem) -> Bool {
    switch try byte(field) {
    case 0: return false
    case 1: return true
    case let byte: throw .unknown(field: field.name, byte: byte)
    }
  }

  /// A number from 0 to the field's most.
  mutating func number(_ field: WireField) throws(WireProblem) -> Int {
    let number = try unsigned(bytes: 8, field)
    guard number <= UInt64(field.most) else { throw .beyond(field: field.name, most: field.most) }
    return Int(number)
  }

  /// A number of seconds from minus the field's most to its most.
  mutating func seconds(_ field: WireField) throws(WireProblem) -> Double {
    let number = Double(bitPattern: try unsigned(bytes: 8, field))
    // NaN is in no range.
    guard abs(number) <= Double(field.most) else { throw .notInRange(field: field.name) }
    return number
  }

  mutating func text(_ field: WireField) throws(WireProblem) -> String {
    let content = try content(field)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw .notText(field: field.name)
    }
    return text
  }

  /// Bytes, which share the memory of the frame.
  mutating func content(_ field: WireField) throws(WireProblem) -> ArraySlice<UInt8> {
    let count = try count(field)
    guard count <= bytes.count - place else { throw .cutOff(field: field.name) }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func list<Element>(
    _ field: WireField, _ element: (inout WireReader) throws(WireProblem) -> Element
  ) throws(WireProblem) -> [Element] {
    let count = try count(field)
    // Every element has at least a byte: who claims more of them than bytes is not given their room.
    guard count <= bytes.count - place else { throw .cutOff(field: field.name) }
    var list: [Element] = []
    for _ in 0..<count { list.append(try element(&self)) }
    return list
  }

  mutating func optional<Value>(
    _ field: WireField, _ value: (inout WireReader) throws(WireProblem) -> Value
  ) throws(WireProblem) -> Value? {
    try flag(field) ? try value(&self) : nil
  }

  /// One of the cases of an enum.
  mutating func choice<Choice: RawRepresentable<UInt8>>(
    _ field: WireField, of: Choice.Type = Choice.self
  ) throws(WireProblem) -> Choice {
    let byte = try byte(field)
    guard let choice = Choice(rawValue: byte) else { throw .unknown(field: field.name, byte: byte) }
    return choice
  }

  private mutating func count(_ field: WireField) throws(WireProblem) -> Int {
    let count = try unsigned(bytes: 4, field)
    guard count <= UInt64(field.most) else { throw .beyond(field: field.name, most: field.most) }
    return Int(count)
  }

  private mutating func unsigned(bytes count: Int, _ field: WireField) throws(WireProblem) -> UInt64
  {
    guard count <= bytes.count - place else { throw .cutOff(field: field.name) }
    var number: UInt64 = 0
    for index in 0..<count { number |= UInt64(bytes[place + index]) << (8 * UInt64(index)) }
    place += count
    return number
  }
}
