/// `text`: what needs Unicode or tables of encodings.
enum TextModule {
  static var module: NativeModule {
    NativeModule(
      "text",
      [
        ("decode", decode), ("lower", lower), ("upper", upper), ("length", length),
        ("take", take), ("fold", fold), ("similarity", similarity), ("plain", plain),
      ])
  }

  /// `decode(bytes, charset?) → text`, or nil for an unknown charset
  private static func decode(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("text.decode: bytes must be a string, got \(call.typeName(1))")
    }
    if let label = call.string(2) {
      if let name = Charsets.name(label) {
        call.push(Charsets.loaded.decode(bytes, name))
      } else {
        call.pushNil()
      }
    } else {
      call.push(BodyText.decode(bytes, format: .plain, contentType: nil))
    }
    return .results(1)
  }

  private static func with(
    _ call: LuaCall, _ name: String, _ work: (String) -> NativeResult
  ) -> NativeResult {
    guard let text = call.string(1) else {
      return .failure("text.\(name): text must be a string, got \(call.typeName(1))")
    }
    return work(text)
  }

  private static func lower(_ call: LuaCall) -> NativeResult {
    with(call, "lower") {
      call.push($0.lowercased())
      return .results(1)
    }
  }

  private static func upper(_ call: LuaCall) -> NativeResult {
    with(call, "upper") {
      call.push($0.uppercased())
      return .results(1)
    }
  }

  /// Characters as people count them.
  private static func length(_ call: LuaCall) -> NativeResult {
    with(call, "length") {
      call.push($0.count)
      return .results(1)
    }
  }

  /// `take(text, count) → first characters, is there more`
  private static func take(_ call: LuaCall) -> NativeResult {
    with(call, "truncate") { text in
      let count = Int(clamping: call.integer(2) ?? 0)
      let end = text.index(text.startIndex, offsetBy: max(0, count), limitedBy: text.endIndex)
      call.push(text[..<(end ?? text.endIndex)])
      call.push(end.map { $0 < text.endIndex } ?? false)
      return .results(2)
    }
  }

  /// Lower case without accents, to compare names.
  private static func fold(_ call: LuaCall) -> NativeResult {
    with(call, "fold") {
      call.push(folded($0))
      return .results(1)
    }
  }

  private static func folded(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 128 }) else { return text.lowercased() }
    var out = ""
    for character in text.lowercased() {
      switch character {
      case "ß": out += "ss"
      case "æ": out += "ae"
      case "œ": out += "oe"
      case "ø": out += "o"
      case "ł": out += "l"
      case "đ": out += "d"
      default: out.append(base(of: character))
      }
    }
    return out
  }

  /// `é` → `e`, for the Latin letters with marks.
  private static func base(of character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0xC0 else {
      return character.unicodeScalars.first.map { Character($0) } ?? character
    }
    return accents[Character(scalar)] ?? character
  }

  private static let accents: [Character: Character] = {
    var table: [Character: Character] = [:]
    for (letter, marked) in [
      ("a", "àáâãäåāăąǎ"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
      ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"),
      ("o", "òóôõöōŏőǒø"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųǔ"),
      ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
    ] as [(Character, String)] {
      for one in marked { table[one] = letter }
    }
    return table
  }()

  /// `similarity(a, b) → 0…1`: the share of pairs of letters they have in common (Dice).
  private static func similarity(_ call: LuaCall) -> NativeResult {
    guard let a = call.string(1), let b = call.string(2) else {
      return .failure("text.similarity: two texts are needed")
    }
    let (first, second) = (pairs(a), pairs(b))
    var left: [[UInt8]: Int] = [:]
    for pair in first { left[pair, default: 0] += 1 }
    var common = 0
    for pair in second {
      if let count = left[pair], count > 0 {
        left[pair] = count - 1
        common += 1
      }
    }
    let total = first.count + second.count
    call.push(total == 0 ? (folded(a) == folded(b) ? 1 : 0) : Double(2 * common) / Double(total))
    return .results(1)
  }

  private static func pairs(_ text: String) -> [[UInt8]] {
    let bytes = Array(folded(text).utf8.prefix(10_000)).filter { !MarkupText.isSpace($0) }
    guard bytes.count > 1 else { return [] }
    return (1..<bytes.count).map { [bytes[$0 - 1], bytes[$0]] }
  }

  /// `plain(html) → what a reader sees of it`
  private static func plain(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("text.plain: html must be a string, got \(call.typeName(1))")
    }
    call.push(MarkupText.text(HTMLParsing.parse(BodyText.utf8(bytes)), 0, lines: call.bool(2)))
    return .results(1)
  }
}
