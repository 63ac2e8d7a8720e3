import Testing

@testable import HeadlessBrowser

@Suite("One visit after the other")
struct TurnTests {
  @Test("a turn that is handed on stays taken, and goes by the order of those who came")
  func handedOn() async {
    let turn = Turn()
    #expect(await turn.enter())
    let second = Task { await turn.enter() }
    await turn.waits(for: 1)
    let third = Task { await turn.enter() }
    await turn.waits(for: 2)
    turn.leave()
    #expect(await second.value)
    #expect(turn.isTaken)
    #expect(turn.waiting == 1)
    turn.leave()
    #expect(await third.value)
    #expect(turn.isTaken)
    turn.leave()
    #expect(!turn.isTaken)
  }

  @Test("who is cancelled before it is their turn has none, and the next has it")
  func cancelled() async {
    let turn = Turn()
    #expect(await turn.enter())
    let second = Task { await turn.enter() }
    await turn.waits(for: 1)
    let third = Task { await turn.enter() }
    await turn.waits(for: 2)
    second.cancel()
    #expect(await second.value == false)
    turn.leave()
    #expect(await third.value)
    #expect(turn.isTaken)
  }

  @Test("who was cancelled before they came has no turn")
  func cancelledBefore() async {
    let turn = Turn()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await turn.enter()
    }
    #expect(await task.value == false)
    #expect(!turn.isTaken)
  }
}

extension Turn {
  /// Returns when so many wait.
  fileprivate func waits(for count: Int) async {
    while waiting < count { await Task.yield() }
  }
}
