/// The 512 bytes before each member (POSIX.1-1988, "ustar"), and the extended header that carries paths
/// which do not fit into them (POSIX.1-2001, "pax").
struct TarHeader: Hashable {
  static let size = 512

  enum Kind: UInt8 {
    case file = 0x30
    case folder = 0x35
    /// Of the next member.
    case extended = 0x78
    /// Of all that follow.
    case global = 0x67
  }

  var path: String
  var kind: Kind
  var bytes: Int

  /// Does the path fit without an extended header?
  var fits: Bool { path.utf8.count <= 100 }

  // MARK: Writing

  /// Rights, owner and time are those of nobody: an archive says nothing of the machine it was made on.
  var block: [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.size)
    func put(_ text: String, at offset: Int, most: Int) {
      for (index, byte) in text.utf8.prefix(most).enumerated() { block[offset + index] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    put(path, at: 0, most: 100)
    put(kind == .folder ? "0000700" : "0000600", at: 100, most: 7)
    put("0000000", at: 108, most: 7)
    put("0000000", at: 116, most: 7)
    put(octal(bytes, 11), at: 124, most: 11)
    put("00000000000", at: 136, most: 11)
    block[156] = kind.rawValue
    put("ustar", at: 257, most: 5)
    put("00", at: 263, most: 2)
    put(octal(Self.sum(of: block), 6), at: 148, most: 6)
    block[155] = 0x20
    return block
  }

  /// `30 path=…\n`: the length counts itself.
  static func record(ofPath path: String) -> [UInt8] {
    let rest = " path=\(path)\n"
    var length = rest.utf8.count
    while "\(length)".utf8.count + rest.utf8.count != length {
      length = "\(length)".utf8.count + rest.utf8.count
    }
    return Array("\(length)\(rest)".utf8)
  }

  // MARK: Reading

  /// - Returns: `nil` for the block of zeros that ends an archive.
  init?(_ block: [UInt8]) throws(ArchiveProblem) {
    if block.allSatisfy({ $0 == 0 }) { return nil }
    guard block.count == Self.size, block[257..<262].elementsEqual("ustar".utf8),
      Self.number(block[148..<156]) == Self.sum(of: block)
    else { throw .noArchive }
    // A path that an extended header has in full may be cut in the middle of a character here.
    let name = Self.text(block[0..<100]) ?? ""
    let prefix = block[263] == 0x30 ? Self.text(block[345..<500]) ?? "" : ""
    path = prefix.isEmpty || name.isEmpty ? name : prefix + "/" + name
    guard let kind = Kind(rawValue: block[156] == 0 ? Kind.file.rawValue : block[156]) else {
      throw .refused(path: String(path.prefix(80)), because: "it is not a file or a folder")
    }
    guard let bytes = Self.number(block[124..<136]) else {
      throw .refused(path: String(path.prefix(80)), because: "its size cannot be read")
    }
    (self.kind, self.bytes) = (kind, kind == .folder ? 0 : bytes)
  }

  init(path: String, kind: Kind, bytes: Int) {
    (self.path, self.kind, self.bytes) = (path, kind, bytes)
  }

  /// The path in an extended header; `nil` when it says nothing of one.
  static func path(inRecords bytes: [UInt8]) throws(ArchiveProblem) -> String? {
    var rest = bytes[...]
    var path: String?
    while !rest.isEmpty {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard let length = Int(String(decoding: digits, as: UTF8.self)), length > digits.count + 2,
        length <= rest.count
      else { throw .noArchive }
      let record = rest.dropFirst(digits.count + 1).prefix(length - digits.count - 2)
      if record.starts(with: "path=".utf8) {
        guard let text = String(validating: record.dropFirst(5), as: UTF8.self) else {
          throw .refused(path: "?", because: "its path is not UTF-8")
        }
        path = text
      }
      if record.starts(with: "size=".utf8) {
        throw .refused(path: path ?? "?", because: "it is too large")
      }
      rest = rest.dropFirst(length)
    }
    return path
  }

  /// The sum of all bytes, those of the sum itself taken for spaces.
  private static func sum(of block: [UInt8]) -> Int {
    block.enumerated().reduce(0) { sum, byte in
      sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
    }
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String? {
    String(validating: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
