import BlockModel

/// A text of Markdown taken apart into prose and fenced blocks.
struct AnswerFences {
  struct Fence: Sendable, Hashable {
    /// Lower case: the name of one of the files of a block, else the first word behind the marks;
    /// empty when there is none.
    var tag: String
    var text: String
    /// A closing fence was there.
    var isClosed: Bool
  }

  /// Marks inside of long strings that are looked at, each with all that is before it in its block.
  private static let mostMarksInside = 50

  private(set) var prose = ""
  private(set) var fences: [Fence] = []

  /// A line of only marks, at least as many as opened the block, closes it; but not inside of a long
  /// string of Lua, unless that leaves the block open to the end.
  init(_ text: String) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isSound = read(lines, minding: true)
    if !isSound { _ = read(lines, minding: false) }
  }

  /// - Returns: `false` when a block is open to the end because marks in it were passed over.
  private mutating func read(_ lines: [Substring], minding: Bool) -> Bool {
    prose = ""
    fences = []
    var words: [Substring] = []
    var open: (mark: Character, count: Int, tag: String, lines: [Substring])?
    var passedOver = false
    var marksInside = 0
    for line in lines {
      let trimmed = String(line).trimming(\.isWhitespace)
      if let fence = open {
        let isEnd = trimmed.count >= fence.count && trimmed.allSatisfy { $0 == fence.mark }
        if isEnd, minding, marksInside < Self.mostMarksInside, Self.mayBeLua(fence.tag),
          LuaText.endsInsideLongBracket(fence.lines.joined(separator: "\n") + "\n")
        {
          passedOver = true
          marksInside += 1
        } else if isEnd {
          add(fence.tag, fence.lines, isClosed: true)
          open = nil
          passedOver = false
          continue
        }
        open?.lines.append(line)
      } else if let mark = trimmed.first, mark == "`" || mark == "~",
        trimmed.hasPrefix(String(repeating: mark, count: 3))
      {
        let count = trimmed.prefix { $0 == mark }.count
        open = (mark, count, Self.tag(trimmed.dropFirst(count)), [])
      } else {
        words.append(line)
      }
    }
    if let open { add(open.tag, open.lines, isClosed: false) }
    prose = words.joined(separator: "\n").trimming(\.isWhitespace)
    return open == nil || !passedOver
  }

  private mutating func add(_ tag: String, _ lines: [Substring], isClosed: Bool) {
    let text = lines.joined(separator: "\n") + "\n"
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    fences.append(Fence(tag: tag, text: text, isClosed: isClosed))
  }

  /// `lua` of "lua", `block.json` of "json title=block.json".
  private static func tag(_ info: Substring) -> String {
    let info = info.lowercased()
    let files = [BlockFiles.scriptName, BlockFiles.specName, Manifest.fileName]
    return files.first { info.contains($0) }
      ?? String(info.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
  }

  private static func mayBeLua(_ tag: String) -> Bool {
    tag.isEmpty || tag == "lua" || tag == BlockFiles.scriptName
  }
}

extension LuaText {
  /// Is a text of Lua inside of a long string or a long comment where it ends?
  static func endsInsideLongBracket(_ source: String) -> Bool {
    var rest = Substring(source).utf8
    func skipLine() { rest = rest.drop { $0 != 10 } }
    while let byte = rest.first {
      rest = rest.dropFirst()
      switch byte {
      case UInt8(ascii: "-") where rest.first == UInt8(ascii: "-"):
        rest = rest.dropFirst()
        if let level = longBracketLevel(rest) {
          guard skip(&rest, level) else { return true }
        } else {
          skipLine()
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // A short string ends with its line.
        while let inner = rest.first, inner != byte, inner != 10 {
          rest = rest.dropFirst(inner == UInt8(ascii: "\\") ? 2 : 1)
        }
        rest = rest.dropFirst()
      case UInt8(ascii: "["):
        let bracket = source.utf8[source.utf8.index(before: rest.startIndex)...]
        guard let level = longBracketLevel(bracket) else { continue }
        rest = bracket
        guard skip(&rest, level) else { return true }
      default: break
      }
    }
    return false
  }

  /// The number of `=` of a long bracket that begins here; `nil` when none does.
  private static func longBracketLevel(_ text: Substring.UTF8View) -> Int? {
    guard text.first == UInt8(ascii: "[") else { return nil }
    let equals = text.dropFirst().prefix { $0 == UInt8(ascii: "=") }.count
    return text.dropFirst(1 + equals).first == UInt8(ascii: "[") ? equals : nil
  }

  /// Goes behind the end of a long bracket; `false` when it has none.
  private static func skip(_ text: inout Substring.UTF8View, _ level: Int) -> Bool {
    let end = "]" + String(repeating: "=", count: level) + "]"
    guard let found = text.firstRange(of: end.utf8) else { return false }
    text = text[found.upperBound...]
    return true
  }
}
