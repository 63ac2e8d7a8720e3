/// A cron expression as crontabs write it, with its time zone in front or not:
/// `CRON_TZ=Europe/Berlin 0 7 * * *`.
struct CronText {
  var zone: String?
  var expression: String

  init(_ text: String) {
    let trimmed = text.trimmingPrefix { $0 == " " }
    for name in ["CRON_TZ=", "TZ="] where trimmed.hasPrefix(name) {
      let rest = trimmed.dropFirst(name.count)
      let end = rest.firstIndex(of: " ") ?? rest.endIndex
      zone = String(rest[..<end])
      expression = String(rest[end...].drop { $0 == " " })
      return
    }
    expression = text
  }
}
