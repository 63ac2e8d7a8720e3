import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("The table of states")
struct StateTableTests {
  @Test("every event has a row, whatever else holds, and every row can be reached")
  func complete() {
    var reached: Set<String> = []
    for event in HealthEvent.allCases {
      for failures in [0, 1, 2, 5, 9] {
        for hasData in [true, false] {
          let row = StateTable.row(for: event, failures: failures, hasData: hasData)
          #expect(row != nil, "\(event), \(failures) failures")
          if let row { reached.insert("\(row.event) \(row.condition)") }
        }
      }
    }
    #expect(reached.count == StateTable.rows.count)
  }

  @Test("every state has a row, and every kind of failure an event")
  func states() {
    #expect(Set(StateTable.rows.map(\.state)) == Set(CardState.allCases))
    let events = Set(FailureKind.allCases.map { HealthEvent($0, canBeAllowed: true) })
    #expect(events.count == FailureKind.allCases.count)
  }

  @Test("a source with another shape is never told as one with nothing to show")
  func drift() {
    for failures in [1, 2, 7] {
      let drifted = StateTable.row(for: .drifted, failures: failures, hasData: true)
      #expect(drifted?.state != .empty && drifted?.state != .ok)
    }
  }

  @Test("the page of the room shows the table as it is")
  func page() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/BlockHealth/BlockHealth.docc/BlockHealth.md")
    #expect(try String(contentsOf: page, encoding: .utf8).contains(StateTable.markdown))
  }
}
