import BlockModel
import Foundation
import Testing

@testable import DashboardEngine
@testable import DashboardWeb

@Suite("Forms of alerts and notices")
struct AlertFormTests {
  private func html(_ notices: [Notice], readAt: Date?, targets: [NoticeTarget] = []) -> String {
    NoticesPage(
      shell: Fixture().shell, session: "", notices: notices, readAt: readAt, targets: targets,
      now: Date(timeIntervalSince1970: 1_800_000_100)
    ).html.text
  }

  private func notice(_ id: Int64, _ title: String) -> Notice {
    Notice(
      id: id, block: BlockID("gold-1")!, kind: .alert, title: title, text: "Gold is at 19",
      at: Date(timeIntervalSince1970: 1_800_000_000 + Double(id)))
  }

  @Test("what was filled in is an alert, and what is left out is not part of it")
  func filledIn() throws {
    let fields = FormFields(
      query: "name=Low&when=price+%3C+20+%26%26+1%2B1&each=&say=%24%7Bprice%7D&again_after=2h")
    var values: [String: String] = [:]
    for field in AlertForm.fields { values[field.name] = fields[field.name] }
    #expect(
      try Alert.filledIn(values)
        == Alert(
          name: "Low", when: "price < 20 && 1+1", say: "${price}", againAfter: .seconds(7_200)))
    values["again_after"] = "soon"
    #expect(throws: WebProblem.self) { try Alert.filledIn(values) }
    #expect(throws: WebProblem.self) { try Alert.filledIn([:]) }
  }

  @Test("a box is ticked by a form that sends it and by script that says so")
  func ticked() {
    #expect(FormFields(query: "sure=1").isTicked("sure"))
    #expect(!FormFields(query: "other=1").isTicked("sure"))
  }

  @Test("what was not seen is new, and can be marked; titles of sources are escaped")
  func unread() {
    let notices = [notice(2, "<b>Low</b>"), notice(1, "High")]
    let first = html(notices, readAt: Date(timeIntervalSince1970: 1_800_000_001))
    #expect(first.contains("New: &lt;b&gt;Low") && !first.contains("New: High"), "\(first)")
    #expect(first.contains("Mark all as read") && first.contains("value=\"1800000002.0\""))
    let read = html(notices, readAt: Date(timeIntervalSince1970: 1_800_000_002))
    #expect(!read.contains("New: ") && !read.contains("Mark all as read"))
  }

  @Test("the page of notices tells no address and no token of a target")
  func secret() throws {
    let page = html(
      [], readAt: nil,
      targets: [
        try NoticeTarget("phone", .ntfy("https://ntfy.example/planted-topic"), token: "planted-key")
      ])
    #expect(page.contains("“phone”, ntfy at ntfy.example") && !page.contains("planted"))
  }

  @Test("a moment in an address is read with a plus sign as a space and as one of a zone")
  func moments() throws {
    #expect(try PastMoment.asked("2026-11-25+08:00") == PastMoment.date("2026-11-25T08:00"))
    #expect(
      try PastMoment.asked("2026-11-25T08:00:00+09:00")
        == Date("2026-11-24T23:00:00Z", strategy: .iso8601))
    #expect(throws: WebProblem.self) { try PastMoment.asked("yesterday") }
  }
}
