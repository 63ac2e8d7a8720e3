import CLua
import Notation

#if canImport(Glibc)
import Glibc
#endif

/// `time`: zones by the system's TZif files, dates by ``DateText``.
enum TimeModule {
  /// Zones that were used, ready to ask.
  private final class Known {
    private var zones: [String: TimeZone] = [:]

    func zone(_ name: String) -> TimeZone? {
      if let zone = zones[name] { return zone }
      let zone = TimeZones.loaded.zone(name)
      if zones.count < 1000 { zones[name] = zone }
      return zone
    }
  }

  static var module: NativeModule {
    let known = Known()
    return NativeModule(
      "time",
      [
        ("now", now), ("parse", { parse($0, known) }), ("civil", { civil($0, known) }),
        ("unix", { unix($0, known) }), ("has_zone", { hasZone($0, known) }),
      ])
  }

  private static func now(_ call: LuaCall) -> NativeResult {
    call.push(Int(time(nil)))
    return .results(1)
  }

  /// `has_zone(name) → boolean`
  private static func hasZone(_ call: LuaCall, _ known: Known) -> NativeResult {
    call.push(call.string(1).flatMap(known.zone) != nil)
    return .results(1)
  }

  /// Seconds within ±200,000 years, so that no arithmetic overflows.
  private static func seconds(_ call: LuaCall, _ index: Int32) -> Int? {
    guard let number = call.number(index), abs(number) < 6.3e12 else { return nil }
    return Int(exactly: number.rounded(.down))
  }

  /// `parse(text, zone?, day_first?, now?) → seconds`, or nil
  private static func parse(_ call: LuaCall, _ known: Known) -> NativeResult {
    guard let text = call.string(1), let zone = known.zone(call.string(2) ?? "UTC") else {
      call.pushNil()
      return .results(1)
    }
    let now = seconds(call, 4) ?? Int(time(nil))
    let dayFirst = call.isNil(3) ? nil : call.bool(3)
    let localNow = now + zone.kind(at: now).offset
    switch DateText.parse(text, dayFirst: dayFirst, now: localNow) {
    case .moment(let value): call.push(value)
    case .fromNow(let distance): call.push(now + distance)
    case .local(let local): call.push(zone.unix(local))
    case .zoned(let local, let name):
      if let zone = known.zone(name) { call.push(zone.unix(local)) } else { call.pushNil() }
    case nil: call.pushNil()
    }
    return .results(1)
  }

  /// `civil(seconds, zone) → year, month, day, hour, min, sec, weekday, yday, offset, name, is_dst`
  private static func civil(_ call: LuaCall, _ known: Known) -> NativeResult {
    guard let seconds = seconds(call, 1), let zone = known.zone(call.string(2) ?? "UTC") else {
      call.pushNil()
      return .results(1)
    }
    let kind = zone.kind(at: seconds)
    let local = seconds + kind.offset
    let civil = CivilTime(seconds: local)
    let days = CivilTime.floorDivide(local, 86_400)
    for value in [
      civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second,
      CivilTime.weekday(days: days), days - CivilTime.days(civil.year, 1, 1) + 1, kind.offset,
    ] {
      call.push(value)
    }
    call.push(kind.abbreviation)
    call.push(kind.isDaylight)
    return .results(11)
  }

  /// `unix(year, month, day, hour, min, sec, zone) → seconds`; parts out of range carry over.
  private static func unix(_ call: LuaCall, _ known: Known) -> NativeResult {
    var parts: [Int] = []
    for index in Int32(1)...6 {
      guard let number = call.number(index), abs(number) < 1e10,
        let part = Int(exactly: number.rounded(.down))
      else {
        call.pushNil()
        return .results(1)
      }
      parts.append(part)
    }
    guard abs(parts[0]) < 200_000, abs(parts[1]) < 2_400_000,
      let zone = known.zone(call.string(7) ?? "UTC")
    else {
      call.pushNil()
      return .results(1)
    }
    let days = CivilTime.days(parts[0], parts[1], 1) + parts[2] - 1
    call.push(zone.unix(days * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]))
    return .results(1)
  }
}
