/// Writes the fields of one message, in the form that ``WireReader`` reads, and notices the first that
/// is beyond its bound.
struct WireWriter {
  private(set) var bytes: [UInt8]
  /// The first field that cannot be sent as it is.
  private(set) var problem: WireProblem?

  /// Begins a frame: its length, to be filled in by ``finish(most:)``, and its kind.
  /// - Parameter size: about the bytes that will be written, so that large ones are not moved.
  init(kind: UInt8, size: Int = 256) {
    bytes = []
    bytes.reserveCapacity(size)
    bytes += [0, 0, 0, 0, kind]
  }

  /// The whole frame.
  mutating func finish(most: Int) throws(WireProblem) -> [UInt8] {
    if let problem { throw problem }
    let length = bytes.count - Frame.prefixLength
    guard length <= most else { throw .frame(length: length, most: most) }
    for index in 0..<Frame.prefixLength {
      bytes[index] = UInt8(truncatingIfNeeded: length >> (8 * index))
    }
    return bytes
  }

  /// The message without its length, for a socket that keeps records apart.
  var record: [UInt8] { Array(bytes.dropFirst(Frame.prefixLength)) }

  // MARK: Fields

  mutating func write(_ byte: UInt8) { bytes.append(byte) }

  mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  /// A number from 0 to the field's most.
  mutating func write(_ number: Int, _ field: WireField) {
    if number < 0 { note(.notInRange(field: field.name)) }
    if number > field.most { note(.beyond(field: field.name, most: field.most)) }
    append(UInt64(bitPattern: Int64(number)), bytes: 8)
  }

  /// A number of seconds that may have a fraction, from minus the field's most to its most.
  mutating func write(_ number: Double, _ field: WireField) {
    if !(abs(number) <= Double(field.most)) { note(.notInRange(field: field.name)) }
    append(number.bitPattern, bytes: 8)
  }

  mutating func write(_ text: String, _ field: WireField) {
    var text = text
    text.withUTF8 { write($0, field) }
  }

  mutating func write(_ content: some Collection<UInt8>, _ field: WireField) {
    writeCount(content.count, field)
    // Nothing is copied that will not be sent.
    if problem == nil { bytes.append(contentsOf: content) }
  }

  mutating func write<Element>(
    _ list: [Element], _ field: WireField, _ element: (inout WireWriter, Element) -> Void
  ) {
    writeCount(list.count, field)
    for value in list where problem == nil { element(&self, value) }
  }

  mutating func write<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
    self.write(value != nil)
    if let value { write(&self, value) }
  }

  private mutating func writeCount(_ count: Int, _ field: WireField) {
    if count > field.most { note(.beyond(field: field.name, most: field.most)) }
    append(UInt64(count), bytes: 4)
  }

  private mutating func append(_ number: UInt64, bytes count: Int) {
    for index in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index))))
    }
  }

  private mutating func note(_ problem: WireProblem) { self.problem = self.problem ?? problem }
}
