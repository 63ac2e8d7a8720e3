/// What a unit measures, and how much of the base unit of that it is: a kilogram is 1,000 grams.
struct Measure: Hashable, Sendable {
  enum Dimension: Hashable, Sendable {
    case mass, length, area, time, bytes, power, energy, share, temperature
    /// Currencies are not converted.
    case money(String)
  }

  var dimension: Dimension
  var factor: Double

  /// - Parameter name: as units are written in fields and as the tables of words name them: `kg`, `EUR`.
  init?(_ name: String) {
    guard let known = Self.all[Folding.fold(name)] else { return nil }
    self = known
  }

  var isMoney: Bool { if case .money = dimension { true } else { false } }

  private init(_ dimension: Dimension, _ factor: Double) {
    self.dimension = dimension
    self.factor = factor
  }

  /// How many of another unit one of this is; `nil` where they measure different things.
  func factor(to other: Measure) -> Double? {
    dimension == other.dimension ? factor / other.factor : nil
  }

  private static let all: [String: Measure] = {
    var all: [String: Measure] = [
      "g": Measure(.mass, 1), "kg": Measure(.mass, 1000), "t": Measure(.mass, 1_000_000),
      "lb": Measure(.mass, 453.592_37), "lbs": Measure(.mass, 453.592_37),
      "oz": Measure(.mass, 28.349_523_125), "mm": Measure(.length, 0.001),
      "cm": Measure(.length, 0.01), "m": Measure(.length, 1), "km": Measure(.length, 1000),
      "mi": Measure(.length, 1609.344), "miles": Measure(.length, 1609.344),
      "ft": Measure(.length, 0.3048), "m2": Measure(.area, 1), "km2": Measure(.area, 1_000_000),
      "m²": Measure(.area, 1), "km²": Measure(.area, 1_000_000), "ha": Measure(.area, 10_000),
      "ms": Measure(.time, 0.001), "s": Measure(.time, 1), "sec": Measure(.time, 1),
      "seconds": Measure(.time, 1), "min": Measure(.time, 60), "mins": Measure(.time, 60),
      "minutes": Measure(.time, 60), "h": Measure(.time, 3600), "hours": Measure(.time, 3600),
      "days": Measure(.time, 86_400), "weeks": Measure(.time, 604_800),
      "kb": Measure(.bytes, 1e3), "mb": Measure(.bytes, 1e6), "gb": Measure(.bytes, 1e9),
      "tb": Measure(.bytes, 1e12), "w": Measure(.power, 1), "kw": Measure(.power, 1000),
      "mw": Measure(.power, 1e6), "wh": Measure(.energy, 1), "kwh": Measure(.energy, 1000),
      "mwh": Measure(.energy, 1e6), "%": Measure(.share, 1), "percent": Measure(.share, 1),
      "°": Measure(.temperature, 1), "°c": Measure(.temperature, 1),
    ]
    // As sources of other languages name their columns.
    for (words, factor) in [
      (["sekunden", "secondes", "segundos", "secondi", "seconden"], 1.0),
      (["minuten", "minutos", "minuti"], 60),
      (["stunden", "heures", "horas", "ore", "uren"], 3600),
      (["tage", "jours", "dias", "giorni", "dagen"], 86_400),
      (["wochen", "semaines", "semanas", "settimane", "weken"], 604_800),
    ] {
      for word in words { all[word] = Measure(.time, factor) }
    }
    for (name, signs) in [
      "EUR": ["eur", "euro", "euros", "€"], "USD": ["usd", "dollar", "dollars", "$"],
      "GBP": ["gbp", "£"], "CHF": ["chf"], "BRL": ["brl"], "JPY": ["jpy", "yen", "¥"],
    ] {
      for sign in signs { all[sign] = Measure(.money(name), 1) }
    }
    return all
  }()
}
