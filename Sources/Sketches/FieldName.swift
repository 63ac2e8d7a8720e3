import BlockModel
import Foundation

/// The name of a field in somebody's data, taken apart: `createdAt`, `temp_max`, `Body Mass (g)`.
public struct FieldName: Hashable, Sendable {
  public let text: String
  /// Lower case, without the unit.
  public let words: [String]
  /// What stands in brackets at the end: `g`, `mm`.
  public let unit: String?

  public init(_ text: String) {
    self.text = text
    var rest = Substring(text)
    if rest.last == ")", let open = rest.lastIndex(of: "("), open > rest.startIndex {
      unit = String(rest[rest.index(after: open)...].dropLast())
      rest = rest[..<open]
    } else {
      unit = nil
    }
    var words: [String] = []
    var word = ""
    var last: Character = " "
    for character in rest {
      let isBreak = !(character.isLetter || character.isNumber || character == "%")
      if isBreak || (character.isUppercase && last.isLowercase)
        || (character.isNumber && last.isLetter && word.count > 2)
      {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if !isBreak { word.append(contentsOf: character.lowercased()) }
      last = character
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
  }

  private func has(_ names: Set<String>) -> Bool { words.contains { names.contains($0) } }
  private func ends(_ names: Set<String>) -> Bool { words.last.map(names.contains) ?? false }

  public var isTime: Bool {
    has(Self.timeWords) || ends(["at", "on", "dt", "ts"]) || text == "t"
  }
  public var isYear: Bool { has(Self.yearWords) || words == ["date"] }
  public var isImage: Bool { has(Self.imageWords) }
  public var isIdentifier: Bool {
    ends([
      "id", "ids", "uid", "uuid", "guid", "sha", "hash", "key", "token", "etag", "lid", "urn",
      "sid",
      "gid", "upc", "ean", "isbn", "issn", "gtin", "sku", "asin", "zip", "postcode", "barcode",
    ])
      || text == "num" || text.hasPrefix("_id")
  }
  public var isCoordinate: Bool {
    has(["lat", "lon", "lng", "latitude", "longitude", "coordinates", "elevation", "geometry"])
  }
  public var isPlaceInList: Bool {
    has(["index", "position", "rank", "offset", "page", "num", "no", "nr"])
  }
  /// A link for programs: `https://api…`.
  public var isForPrograms: Bool { has(["api", "uri", "self", "endpoint", "resource"]) }
  /// How good a title this makes; 0 when it is none by name.
  public var titleRank: Int {
    let words = words.filter { !$0.allSatisfy(\.isNumber) }
    guard let last = words.last else { return 0 }
    if words.count <= 2, let rank = Self.titleWords[last] {
      // `repo_name`, `author_name` name something else.
      return words.count == 1 ? rank : rank / 2
    }
    return 0
  }
  /// Says nothing without the name of its parent.
  public var isGeneric: Bool {
    words.count == 1
      && [
        "name", "title", "value", "label", "text", "login", "count", "displayname", "description",
        "slug", "code", "current", "total", "amount", "main", "status", "category", "date",
      ]
      .contains(words[0])
  }

  private static let yearWords: Set<String> = [
    "year", "yr", "years", "season", "vintage", "founded", "established", "built", "born", "died",
    "opened",
    "released", "premiered", "since", "jahr", "baujahr", "année", "annee", "año", "ano", "anno",
    "jaar", "gegründet", "jahrgang", "millésime", "millesime", "añada", "annata", "jaargang",
    "oogstjaar", "colheita", "fondée", "fundación", "fundada", "installed", "installation",
    "constructed", "construction", "commissioned", "inaugurated", "manufactured", "gebaut",
    "erbaut",
    "construcción", "construção", "costruzione", "bouwjaar", "gebouwd", "made", "erected",
    "errichtet", "construit", "construite", "construido", "construida", "construído",
    "construída", "costruito", "costruita",
  ]
  private static let timeWords: Set<String> = [
    "time", "date", "datetime", "timestamp", "created", "updated", "published", "pubdate", "issued",
    "expires", "modified", "sunrise", "sunset", "start", "end", "starts", "ends", "begin", "since",
    "when", "day", "month", "generated", "departure", "arrival", "released", "effective", "ended",
    "datum", "zeit", "uhrzeit", "tag", "fecha", "hora", "fecho", "heure", "jour", "giorno", "ora",
    "tijd", "horodatage", "zeitpunkt", "timestamps", "times", "dates", "observed",
  ]
  private static let imageWords: Set<String> = [
    "image", "img", "thumbnail", "thumb", "avatar", "icon", "logo", "poster", "photo", "picture",
    "cover", "artwork", "banner", "flag",
  ]
  private static let titleWords: [String: Int] = [
    "title": 10, "headline": 10, "name": 8, "fullname": 9, "subject": 8, "label": 7, "place": 6,
    "summary": 5, "question": 7, "event": 7, "product": 7, "city": 5, "country": 5, "person": 5,
    "show": 5, "track": 5, "song": 6, "text": 3, "description": 3, "symbol": 4, "code": 2,
    "species": 3, "state": 3, "area": 3, "team": 5, "category": 2, "surname": 4, "caption": 5,
  ]

  /// The name for people: "Created at", "Temperature max", "Body mass".
  public var label: String {
    // "GD" is an abbreviation as it stands.
    if (2...3).contains(text.count), text.allSatisfy(\.isUppercase) { return text }
    let written = words.map { Self.spellings[$0] ?? $0 }
    let text = written.joined(separator: " ")
    guard !text.isEmpty else { return self.text }
    return text.capitalizingFirst
  }

  /// The name for people, where one letter is understood by the values under it: `t` is a time only
  /// when they are moments.
  public func label(of reading: ColumnReading) -> String {
    guard words.count == 1, let word = words.first, word.count <= 2 else { return label }
    if reading.kind.isTime { return ["t", "ts", "dt"].contains(word) ? "Time" : label }
    guard reading.kind.isNumber, let low = reading.column.low, let high = reading.column.high else {
      return label
    }
    switch word {
    case "t" where low >= -90 && high <= 60: return "Temperature"
    case "h", "rh": return (0...100).contains(low) && high <= 100 ? "Humidity" : label
    default: return label
    }
  }

  /// A word of a title as it is written: "gdp" is "GDP".
  public static func spelling(_ word: String) -> String {
    acronyms.contains(word.lowercased()) ? word.uppercased() : word
  }

  private static let acronyms: Set<String> = [
    "gdp", "usd", "eur", "gbp", "chf", "jpy", "url", "iss", "uk", "usa", "eu", "vat", "uv", "csv",
    "json", "rss", "api", "nasa", "bbc", "tfl", "ecb", "cpu", "co2",
  ]

  private static let spellings: [String: String] = [
    "id": "ID", "url": "URL", "uri": "URI", "pct": "%", "percent": "%", "avg": "average",
    "temp": "temperature", "desc": "description", "img": "image", "num": "number",
    "qty": "quantity",
    "min": "min", "max": "max", "utc": "UTC", "gdp": "GDP", "co2": "CO₂", "iata": "IATA",
    "icao": "ICAO", "mag": "magnitude", "lat": "latitude", "lon": "longitude", "lng": "longitude",
    "pubdate": "published", "usd": "USD", "eur": "EUR",
    "gbp": "GBP", "uv": "UV", "msg": "message", "cnt": "count", "txt": "text", "ip": "IP",
    "ft": "result", "ht": "half time",
  ]

  /// A field name for the script: lower_snake_case, without accents.
  public var identifier: String {
    var letters = Self.plain(words.joined(separator: "_")).filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
    }
    while letters.first == "_" { letters.removeFirst() }
    if letters.isEmpty { letters = "value" }
    if letters.first?.isNumber == true { letters = "n" + letters }
    return LuaText.keywords.contains(letters) || Self.scopeNames.contains(letters)
      ? letters + "_value" : String(letters.prefix(40))
  }

  /// `région` is `region`, `größe` is `grosse`.
  private static func plain(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.decomposedStringWithCanonicalMapping.unicodeScalars.reduce(into: "") {
      plain, scalar in
      if let letters = Self.letters[scalar] {
        plain += letters
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }.map { String($0) }.joined()
  }

  /// Letters that are none with a mark.
  private static let letters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
  ]

  private static let scopeNames: Set<String> = ["item", "index", "params", "block", "now"]
}
