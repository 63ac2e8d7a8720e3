import BlockModel
import Testing

@testable import Sentences

@Suite("When a sentence wants its block to run")
struct WishScheduleTests {
  private func read(_ sentence: String) -> WishSchedule {
    WishSchedule(sentence.lowercased().split(separator: " ").map(String.init))
  }

  @Test(
    "times of the day and the week are cron expressions that can be read",
    arguments: [
      ("news every monday at 9", "0 9 * * 1"), ("news daily at 7", "0 7 * * *"),
      ("news every day at 7:30 pm", "30 19 * * *"), ("news every morning", "0 7 * * *"),
      ("news every weekday at 8am", "0 8 * * 1-5"),
      ("news every monday and thursday at 18:15", "15 18 * * 1,4"),
      ("news on sundays", "0 7 * * 0"), ("Nachrichten jeden Tag um 7 Uhr", "0 7 * * *"),
      ("news weekly at 9", "0 9 * * 1"), ("news once a day at 6", "0 6 * * *"),
    ])
  func cron(_ sentence: String, _ expression: String) throws {
    #expect(read(sentence).schedule == .cron(expression, timeZone: nil))
    #expect(
      Wish(sentence).subject
        == sentence.split(separator: " ").first.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    _ = try Cron(expression)
  }

  @Test(
    "distances",
    arguments: [
      ("news twice a day", 43200), ("news three times a day", 28800), ("news once a week", 604_800),
      ("news every other day", 172_800), ("news every 10 minutes", 600), ("hourly news", 3600),
      ("news every 2h", 7200), ("news every half hour", 1800), ("prices daily", 86400),
      ("Nachrichten stündlich", 3600),
      ("Nachrichten alle 10 Minuten", 600), ("news every month", 2_592_000),
    ] as [(String, Int64)])
  func distances(_ sentence: String, _ seconds: Int64) {
    #expect(read(sentence).schedule == .every(.seconds(seconds)))
    #expect(read(sentence).note == nil)
  }

  @Test(
    "what is out of bounds is told",
    arguments: [
      ("news every 5 seconds", 10, "shortest"), ("news every 400 days", 2_678_400, "longest"),
      ("news every 0 minutes", nil, "no length"),
      ("a to-do list every 9223372036854775807 weeks", 2_678_400, "longest"),
    ] as [(String, Int64?, String)])
  func bounds(_ sentence: String, _ seconds: Int64?, _ reason: String) {
    let schedule = read(sentence)
    #expect(schedule.schedule == seconds.map { .every(.seconds($0)) })
    #expect(schedule.note?.contains(reason) == true)
  }
}
