import Foundation

/// Codes of places that data hold where people say names.
enum PlaceCodes {
  /// The names of codes, where a field holds nothing but codes of places.
  static func names(of values: [String]) -> [String: String] {
    guard !values.isEmpty, values.count <= 300,
      values.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isUppercase } })
    else { return [:] }
    let known = Set(values)
    let american = states.filter { known.contains($0.value) }
    if american.count * 10 >= values.count * 7 {
      return Dictionary(
        american.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    var names: [String: String] = [:]
    for value in values {
      if let name = Locale(identifier: "en").localizedString(forRegionCode: value) {
        names[name] = value
      }
    }
    return names.count * 10 >= values.count * 7 ? names : [:]
  }

  /// Postal codes of the states of the USA.
  private static let states: [String: String] = [
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
    "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
    "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT",
    "vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV",
    "wisconsin": "WI", "wyoming": "WY",
  ]
}
