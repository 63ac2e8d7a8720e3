import BlockModel

/// A Lua source with each line indented by what it stands in: two spaces a level.
///
/// Only white space at the two ends of lines changes, and runs of empty lines become one. Comments stay, and so
/// does every byte of a text or comment that goes over several lines.
public struct LuaIndentation {
  /// Something that is still open at a line.
  private struct Opener {
    var symbol: String
    var line: Int
    /// `if`, `while` and `for` before their `then` or `do`.
    var isHead: Bool
  }

  private static let unit = 2
  private static let brackets = ["(": ")", "[": "]", "{": "}"]

  private let tokens: [LuaTokens.Token]
  /// The lines that begin inside of a text or comment, and where that began.
  private let inner: [Int: Int]
  private let statements: Set<Int>
  private var open: [Opener] = []
  /// Levels, by line.
  private var levels: [Int: Int] = [:]

  /// - Throws: where it stops being Lua.
  public static func applied(to source: String) throws(LuaSyntaxProblem) -> String {
    let tree = try LuaParser.parse(source)
    var indentation = LuaIndentation(source, tree)
    let text = indentation.text(of: source)
    // Nothing but white space may differ.
    let (old, new) = (LuaTokens(source).tokens, LuaTokens(text).tokens)
    guard old.elementsEqual(new, by: { $0.kind == $1.kind && $0.text == $1.text }) else {
      return source
    }
    return text
  }

  private init(_ source: String, _ tree: LuaBlock) {
    tokens = LuaTokens(source).tokens
    inner = Self.innerLines(of: Array(source.utf8), tokens)
    statements = Self.starts(in: tree)
  }

  private mutating func text(of source: String) -> String {
    var text = ""
    var place = 0
    var isAfterEmpty = true
    // By scalars: as characters, a carriage return and the line feed after it are one.
    let lines = source.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, written) in lines.enumerated() {
      let line = index + 1
      let first = place
      while place < tokens.count, tokens[place].line == line { place += 1 }
      let onLine = first..<place
      let goesOn = inner[line + 1] != nil
      if let start = inner[line] {
        levels[line] = levels[start] ?? 0
        text += goesOn ? String(written) : Self.trimmedEnd(written)
        read(onLine)
      } else {
        let content = written.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        let trimmed = goesOn ? String(content) : Self.trimmedEnd(content)
        guard !trimmed.isEmpty || goesOn else {
          // One empty line parts as well as several.
          if !isAfterEmpty { text += "\n" }
          isAfterEmpty = true
          continue
        }
        let level = level(of: onLine)
        levels[line] = level
        text += String(repeating: " ", count: level * Self.unit) + trimmed
        read(onLine)
      }
      isAfterEmpty = false
      text += "\n"
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  // MARK: Levels

  /// The level of a line, before its tokens are read.
  private func level(of onLine: Range<Int>) -> Int {
    let inside = open.last.map { (levels[$0.line] ?? 0) + 1 } ?? 0
    guard let index = onLine.first else { return inside }
    let token = tokens[index]
    if token.is("else") || token.is("elseif") || closes(token), let opener = open.last {
      return levels[opener.line] ?? 0
    }
    guard let opener = open.last, Self.brackets[opener.symbol] != nil else {
      let isHead = open.last?.isHead ?? false
      return statements.contains(token.range.lowerBound) && !isHead ? inside : inside + 1
    }
    // What begins neither after the bracket nor after a comma goes on with the line before.
    let before = tokens[index - 1]
    return before.is(opener.symbol) || before.is(",") || before.is(";") ? inside : inside + 1
  }

  private func closes(_ token: LuaTokens.Token) -> Bool {
    [")", "]", "}", "end", "until"].contains { token.is($0) }
  }

  private mutating func read(_ onLine: Range<Int>) {
    for token in tokens[onLine] where token.kind != .string {
      switch token.text {
      case "(", "[", "{", "function", "repeat":
        open.append(Opener(symbol: token.text, line: token.line, isHead: false))
      case "if", "while", "for":
        open.append(Opener(symbol: token.text, line: token.line, isHead: true))
      case "do" where open.last?.isHead != true:
        open.append(Opener(symbol: token.text, line: token.line, isHead: false))
      case "then", "do":
        if !open.isEmpty { open[open.count - 1].isHead = false }
      case "elseif":
        if !open.isEmpty { open[open.count - 1].isHead = true }
      case ")", "]", "}", "end", "until": _ = open.popLast()
      default: break
      }
    }
  }

  // MARK: Lines

  private static func trimmedEnd(_ line: Substring.UnicodeScalarView) -> String {
    var line = line
    while let last = line.last, last == " " || last == "\t" || last == "\r" { line.removeLast() }
    return String(line)
  }

  /// The lines that begin inside of a text or comment, with the line where that begins.
  private static func innerLines(
    of bytes: [UInt8], _ tokens: [LuaTokens.Token]
  ) -> [Int: Int] {
    var lines: [Int: Int] = [:]
    var line = 1
    func pass(_ range: Range<Int>, isInside: Bool) {
      let start = line
      for byte in bytes[range] where byte == 10 {
        line += 1
        if isInside { lines[line] = start }
      }
    }
    var place = 0
    for token in tokens.map(Optional.some) + [nil] {
      let end = token?.range.lowerBound ?? bytes.count
      while place < end {
        let comment = endOfComment(at: place, in: bytes[..<end])
        pass(place..<(comment ?? place + 1), isInside: comment != nil)
        place = comment ?? place + 1
      }
      guard let token else { break }
      pass(token.range, isInside: true)
      place = token.range.upperBound
    }
    return lines
  }

  /// The end of a comment that begins here, before the end of its last line.
  private static func endOfComment(at start: Int, in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes[start...].starts(with: [45, 45]) else { return nil }
    let content = bytes[(start + 2)...]
    if content.first == UInt8(ascii: "[") {
      let equals = content.dropFirst().prefix { $0 == UInt8(ascii: "=") }
      if content.dropFirst(1 + equals.count).first == UInt8(ascii: "[") {
        let close = [UInt8(ascii: "]")] + equals + [UInt8(ascii: "]")]
        return content.dropFirst(2 + equals.count).firstRange(of: close)?.upperBound
          ?? bytes.endIndex
      }
    }
    return content.firstIndex(of: 10) ?? bytes.endIndex
  }

  /// Where statements begin, those of functions too.
  private static func starts(in block: LuaBlock) -> Set<Int> {
    var starts: Set<Int> = []
    var functions: [LuaBlock] = [block]
    while let block = functions.popLast() {
      block.statements { statement in
        starts.insert(statement.range.lowerBound)
        if case .localFunction(_, let function) = statement.kind { functions.append(function.body) }
      }
      block.expressions(intoFunctions: false) { expression in
        if case .function(let function) = expression.kind { functions.append(function.body) }
      }
    }
    return starts
  }
}
