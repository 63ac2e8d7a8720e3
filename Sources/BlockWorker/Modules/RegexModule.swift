import CPCRE2

/// `regex`: PCRE2 with limits, so that no pattern takes a run's time for itself.
enum RegexModule {
  static let regexType = "regex.pattern"

  static var module: NativeModule {
    NativeModule(
      "regex", [("compile", compile), ("subject", subject), ("exec", execute)],
      objectTypes: [regexType, subjectType])
  }

  static let subjectType = "regex.subject"

  private static let maximumPattern = 10_000

  /// `compile(pattern, flags) → pattern`, or `nil, problem`
  private static func compile(_ call: LuaCall) -> NativeResult {
    guard let pattern = call.bytes(1) else {
      return .failure("regex: pattern must be a text, got \(call.typeName(1))")
    }
    var options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C
    for flag in (call.string(2) ?? "").utf8 {
      switch flag {
      case UInt8(ascii: "i"): options |= PCRE2_CASELESS
      case UInt8(ascii: "m"): options |= PCRE2_MULTILINE
      case UInt8(ascii: "s"): options |= PCRE2_DOTALL
      case UInt8(ascii: "x"): options |= PCRE2_EXTENDED
      case UInt8(ascii: "u"): options |= PCRE2_UCP
      default:
        call.pushNil()
        call.push("there is no flag '\(Character(Unicode.Scalar(flag)))'; there are i, m, s, x, u")
        return .results(2)
      }
    }
    guard pattern.count <= maximumPattern else {
      call.pushNil()
      call.push("the pattern is longer than \(maximumPattern) bytes")
      return .results(2)
    }
    var code: Int32 = 0
    var offset = 0
    guard
      let compiled = pcre2_compile_8(
        pattern.baseAddress?.assumingMemoryBound(to: UInt8.self), pattern.count, UInt32(options),
        &code, &offset, nil)
    else {
      call.pushNil()
      call.push("\(message(code)) at character \(offset + 1)")
      return .results(2)
    }
    call.push(object: CompiledRegex(compiled), type: regexType)
    return .results(1)
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
  }

  /// `subject(text) → subject`, for any number of matches.
  private static func subject(_ call: LuaCall) -> NativeResult {
    guard let text = call.bytes(1) else {
      return .failure("regex: text must be a text, got \(call.typeName(1))")
    }
    call.push(object: RegexSubject(text), type: subjectType)
    return .results(1)
  }

  /// `exec(pattern, subject, text, start, not_empty) → first, last, groups, names` with places from 1,
  /// nil for no match, or `false, problem`. The text is the subject's; `start` is 1 or follows a match.
  private static func execute(_ call: LuaCall) -> NativeResult {
    guard let regex = call.object(1, type: regexType, as: CompiledRegex.self),
      let subject = call.object(2, type: subjectType, as: RegexSubject.self),
      let text = call.bytes(3), text.count == subject.bytes.count
    else { return .failure("regex: a pattern and a subject of its text are needed") }
    let start = max(0, Int(clamping: call.integer(4) ?? 1) - 1)
    guard start <= text.count else {
      call.pushNil()
      return .results(1)
    }
    let result = regex.match(subject, from: start, notEmpty: call.bool(5))
    if result == PCRE2_ERROR_NOMATCH {
      call.pushNil()
      return .results(1)
    }
    if result < 0 {
      call.push(false)
      call.push(
        result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_HEAPLIMIT
          || result == PCRE2_ERROR_DEPTHLIMIT
          ? "the pattern needs too many steps on this text" : message(result))
      return .results(2)
    }
    let places = regex.places
    call.push(places[0].lowerBound + 1)
    call.push(places[0].upperBound)
    call.newTable(array: places.count - 1)
    for (index, place) in places.enumerated() where index > 0 {
      if place.lowerBound >= 0, place.upperBound <= text.count {
        call.push(UnsafeRawBufferPointer(rebasing: text[place]))
      } else {
        call.push(false)
      }
      call.setElement(index)
    }
    call.newTable(fields: regex.names.count)
    for (name, index) in regex.names where index < places.count && places[index].lowerBound >= 0 {
      call.push(UnsafeRawBufferPointer(rebasing: text[places[index]]))
      call.setField(name)
    }
    return .results(4)
  }
}

/// A compiled pattern and the memory of its last match.
final class CompiledRegex {
  private let code: OpaquePointer
  private let data: OpaquePointer?
  private let context: OpaquePointer?
  let names: [(String, Int)]

  init(_ code: OpaquePointer) {
    self.code = code
    data = pcre2_match_data_create_from_pattern_8(code, nil)
    context = pcre2_match_context_create_8(nil)
    pcre2_set_match_limit_8(context, 2_000_000)
    pcre2_set_depth_limit_8(context, 100_000)
    pcre2_set_heap_limit_8(context, 32_768)
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    // Safe because the table has `count` entries of `size` bytes and lives as long as the code.
    names = (0..<Int(count)).compactMap { index in
      guard let entry = table.map({ $0 + index * Int(size) }) else { return nil }
      return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
    }
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_code_free_8(code)
  }

  func match(_ subject: RegexSubject, from start: Int, notEmpty: Bool) -> Int32 {
    // Safe because a subject is valid UTF-8, and a match ends between characters.
    let flags = UInt32(PCRE2_NO_UTF_CHECK) | (notEmpty ? UInt32(PCRE2_NOTEMPTY_ATSTART) : 0)
    return subject.bytes.withUnsafeBufferPointer {
      pcre2_match_8(code, $0.baseAddress, $0.count, start, flags, data, context)
    }
  }

  /// Where the whole match and each group are; a group that took no part is at -1.
  var places: [Range<Int>] {
    guard let data, let ovector = pcre2_get_ovector_pointer_8(data) else { return [0..<0] }
    return (0..<Int(pcre2_get_ovector_count_8(data))).map { index in
      let (first, last) = (ovector[2 * index], ovector[2 * index + 1])
      // PCRE2_UNSET is the largest size, which Swift sees as -1.
      guard first >= 0, last >= first else { return -1 ..< -1 }
      return first..<last
    }
  }
}
