public import Foundation

/// Where a person is and what they speak, as far as blocks need it: days begin there, and words and
/// numbers are written so.
public struct Surroundings: Hashable, Sendable {
  /// IANA name: `Europe/Lisbon`.
  public var zone: String
  /// BCP 47: `pt-BR`.
  public var locale: String

  public init(zone: String, locale: String) {
    self.zone = zone
    self.locale = locale
  }

  /// Those of the person for whom something is done now: what they chose, and else the machine's.
  public static var current: Surroundings { SurroundingsChoice.current.resolved }

  /// Where days begin.
  public var timeZone: TimeZone { TimeZone(identifier: zone) ?? .gmt }

  /// The calendar that all civilian dates of Dash follow.
  public var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    return calendar
  }

  /// How numbers and dates are written. English without a country is written as most of the world does, with
  /// the day before the month and 24 hours.
  public var formats: Locale { Locale(identifier: locale == "en" ? "en_GB" : locale) }

  /// How Dash itself writes moments: in English, in the zone of the person.
  public var english: Date.FormatStyle {
    Date.FormatStyle(locale: Locale(identifier: "en_GB"), calendar: calendar, timeZone: timeZone)
  }

  /// Those of somebody here who reads another language.
  /// - Parameter locale: `nil` for their own.
  public func speaking(_ locale: String?) -> Surroundings {
    Surroundings(zone: zone, locale: locale ?? self.locale)
  }

  /// Those of the machine: `TZ` or the system's zone, `LC_ALL`, `LC_TIME` or `LANG`; UTC and English
  /// where it says none.
  public static let machine = Surroundings(
    environment: ProcessInfo.processInfo.environment, zone: .current)

  init(environment: [String: String], zone: TimeZone) {
    let identifier = zone.identifier
    // Zones without a name, as `GMT+0200`, are not in the tables that scripts read.
    self.zone = identifier.contains("/") && !identifier.hasPrefix("Etc/") ? identifier : "UTC"
    let posix =
      ["LC_ALL", "LC_TIME", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty } ?? ""
    // `pt_BR.UTF-8@euro` is `pt-BR`; `C` and `POSIX` say nothing.
    let tag = posix.prefix { $0 != "." && $0 != "@" }.replacing("_", with: "-")
    let isTag =
      (2...3).contains(tag.prefix { $0 != "-" }.count)
      && tag.utf8.allSatisfy { $0 < 0x80 && ($0 == 45 || Character(UnicodeScalar($0)).isLetter) }
    locale = isTag ? String(tag) : "en"
  }
}

extension Manifest {
  /// Of the person, in the language of the block.
  public var surroundings: Surroundings { Surroundings.current.speaking(locale) }
}

extension CivilDay {
  /// The day of a moment where the person is.
  public init(_ date: Date) { self.init(date, calendar: Surroundings.current.calendar) }
}
