import BlockModel
import Foundation
import Testing

@testable import BlockHealth

@Suite("What an alert tells")
struct AlertMemoryTests {
  static let start = Date(timeIntervalSince1970: 1_800_000_000)

  /// What is told, run by run, one an hour.
  private func told(_ runs: [[String]], pause: Duration = .seconds(86_400)) -> [[String]] {
    var memory = AlertMemory(meaning: "", holding: runs[0])
    return runs.dropFirst().enumerated().map { index, keys in
      memory.judge(keys, at: Self.start + Double(index) * 3_600, pause: pause)
    }
  }

  @Test("what begins to hold, once; not what goes on, and not what held when it was made")
  func edge() {
    #expect(told([[], ["a"], ["a"], ["a"]]) == [["a"], [], []])
    #expect(told([["a"], ["a"], ["a", "b"], ["b"]]) == [[], ["b"], []])
  }

  @Test("what ends and begins again is told again after the pause, and not before")
  func pause() {
    let runs = [[], ["a"], [], ["a"], [], ["a"]]
    #expect(told(runs) == [["a"], [], [], [], []])
    #expect(told(runs, pause: .seconds(7_200)) == [["a"], [], ["a"], [], ["a"]])
    #expect(told(runs, pause: .seconds(3 * 3_600)) == [["a"], [], [], [], ["a"]])
  }

  @Test("rows have pauses of their own, and keep their order")
  func rows() {
    #expect(told([[], ["b"], ["c", "a", "b"], []]) == [["b"], ["c", "a"], []])
  }

  @Test("what is kept reads back, and what cannot be read begins anew")
  func stored() {
    var state = NoticeState()
    var memory = AlertMemory(meaning: "price < 20\n", holding: ["", "x"])
    _ = memory.judge(["y"], at: Self.start, pause: .seconds(60))
    state.alerts["Low"] = memory
    state.open = [.broken]
    #expect(state.next() == 1 && state.next() == 2)
    #expect(NoticeState(stored: state.stored) == state)
    #expect(NoticeState(stored: nil) == NoticeState())
    #expect(NoticeState(stored: ["alerts": ["Low": 5], "serial": "x"]) == NoticeState())
  }

  @Test("what was told is remembered in bounds")
  func bounded() {
    var memory = AlertMemory(meaning: "", holding: [String]())
    for round in 0..<3 {
      let keys = (0..<600).map { "\(round) \($0)" }
      #expect(memory.judge(keys, at: Self.start + Double(round), pause: .seconds(86_400)) == keys)
    }
    #expect(memory.told.count <= 1_000)
  }
}
