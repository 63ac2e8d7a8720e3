import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("When blocks run")
struct TimetableTests {
  let date = Date(timeIntervalSince1970: 1_700_000_000)

  private func minutes(
    _ schedule: Schedule, failures: Int, _ kind: FailureKind?, retryAfter: Int? = nil
  ) -> Double? {
    Timetable.next(
      after: date, schedule, failures: failures,
      last: kind.map { RunFailure($0, "x", retryAfter: retryAfter) }, random: 0.5
    ).map { ($0.timeIntervalSince(date) / 60 * 1000).rounded() / 1000 }
  }

  @Test(
    "tries after failures follow at n² minutes, 25 at most",
    arguments: zip(1...7, [1.0, 4, 9, 16, 25, 25, 25]))
  func backoff(failures: Int, wanted: Double) {
    #expect(minutes(.every(.seconds(86_400)), failures: failures, .network) == wanted)
  }

  @Test("never later than the schedule, never before the source wants it")
  func bounds() {
    #expect(minutes(.every(.seconds(600)), failures: 5, .network) == 10)
    #expect(minutes(.every(.seconds(60)), failures: 1, .rateLimited, retryAfter: 7_200) == 120)
    #expect(minutes(.every(.seconds(600)), failures: 0, nil) == 10)
  }

  @Test("a broken script is no reason for haste", arguments: FailureKind.allCases)
  func kinds(kind: FailureKind) {
    let isSoon = kind.isTransient || kind == .host
    #expect(minutes(.every(.seconds(86_400)), failures: 1, kind) == (isSoon ? 1 : 1_440))
  }

  @Test(
    "data that say until when they hold are left until then, 31 days at most",
    arguments: [
      (.every(.seconds(600)), 300, 600), (.every(.seconds(600)), 4_000, 4_000),
      (.every(.seconds(600)), -5, 600), (.every(.seconds(600)), 1e12, 31 * 86_400),
      (.cron("0 * * * *", timeZone: "GMT"), 4_000, 6_400),
      (.cron("0 * * * *", timeZone: "GMT"), 6_400, 6_400), (.manual, 4_000, nil),
    ] as [(Schedule, Double, Double?)])
  func validUntil(schedule: Schedule, seconds: Double, wanted: Double?) {
    let next = Timetable.next(
      after: date, schedule, failures: 0, last: nil, validUntil: date + seconds, random: 0.5)
    #expect(next?.timeIntervalSince(date) == wanted)
  }

  @Test(
    "only a number in valid_until says anything",
    arguments: [
      (["valid_until": 5], 5), (["valid_until": "5"], nil), (["n": 5], nil), (.null, nil),
      (.object(["valid_until": .number(1e300)]), Date.unixRange.upperBound),
    ] as [(JSONValue, Double?)])
  func validUntilOfData(data: JSONValue, seconds: Double?) {
    #expect(data.validUntil?.timeIntervalSince1970 == seconds)
  }

  @Test("manual blocks never run by themselves")
  func manual() {
    #expect(minutes(.manual, failures: 3, .network) == nil)
  }

  @Test("runs of one schedule are spread by a tenth of it")
  func jitter() {
    let times = [0, 0.25, 0.5, 0.75, 0.999].compactMap { random in
      Timetable.next(
        after: date, .every(.seconds(1000)), failures: 0, last: nil, random: random)
    }
    #expect(Set(times).count == 5)
    #expect(times.allSatisfy { abs($0.timeIntervalSince(date) - 1000) <= 50 })
  }

  @Test("after a start overdue blocks run soon, one after the other; new ones at once")
  func first() {
    func first(_ lastRun: Date?, place: Double = 0.5) -> Date? {
      Timetable.first(
        now: date, lastRun: lastRun, .every(.seconds(600)), failures: 0, last: nil, spread: 20,
        place: place)
    }
    #expect(first(nil) == date)
    #expect(first(date - 86_400) == date + 10)
    #expect(first(date - 86_400, place: 0.1) == date + 2)
    #expect(first(date - 300) == date + 300)
    // The clock was set back by a day.
    #expect(first(date + 86_400) == date + 600)
  }
}
