/// The words of dates in the languages people write them in, all in small letters.
extension DateText {
  enum DatePart { case year, month, day }

  /// The signs behind the numbers of `2026年11月23日` and `2026년 11월 23일`.
  static func eastAsian(_ name: String) -> DatePart? {
    switch name.first {
    case "年", "년": .year
    case "月", "월": .month
    case "日", "일", "号": .day
    default: nil
    }
  }

  /// Words that are a day by themselves, and how many days from today it is.
  static let dayWords: [String: Int] = [
    "today": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0, "hoje": 0, "oggi": 0,
    "vandaag": 0, "yesterday": -1, "gestern": -1, "hier": -1, "ayer": -1, "ontem": -1, "ieri": -1,
    "gisteren": -1, "tomorrow": 1, "morgen": 1, "demain": 1, "mañana": 1, "amanhã": 1, "domani": 1,
  ]

  /// Is the whole text such a word?
  public static func isDayWord(_ text: String) -> Bool {
    text.utf8.count <= 14 && dayWords[text.lowercased()] != nil
  }

  static func unit(_ name: String) -> Int? {
    switch name {
    case "s", "sec", "secs", "second", "seconds", "sekunde", "sekunden", "seconde", "secondes",
      "segundo", "segundos", "secondi", "seconden":
      1
    case "m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti",
      "minuut":
      60
    case "h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures", "hora", "horas",
      "ora", "ore", "uur", "uren":
      3600
    case "d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días", "dia", "dias",
      "giorno", "giorni", "dag", "dagen":
      86_400
    case "w", "wk", "week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas",
      "settimana", "settimane", "weken":
      604_800
    case "mo", "month", "months", "monat", "monate", "monaten", "mois", "mes", "meses", "mês",
      "mese",
      "mesi", "maand", "maanden":
      2_629_800
    case "y", "yr", "yrs", "year", "years", "jahr", "jahre", "jahren", "an", "ans", "année",
      "années",
      "año", "años", "ano", "anos", "anno", "anni", "jaar":
      31_557_600
    default: nil
    }
  }

  /// English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and Scandinavian.
  static func month(_ name: String) -> Int? {
    name.utf8.count >= 3 ? months[name] : nil
  }

  static let months: [String: Int] = {
    var months: [String: Int] = [:]
    for (place, names) in monthNames.enumerated() {
      for name in names.split(separator: " ") { months[String(name)] = place + 1 }
    }
    return months
  }()

  static let monthNames = [
    "jan january januar januari janvier janv jänner jän enero ene gennaio gen janeiro stycznia",
    "feb february februar februari février fevrier févr fév fevr febrero febbraio fevereiro fev lutego",
    "mar march märz maerz mär mrz mars marzo maart mrt março marco marca",
    "apr april avril avr abril abr aprile kwietnia",
    "may mai mayo maggio mag mei maio maj maja",
    "jun june juni juin junio giugno giu junho czerwca",
    "jul july juli juillet juil julio luglio lug julho lipca",
    "aug august août aout aoû agosto ago augustus augusti sierpnia",
    "sep sept september septembre septiembre setiembre settembre set setembro września",
    "oct october oktober okt octobre octubre ottobre ott outubro out października",
    "nov november novembre noviembre novembro listopada",
    "dec december dez dezember décembre decembre déc diciembre dicembre dic dezembro desember grudnia",
  ]

  static func isWeekday(_ name: String) -> Bool {
    weekdays.contains(name)
  }

  static let weekdays: Set<String> = [
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "mo", "di", "mi", "do", "fr", "sa",
    "so", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi",
    "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "martes", "marted",
  ]

  /// Names that mean one offset wherever they are used; RFC 2822 and common ones.
  static let zones: [String: Int] = [
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 3600, "west": 3600, "cet": 3600,
    "mez": 3600, "cest": 7200, "mesz": 7200, "eet": 7200, "eest": 10_800, "msk": 10_800,
    "est": -18_000, "edt": -14_400, "cst": -21_600, "cdt": -18_000, "mst": -25_200,
    "mdt": -21_600, "pst": -28_800, "pdt": -25_200, "akst": -32_400, "akdt": -28_800,
    "hst": -36_000, "jst": 32_400, "kst": 32_400, "hkt": 28_800, "sgt": 28_800, "awst": 28_800,
    "acst": 34_200, "aest": 36_000, "aedt": 39_600, "nzst": 43_200, "nzdt": 46_800, "sast": 7200,
    "cat": 7200, "eat": 10_800, "trt": 10_800, "brt": -10_800, "art": -10_800, "pkt": 18_000,
  ]
}
