import Foundation

/// Cities that time zones are named after, and countries by their names.
enum KnownPlaces {
  /// - Parameter name: folded.
  static func contains(_ name: String) -> Bool { zones[name] != nil || countries[name] != nil }

  /// The time zone of a city, by its folded name.
  static func zone(_ name: String) -> String? { zones[name] }

  /// The two letters of a country, by its folded name in one of the languages that are read.
  static func country(_ name: String) -> String? { countries[name] }

  /// The English name of a country, by its folded name.
  static func english(_ name: String) -> String? {
    countries[name].flatMap { Locale(identifier: "en").localizedString(forRegionCode: $0) }
  }

  private static let zones: [String: String] = {
    let ids = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
    return ids.reduce(into: [:]) { zones, id in
      let city = id.split(separator: "/").last.map(String.init) ?? id
      zones[Folding.fold(city.replacing("_", with: " "))] = id
    }
  }()

  private static let countries: [String: String] = {
    var countries: [String: String] = ["uk": "GB", "usa": "US", "holland": "NL", "america": "US"]
    for region in Locale.Region.isoRegions where region.identifier.count == 2 {
      for language in ["en", "de", "fr", "es", "pt", "it", "nl"] {
        guard
          let name = Locale(identifier: language).localizedString(forRegionCode: region.identifier)
        else { continue }
        let words = Piece.words(name).joined(separator: " ")
        if countries[words] == nil { countries[words] = region.identifier }
      }
    }
    return countries
  }()
}
