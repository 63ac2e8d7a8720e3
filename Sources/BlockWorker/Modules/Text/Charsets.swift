#if canImport(Glibc)
import Glibc
#endif

/// Bytes in the encodings of the web → UTF-8 (<https://encoding.spec.whatwg.org/>).
///
/// The tables are made once, in the zygote, from the C library's converters: a run may open no
/// files, and the converters are files.
struct Charsets: Sendable {
  /// Made when the modules are; never changed after.
  static let loaded = Charsets()

  private enum Table: Sendable {
    /// What the bytes from 128 stand for.
    case single([UInt16])
    /// What two bytes, the first from 128, stand for, and the bytes that stand alone.
    case double([UInt16], single: [UInt16])
  }

  private let tables: [String: Table]

  private static let single = [
    "IBM866", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7",
    "ISO-8859-8", "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
    "KOI8-R", "KOI8-U", "MACINTOSH", "WINDOWS-874", "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252",
    "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256", "WINDOWS-1257", "WINDOWS-1258",
  ]
  /// The name of the web and that of the C library.
  private static let double = [
    ("SHIFT_JIS", "CP932"), ("EUC-JP", "EUC-JP"), ("GB18030", "GBK"), ("BIG5", "BIG5-HKSCS"),
    ("EUC-KR", "UHC"),
  ]

  private init() {
    var tables: [String: Table] = [:]
    for name in Self.single {
      tables[name] = .single(Self.singleTable(name == "WINDOWS-874" ? "CP874" : name))
    }
    for (name, converter) in Self.double {
      tables[name] = .double(Self.doubleTable(converter), single: Self.singleTable(converter))
    }
    self.tables = tables
  }

  private static func singleTable(_ converter: String) -> [UInt16] {
    let table = convert(converter, count: 1)
    // Bytes without a meaning are control characters on the web.
    return table.enumerated().map { $1 == 0 ? UInt16(128 + $0) : $1 }
  }

  private static func doubleTable(_ converter: String) -> [UInt16] {
    convert(converter, count: 256)
  }

  /// The characters of 128 × `count` byte sequences, 0 for those that stand for none. A sequence is one byte from
  /// 128, and where `count` is 256 any other byte behind it.
  private static func convert(_ converter: String, count: Int) -> [UInt16] {
    var table = [UInt16](repeating: 0, count: 128 * count)
    guard let descriptor = iconv_open("UTF-16LE", converter),
      Int(bitPattern: UnsafeRawPointer(descriptor)) != -1
    else { return table }
    defer { iconv_close(descriptor) }
    let length = count == 1 ? 1 : 2
    // Made once: there are 160,000 sequences, and every start of a worker waits for them.
    var bytes = [CChar](repeating: 0, count: 2)
    var out = [UInt16](repeating: 0, count: 4)
    for index in table.indices {
      bytes[0] = CChar(bitPattern: UInt8(128 + index / count))
      bytes[1] = CChar(bitPattern: UInt8(index % count))
      if length == 2, index % count < 0x30 { continue }
      let made = bytes.withUnsafeMutableBufferPointer { input in
        out.withUnsafeMutableBytes { output -> Int in
          var from = input.baseAddress
          var fromLeft = length
          var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
          var toLeft = 8
          // Safe because both buffers outlive the call and their lengths are given.
          _ = iconv(descriptor, nil, nil, nil, nil)
          let result = iconv(descriptor, &from, &fromLeft, &to, &toLeft)
          return result == UInt.max || fromLeft > 0 ? 0 : 8 - toLeft
        }
      }
      if made == 2 { table[index] = out[0] }
    }
    return table
  }

  // MARK: Decoding

  /// What the web reads as windows-1252, if it is not UTF-8.
  static let ascii = "US-ASCII"

  /// The canonical name of a label, `nil` for an unknown one.
  static func name(_ label: String) -> String? {
    let label = label.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }.uppercased()
    switch label {
    case "UTF-8", "UTF8", "UNICODE-1-1-UTF-8", "X-UNICODE20UTF8": return "UTF-8"
    case "UTF-16", "UTF-16LE", "UCS-2", "UNICODE", "ISO-10646-UCS-2", "CSUNICODE", "UNICODEFEFF":
      return "UTF-16LE"
    case "UTF-16BE", "UNICODEFFFE": return "UTF-16BE"
    case "ASCII", "US-ASCII", "ANSI_X3.4-1968": return ascii
    case "LATIN1", "LATIN-1", "L1", "ISO-8859-1", "ISO8859-1", "ISO88591",
      "ISO_8859-1", "ISO_8859-1:1987", "CP1252", "CP819", "IBM819", "X-CP1252", "WINDOWS1252",
      "CSISOLATIN1", "ISO-IR-100":
      return "WINDOWS-1252"
    case "LATIN2", "L2", "CSISOLATIN2": return "ISO-8859-2"
    case "LATIN5", "L5", "ISO-8859-9", "ISO8859-9", "ISO_8859-9", "ISO88599": return "WINDOWS-1254"
    case "LATIN9", "LATIN-9", "L9", "ISO8859-15", "ISO_8859-15", "ISO885915": return "ISO-8859-15"
    case "CYRILLIC": return "ISO-8859-5"
    case "ARABIC": return "ISO-8859-6"
    case "GREEK", "GREEK8": return "ISO-8859-7"
    case "HEBREW", "VISUAL", "ISO-8859-8-I", "LOGICAL": return "ISO-8859-8"
    case "TIS-620", "ISO-8859-11", "ISO8859-11", "DOS-874": return "WINDOWS-874"
    case "KOI", "KOI8", "KOI8_R", "CSKOI8R": return "KOI8-R"
    case "KOI8-RU": return "KOI8-U"
    case "CP866", "866", "CSIBM866": return "IBM866"
    case "MAC", "X-MAC-ROMAN", "CSMACINTOSH": return "MACINTOSH"
    case "SHIFT-JIS", "SJIS", "X-SJIS", "MS_KANJI", "WINDOWS-31J", "CSSHIFTJIS", "MS932", "CP932":
      return "SHIFT_JIS"
    case "X-EUC-JP", "EUCJP", "CSEUCPKDFMTJAPANESE": return "EUC-JP"
    case "ISO-2022-JP", "CSISO2022JP": return "ISO-2022-JP"
    case "GBK", "GB2312", "GB_2312", "GB_2312-80", "X-GBK", "CHINESE", "CP936", "GB18030",
      "CSGB2312", "EUC-CN":
      return "GB18030"
    case "BIG5-HKSCS", "BIG-5", "CN-BIG5", "CSBIG5", "X-X-BIG5", "CP950": return "BIG5"
    case "KS_C_5601-1987", "KSC5601", "KSC_5601", "KOREAN", "WINDOWS-949", "CP949", "UHC",
      "KS_C_5601-1989", "CSEUCKR", "EUCKR":
      return "EUC-KR"
    default: break
    }
    if loaded.tables[label] != nil { return label }
    for (alias, canonical) in [
      ("CP", "WINDOWS-"), ("X-CP", "WINDOWS-"), ("WINDOWS", "WINDOWS-"), ("ISO_8859-", "ISO-8859-"),
      ("ISO8859-", "ISO-8859-"), ("ISO8859", "ISO-8859-"),
    ] where label.hasPrefix(alias) {
      let name = canonical + label.dropFirst(alias.utf8.count)
      if loaded.tables[name] != nil { return name }
    }
    return nil
  }

  /// - Parameter name: a result of ``name(_:)``.
  func decode(_ bytes: UnsafeRawBufferPointer, _ name: String) -> [UInt8] {
    switch name {
    case "UTF-16LE": return utf16(bytes, isBig: false)
    case "UTF-16BE": return utf16(bytes, isBig: true)
    case "ISO-2022-JP": return iso2022(bytes)
    default: break
    }
    switch tables[name == Self.ascii ? "WINDOWS-1252" : name] {
    case .single(let table):
      var out: [UInt8] = []
      out.reserveCapacity(bytes.count + bytes.count / 4)
      for byte in bytes {
        byte < 128 ? out.append(byte) : Self.append(table[Int(byte) - 128], to: &out)
      }
      return out
    case .double(let table, let single): return double(bytes, table, single)
    case nil: return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
  }

  private func utf16(_ bytes: UnsafeRawBufferPointer, isBig: Bool) -> [UInt8] {
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index -> UInt16 in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private func double(
    _ bytes: UnsafeRawBufferPointer, _ table: [UInt16], _ single: [UInt16]
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 3 / 2)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte < 128 {
        out.append(byte)
        continue
      }
      if index < bytes.count {
        let unit = table[Int(byte - 128) * 256 + Int(bytes[index])]
        if unit != 0 {
          Self.append(unit, to: &out)
          index += 1
          continue
        }
      }
      let unit = single[Int(byte) - 128]
      Self.append(unit >= 0xFF61 ? unit : 0xFFFD, to: &out)
    }
    return out
  }

  /// Escapes switch to a set of two bytes, which is that of EUC-JP without its high bits.
  private func iso2022(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var euc: [UInt8] = []
    var isDouble = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x1B, index + 2 < bytes.count {
        isDouble = bytes[index + 1] == UInt8(ascii: "$")
        index += 3
      } else {
        euc.append(isDouble && byte > 32 ? byte | 128 : byte)
        index += 1
      }
    }
    return euc.withUnsafeBytes { decode($0, "EUC-JP") }
  }

  private static func append(_ unit: UInt16, to out: inout [UInt8]) {
    switch unit {
    case ..<0x80: out.append(UInt8(unit))
    case ..<0x800:
      out.append(0xC0 | UInt8(unit >> 6))
      out.append(0x80 | UInt8(unit & 0x3F))
    default:
      out.append(0xE0 | UInt8(unit >> 12))
      out.append(0x80 | UInt8(unit >> 6 & 0x3F))
      out.append(0x80 | UInt8(unit & 0x3F))
    }
  }
}
