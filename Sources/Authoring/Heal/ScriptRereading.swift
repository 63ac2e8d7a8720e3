import BlockModel

/// A script that reads values of its source in the form they have now.
struct RereadScript {
  /// One place of the script.
  struct Change: Hashable {
    /// The bytes that are replaced.
    var whole: Range<Int>
    /// The read in them that stays.
    var read: Range<Int>
    var reading: ValueReading
  }

  let text: String

  /// Wraps each read of a key.
  /// - Returns: `nil` when the script reads none.
  init?(_ script: String, key: String, _ reading: ValueReading) {
    let reads = ScriptReads(script).reads.filter { !$0.isText && $0.names == [key] }.map(\.range)
    // What lies in a read that is wrapped already is not wrapped again.
    let outer = reads.filter { one in
      !reads.contains {
        $0 != one && $0.lowerBound <= one.lowerBound && $0.upperBound > one.upperBound
      }
    }
    self.init(script, outer.map { Change(whole: $0, read: $0, reading: reading) })
  }

  init?(_ script: String, _ changes: [Change]) {
    guard !changes.isEmpty else { return nil }
    let bytes = Array(script.utf8)
    let tokens = LuaTokens(script).tokens
    var result = bytes
    for change in changes.sorted(by: { $0.whole.lowerBound > $1.whole.lowerBound }) {
      let read = String(decoding: bytes[change.read], as: UTF8.self)
      let new = change.reading.lua(read) { Self.name(of: $0, in: tokens) }
      result.replaceSubrange(change.whole, with: Array(new.utf8))
    }
    text = String(decoding: result, as: UTF8.self)
  }

  /// The module where the script has it under its own name; else it is asked for where it is needed.
  private static func name(of module: String, in tokens: [LuaTokens.Token]) -> String {
    let isBound = tokens.indices.contains { place in
      guard tokens[place].is("local") else { return false }
      let names = tokens[(place + 1)...].prefix { !$0.is("=") && $0.line == tokens[place].line }
      return names.contains { $0.kind == .name && $0.text == module }
    }
    let isAsked = tokens.indices.dropFirst().contains { place in
      tokens[place].kind == .string && tokens[place].text == module
        && (tokens[place - 1].is("require") || (place > 1 && tokens[place - 2].is("require")))
    }
    return isBound && isAsked ? module : "require(\"\(module)\")"
  }
}
