import Notation

#if canImport(Glibc)
import Glibc
#endif

/// The TZif files (RFC 8536) of the system, read once in the zygote: a run may open no files.
struct TimeZones: Sendable {
  /// Made when the modules are; never changed after.
  static let loaded = TimeZones(folder: "/usr/share/zoneinfo")

  private static let signature = Array("TZif".utf8)
  private var files: [[UInt8]] = []
  private var places: [String: Int] = [:]

  private init(folder: String) {
    // A zone has several names, which are links to one file.
    var seen: [ino_t: Int] = [:]
    var open = [""]
    while let prefix = open.popLast() {
      guard let directory = opendir(folder + "/" + prefix) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let file = withUnsafePointer(to: &entry.pointee.d_name) {
          // Safe because d_name ends with NUL within its 256 bytes.
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        let name = prefix + file
        if file.hasPrefix(".") || ["right", "posix", "localtime", "posixrules"].contains(name) {
          continue
        }
        if entry.pointee.d_type == UInt8(DT_DIR) {
          open.append(name + "/")
          continue
        }
        var facts = stat()
        guard !file.contains("."), stat(folder + "/" + name, &facts) == 0 else { continue }
        if let place = seen[facts.st_ino] {
          places[name.lowercased()] = place
        } else if let data = try? WholeFile.read(folder + "/" + name),
          data.starts(with: Self.signature)
        {
          seen[facts.st_ino] = files.count
          places[name.lowercased()] = files.count
          files.append(data)
        }
      }
    }
  }

  /// A zone by IANA name in any case, by a Windows name, or as an offset such as `+02:00`.
  func zone(_ name: String) -> TimeZone? {
    let key = name.lowercased()
    if key == "utc" || key == "z" || key == "gmt" || key == "etc/utc" { return TimeZone(offset: 0) }
    if let place = places[key] { return TimeZone(file: files[place]) }
    if let iana = WindowsZones.iana[key] { return zone(iana) }
    var parser = DateText(name)
    if let first = name.utf8.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-"),
      let offset = parser.offset()
    {
      return TimeZone(offset: offset)
    }
    // Calendars write `/freeassociation.sourceforge.net/Europe/Berlin` and the like.
    let parts = key.split(separator: "/")
    if parts.count > 2 {
      let tail = parts.suffix(2).joined(separator: "/")
      if let place = places[tail] { return TimeZone(file: files[place]) }
    }
    return nil
  }
}

/// The offsets of one zone through time.
final class TimeZone {
  struct Kind {
    var offset: Int
    var isDaylight: Bool
    var abbreviation: String
  }

  private var transitions: [Int] = []
  private var kindOfTransition: [Int] = []
  private var kinds: [Kind] = []
  private var rule: ZoneRule?

  init(offset: Int) {
    let minutes = abs(offset) / 60
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let name =
      offset == 0
      ? "UTC" : "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    kinds = [Kind(offset: offset, isDaylight: false, abbreviation: name)]
  }

  /// - Parameter file: TZif of version 2 or later; nil when it is damaged.
  init?(file: [UInt8]) {
    func big(_ at: Int, _ count: Int) -> Int {
      guard at >= 0, at + count <= file.count else { return 0 }
      let value = file[at..<at + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return count == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(truncatingIfNeeded: value)
    }
    func sizes(_ at: Int) -> [Int] { (0..<6).map { big(at + 20 + 4 * $0, 4) } }
    guard file.count > 44 else { return nil }
    let old = sizes(0)
    let start = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard file[4] >= UInt8(ascii: "2"), start + 44 <= file.count else { return nil }
    let size = sizes(start)
    let (times, types, letters) = (size[3], size[4], size[5])
    var at = start + 44
    guard times >= 0, types > 0, letters >= 0, at + times * 9 + types * 6 + letters <= file.count
    else { return nil }
    transitions = (0..<times).map { big(at + 8 * $0, 8) }
    at += times * 8
    kindOfTransition = (0..<times).map { min(Int(file[at + $0]), types - 1) }
    at += times
    let names = at + types * 6
    kinds = (0..<types).map { index in
      let place = at + index * 6
      let name = file[(names + min(Int(file[place + 5]), letters))...].prefix { $0 != 0 }
      return Kind(
        offset: big(place, 4), isDaylight: file[place + 4] != 0,
        abbreviation: String(decoding: name, as: UTF8.self))
    }
    let footer = names + letters + size[2] * 12 + size[1] + size[0]
    if footer < file.count {
      let text = file[(footer + 1)...].prefix { $0 != 10 }
      rule = ZoneRule(String(decoding: text, as: UTF8.self))
    }
  }

  /// - Parameter seconds: Unix time.
  func kind(at seconds: Int) -> Kind {
    guard let last = transitions.last else { return rule?.kind(at: seconds) ?? kinds[0] }
    if seconds >= last, let rule { return rule.kind(at: seconds) }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0
      ? kinds.first { !$0.isDaylight } ?? kinds[0] : kinds[kindOfTransition[low - 1]]
  }

  /// The Unix time of a local time. Of two, the first; a time that a clock skips is read with the
  /// offset from before (RFC 5545, 3.3.5).
  func unix(_ local: Int) -> Int {
    let before = kind(at: local - 86_400).offset
    let after = kind(at: local + 86_400).offset
    if kind(at: local - before).offset == before { return local - before }
    if kind(at: local - after).offset == after { return local - after }
    return local - before
  }
}

/// The rule at the end of a TZif file: `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX `TZ`).
struct ZoneRule {
  private struct Change {
    var month: Int
    var week: Int
    var weekday: Int
    var seconds: Int
  }

  private var standard: TimeZone.Kind
  private var daylight: TimeZone.Kind?
  private var start: Change?
  private var end: Change?

  init?(_ text: String) {
    var rest = Substring(text)
    func name() -> String {
      if rest.first == "<" {
        let end = rest.firstIndex(of: ">") ?? rest.endIndex
        defer { rest = rest[end...].dropFirst() }
        return String(rest[..<end].dropFirst())
      }
      let letters = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(letters.count)
      return String(letters)
    }
    func seconds() -> Int? {
      var sign = 1
      if rest.first == "-" || rest.first == "+" {
        if rest.first == "-" { sign = -1 }
        rest = rest.dropFirst()
      }
      let digits = rest.prefix { $0.isNumber || $0 == ":" }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count)
      let parts = digits.split(separator: ":").map { Int($0) ?? 0 }
      return sign * zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func change() -> Change? {
      guard rest.hasPrefix(",M") else { return nil }
      rest = rest.dropFirst(2)
      let date = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(date.count)
      let parts = date.split(separator: ".").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      var time = 7200
      if rest.first == "/" {
        rest = rest.dropFirst()
        time = seconds() ?? 7200
      }
      return Change(month: parts[0], week: parts[1], weekday: parts[2], seconds: time)
    }
    let standardName = name()
    guard !standardName.isEmpty, let west = seconds() else { return nil }
    standard = TimeZone.Kind(offset: -west, isDaylight: false, abbreviation: standardName)
    guard !rest.isEmpty else { return }
    let daylightName = name()
    let daylightWest = seconds() ?? west - 3600
    start = change()
    end = change()
    if start != nil, end != nil {
      daylight = TimeZone.Kind(offset: -daylightWest, isDaylight: true, abbreviation: daylightName)
    }
  }

  func kind(at seconds: Int) -> TimeZone.Kind {
    guard let daylight, let start, let end else { return standard }
    let year = CivilTime(seconds: seconds + standard.offset).year
    let from = Self.local(start, year) - standard.offset
    let to = Self.local(end, year) - daylight.offset
    let isDaylight = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to
    return isDaylight ? daylight : standard
  }

  private static func local(_ change: Change, _ year: Int) -> Int {
    let first = CivilTime.days(year, change.month, 1)
    // Sunday is 0 here and 7 there.
    var day = first + (change.weekday - CivilTime.weekday(days: first) % 7 + 7) % 7
    day += (change.week - 1) * 7
    while day >= first + CivilTime.daysInMonth(year, change.month) { day -= 7 }
    return day * 86_400 + change.seconds
  }
}
