/// The name of a block in URLs, folders and commands: `hacker-news-7f3k`.
///
/// 1 to 64 of `a-z 0-9 -`, beginning with a letter or digit, so that it is safe in a path.
public struct BlockID: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// - Returns: `nil` when the text is no valid identifier.
  public init?(_ text: String) {
    let allowed = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard allowed, (1...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-")
    else { return nil }
    self.text = text
  }

  /// An identifier made from a name and four random characters: readable, and never taken twice
  /// in practice.
  public init(naming name: String) {
    var generator = SystemRandomNumberGenerator()
    self.init(naming: name, using: &generator)
  }

  init(naming name: String, using generator: inout some RandomNumberGenerator) {
    var slug = ""
    for character in name.lowercased() where slug.utf8.count < 40 {
      if character.isASCII, character.isLetter || character.isNumber {
        slug.append(character)
      } else if !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let suffix = String((0..<4).map { _ in letters.randomElement(using: &generator) ?? "x" })
    text = slug.isEmpty ? "block-\(suffix)" : "\(slug)-\(suffix)"
  }

  public var description: String { text }
}

/// The number of a version of a block, counted from 1 without gaps.
public struct VersionNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let value: Int

  public init(_ value: Int) { self.value = value }

  public var next: VersionNumber { VersionNumber(value + 1) }

  /// The name of the version's folder: `0003`.
  public var folderName: String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  public var description: String { String(value) }

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
