import BlockModel
import Testing

@testable import DashboardWeb

@Suite("The form of a title and a schedule")
struct ScheduleFormTests {
  @Test(
    "what is filled in is read",
    arguments: [
      ("refresh=every&count=15&unit=m", Schedule.every(.seconds(900))),
      ("refresh=every&count=10&unit=s&cron=nonsense", .every(.seconds(10))),
      ("refresh=daily&days=1-5&time=07:30", .cron("30 7 * * 1-5", timeZone: "Europe/Lisbon")),
      ("refresh=daily&days=0&time=23:05:00", .cron("5 23 * * 0", timeZone: "Europe/Lisbon")),
      ("refresh=cron&cron=+0+7+1+*+*+", .cron("0 7 1 * *", timeZone: "Europe/Lisbon")),
      ("refresh=manual&count=5&unit=m", .manual),
    ])
  func read(query: String, schedule: Schedule) throws {
    let old = Schedule.cron("0 7 * * *", timeZone: "Europe/Lisbon")
    #expect(try FormFields(query: query).schedule(before: old) == schedule)
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      "", "refresh=often", "refresh=every&count=9&unit=s", "refresh=every&count=32&unit=d",
      "refresh=every&count=-5&unit=m", "refresh=every&count=5&unit=w", "refresh=every&unit=m",
      "refresh=daily&days=*&time=24:00", "refresh=daily&days=1-7&time=07:00",
      "refresh=daily&days=*", "refresh=cron&cron=7+o'clock", "refresh=cron",
    ])
  func refused(query: String) {
    #expect(throws: WebProblem.self) { try FormFields(query: query).schedule(before: .manual) }
  }

  @Test("a title has 1 to 80 characters, without the spaces around it")
  func title() throws {
    #expect(try FormFields(query: "title=+Clubs+").title() == "Clubs")
    let long = String(repeating: "x", count: 81)
    for query in ["title=", "title=+++", "title=\(long)", ""] {
      #expect(throws: WebProblem.self) { try FormFields(query: query).title() }
    }
  }
}
