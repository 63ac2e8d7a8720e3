import BlockModel
import Foundation
import Testing

@testable import Sentences

/// Sentences over one list of boat trips, whose fields share values, have gaps and units.
@Suite("A sentence over fields that share values, have gaps and units")
struct TripLinkingTests {
  static let offer: Offer = {
    var fields = [
      OfferedField(id: "trip", names: ["trip"], kind: .text, values: ["T1", "T2", "T3", "T4"]),
      OfferedField(
        id: "from", names: ["from"], kind: .text, values: ["Bergen", "Stavanger", "Aarhus"]),
      OfferedField(
        id: "to", names: ["to"], kind: .text, values: ["Stavanger", "Aarhus", "Bergen"]),
      OfferedField(
        id: "sender.city", names: ["sender.city", "Sender city"], kind: .text,
        values: ["Ghent", "Turin", "Basel"]),
      OfferedField(
        id: "recipient.city", names: ["recipient.city", "Recipient city"], kind: .text,
        values: ["Basel", "Ghent", "Turin"]),
      OfferedField(
        id: "operator", names: ["operator"], kind: .text, values: ["Fjordline", "Kattegat Ferries"]),
      OfferedField(
        id: "departs", names: ["departs"], kind: .time,
        values: ["2026-11-20T08:00:00Z", "2026-11-26T08:00:00Z", "2026-11-30T09:00:00Z"]),
      OfferedField(
        id: "deadline", names: ["deadline"], kind: .time, values: ["2026-11-28", "2026-12-09"]),
      OfferedField(
        id: "price_eur", names: ["price_eur", "Price EUR"], kind: .number, low: 19, high: 160),
      OfferedField(
        id: "weight_kg", names: ["weight_kg", "Weight kg"], kind: .number, low: 0.3, high: 30),
      OfferedField(
        id: "days_open", names: ["days_open", "Days open"], kind: .number, low: 3, high: 60),
      OfferedField(
        id: "duration_min", names: ["duration_min", "Duration min"], kind: .number, low: 40,
        high: 300),
      OfferedField(
        id: "guests", names: ["Guests (thousands)"], kind: .number, low: 0.4, high: 4200),
      OfferedField(id: "built", names: ["built"], kind: .year, low: 1990, high: 2025),
      OfferedField(id: "bikes_allowed", names: ["bikes_allowed", "Bikes allowed"], kind: .flag),
      OfferedField(id: "insured", names: ["insured"], kind: .flag),
      OfferedField(id: "pier", names: ["pier"], kind: .text, values: ["A", "B"]),
    ]
    fields[16].hasGaps = true
    return Offer(
      fields: fields, name: ["trips"], context: ["harbour"], identity: 0, time: 6, mainNumber: 8,
      rowCount: 4)
  }()

  private func link(_ sentence: String) -> Linker.Outcome {
    Linker(OfferIndex(Self.offer), today: (2026, 11, 26))
      .link(ReadSentence(sentence, lexicons: LinkerTests.lexicons))
  }

  private static func span(_ field: String, _ from: RowQuery.Moment, _ to: RowQuery.Moment)
    -> [RowQuery.Filter]
  {
    [RowQuery.Filter(field, .atLeast, .moment(from)), RowQuery.Filter(field, .below, .moment(to))]
  }

  static let wholly: [LinkerTests.Understood] = [
    .init(
      "trips without a pier", RowQuery(filters: [RowQuery.Filter("pier", .equal, .text(""))])),
    .init(
      "trips from today on",
      RowQuery(filters: [RowQuery.Filter("departs", .atLeast, .moment(.relative(.today)))])),
    .init(
      "trips before 1 December",
      RowQuery(filters: [RowQuery.Filter("departs", .below, .moment(.day(2026, 12, 1)))])),
    .init(
      "oldest trip", RowQuery(sort: [RowQuery.Order("built", isDescending: false)], limit: 1)),
    .init(
      "trips today and tomorrow",
      RowQuery(filters: span("departs", .relative(.today), .relative(.today, 2, .days)))),
    .init(
      "Abfahrten heute und morgen",
      RowQuery(filters: span("departs", .relative(.today), .relative(.today, 2, .days)))),
    .init(
      "trips of the last 2 days",
      RowQuery(filters: [
        RowQuery.Filter("departs", .atLeast, .moment(.relative(.today, -2, .days))),
        RowQuery.Filter("departs", .atMost, .moment(.relative(.now))),
      ])),
    .init(
      "trips with a deadline in less than 10 days",
      RowQuery(filters: span("deadline", .relative(.now), .relative(.today, 10, .days)))),
    .init(
      "trips over 15000 grams",
      RowQuery(filters: [RowQuery.Filter("weight_kg", .above, .number(15))])),
    .init(
      "trips longer than 2 hours",
      RowQuery(filters: [RowQuery.Filter("duration_min", .above, .number(120))])
    ),
    .init(
      "more than a million guests",
      RowQuery(filters: [RowQuery.Filter("guests", .above, .number(1000))])),
    .init(
      "trips built from 2019", RowQuery(filters: [RowQuery.Filter("built", .equal, .number(2019))])),
    .init(
      "no bikes, insured",
      RowQuery(filters: [
        RowQuery.Filter("bikes_allowed", .equal, .flag(false)),
        RowQuery.Filter("insured", .equal, .flag(true)),
      ])),
    .init("uninsured trips", RowQuery(filters: [RowQuery.Filter("insured", .equal, .flag(false))])),
    .init(
      "trips from Ghent to Basel",
      RowQuery(filters: [
        RowQuery.Filter("sender.city", .equal, .text("Ghent")),
        RowQuery.Filter("recipient.city", .equal, .text("Basel")),
      ])),
    .init(
      "average price by operator, dearest first",
      RowQuery(
        sort: [RowQuery.Order("mean", isDescending: true)], group: "operator",
        aggregate: RowQuery.Aggregate(.mean, "price_eur"))),
    .init(
      "trips sorted by number of guests, highest first",
      RowQuery(sort: [RowQuery.Order("guests", isDescending: true)])),
    .init(
      "cheapest trip of each operator",
      RowQuery(
        sort: [RowQuery.Order("price_eur", isDescending: false)], limit: 1, limitPer: "operator")),
    .init(
      "second cheapest trip",
      RowQuery(sort: [RowQuery.Order("price_eur", isDescending: false)], limit: 1, offset: 1)),
    .init(
      "harbour trips of Fjordline",
      RowQuery(filters: [RowQuery.Filter("operator", .equal, .text("Fjordline"))])),
    .init(
      "open more than 3 weeks",
      RowQuery(filters: [RowQuery.Filter("days_open", .above, .number(21))])),
    .init(
      "trips with a deadline before 5 December, soonest first",
      RowQuery(
        filters: [RowQuery.Filter("deadline", .below, .moment(.day(2026, 12, 5)))],
        sort: [RowQuery.Order("deadline", isDescending: false)])),
    .init(
      "trips over 20 kg with trip, operator and weight kg",
      RowQuery(
        columns: ["trip", "operator", "weight_kg"],
        filters: [RowQuery.Filter("weight_kg", .above, .number(20))])),
    .init(
      "trips at pier A, dearest first",
      RowQuery(
        filters: [RowQuery.Filter("pier", .equal, .text("A"))],
        sort: [RowQuery.Order("price_eur", isDescending: true)])),
    .init("hide the pier", RowQuery(hidden: ["pier"])),
    .init(
      "Durchschnittspreis je operator",
      RowQuery(group: "operator", aggregate: RowQuery.Aggregate(.mean, "price_eur"))),
  ]

  @Test("what is understood wholly is the query it says", arguments: wholly)
  func understood(_ one: LinkerTests.Understood) {
    guard case .answered(let reading) = link(one.sentence) else {
      Issue.record("asked: \(link(one.sentence))")
      return
    }
    #expect(reading.query == one.query)
  }

  @Test(
    "what can mean several things, or nothing, is asked",
    arguments: [
      "trips without an operator",
      "voyages sans operator",
      "trips last 7 days without today", "cheapest trips of each operator",
      // Some of the rows, or all of them by another name?
      "i 3 viaggi più cari", "poodles under 20 kg",
      "the cheapest and the dearest trip",
      "top 3 and bottom 3 by price",
      "the two cheapest and the two dearest trips", "trips with fewer guests than days open",
      "first and last trip", "trips under 50 dollars",
      "trips over 100 £", "how long did Fjordline take", "trips paid by card",
      "der teuerste und der billigste trip", "trips today and next month",
    ])
  func asked(_ sentence: String) {
    if case .answered(let reading) = link(sentence) {
      Issue.record("answered: \(reading.query)")
    }
  }

  @Test("a verb between the rows and a condition is no column")
  func participle() {
    guard case .answered(let reading) = link("pacchi partiti da Bergen") else { return }
    #expect(reading.query.columns == nil)
  }

  @Test(
    "the last days end now where a moment lies ahead, also of sources that count seconds",
    arguments: [(1_795_953_600.0, true), (1_795_953_600_000.0, true), (1_795_608_000.0, false)])
  func secondsAhead(_ latest: Double, _ isEnded: Bool) {
    // Three days after, and one before, the 26th of November 2026.
    let offer = Offer(
      fields: [
        OfferedField(id: "name", names: ["name"], kind: .text, values: ["a", "b"]),
        OfferedField(
          id: "at", names: ["at"], kind: .time, values: ["1795521600", "\(Int(clamping: latest))"]),
      ], name: ["trips"], identity: 0, time: 1, rowCount: 2)
    let sentence = ReadSentence("trips of the last 5 days", lexicons: LinkerTests.lexicons)
    guard
      case .answered(let reading) = Linker(OfferIndex(offer), today: (2026, 11, 26)).link(sentence)
    else {
      Issue.record("asked")
      return
    }
    #expect(
      reading.query.filters.contains { $0.comparison == .atMost } == isEnded,
      "\(reading.query.filters)")
  }
}
