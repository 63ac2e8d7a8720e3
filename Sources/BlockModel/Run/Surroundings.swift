import Foundation

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
