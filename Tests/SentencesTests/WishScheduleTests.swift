import BlockModel
import Testing

@testable import Sentences

@Suite("When a sentence wants its block to run")
struct WishScheduleTests {
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
    let wish = Wish(sentence)
    #expect(wish.schedule == .cron(expression, timeZone: nil))
    #expect(
      wish.subject
        == sentence.split(separator: " ").first.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    _ = try Cron(expression)
  }

  @Test(
    "distances",
    arguments: [
      ("news twice a day", 43200), ("news three times a day", 28800), ("news once a week", 604_800),
      ("news every other day", 172_800), ("Nachrichten stündlich", 3600),
      ("Nachrichten alle 10 Minuten", 600), ("news every month", 2_592_000),
    ] as [(String, Int64)])
  func distances(_ sentence: String, _ seconds: Int64) {
    #expect(Wish(sentence).schedule == .every(.seconds(seconds)))
    #expect(Wish(sentence).scheduleNote == nil)
  }

  @Test(
    "what is out of bounds is told",
    arguments: [
      ("news every 5 seconds", 10, "shortest"), ("news every 400 days", 2_678_400, "longest"),
      ("news every 0 minutes", nil, "no length"),
      ("a to-do list every 9223372036854775807 weeks", 2_678_400, "longest"),
    ] as [(String, Int64?, String)])
  func bounds(_ sentence: String, _ seconds: Int64?, _ reason: String) {
    let wish = Wish(sentence)
    #expect(wish.pace == seconds)
    #expect(wish.scheduleNote?.contains(reason) == true)
  }
}
