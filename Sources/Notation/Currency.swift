/// A currency as it stands beside an amount.
public struct Currency: Hashable, Sendable {
  /// ISO 4217.
  public let code: String

  /// - Parameter text: `€`, `US$`, `CHF`, `zł`; other texts are none.
  public init?(_ text: String) {
    if let code = Self.signs[text] {
      self.code = code
    } else if Self.codes.contains(text) {
      code = text
    } else {
      return nil
    }
  }

  /// Do its countries group the digits of an amount with points?
  public var isGroupedByPoints: Bool { Self.pointGroups.contains(code) }

  private static let pointGroups: Set<String> = [
    "EUR", "DKK", "NOK", "SEK", "PLN", "CZK", "BRL", "TRY", "RUB", "HUF", "RON",
  ]

  private static let signs = [
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "US$": "USD", "A$": "AUD",
    "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "R$": "BRL",
    "kr": "SEK", "Fr.": "CHF", "Fr": "CHF", "SFr.": "CHF", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
    "lei": "RON",
    "Euro": "EUR", "euro": "EUR", "euros": "EUR",
  ]

  private static let codes: Set<String> = [
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "SGD", "HKD", "SEK",
    "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "ILS", "ZAR",
    "BRL", "MXN", "ARS", "CLP", "COP", "KRW", "THB", "VND", "IDR", "MYR", "PHP", "AED", "SAR",
  ]
}
