import CLua
import WorkerProtocol

/// The native half of `http`: `send(requests) → answers`.
///
/// A request is `{method, url, headers = {{name, value}}, body?, timeout?, ttl?, browser?}`, where `browser`
/// is `{wait_for?, steps = {{action, target, text?}}}`. An answer is `{status, url, headers, body, retry_after?}` or `{error = {kind, message, retry_after?}}`.
struct HTTPModule {
  let channel: HostChannel

  var module: NativeModule { NativeModule("http", [("send", send)]) }

  private func send(_ call: LuaCall) -> NativeResult {
    let questions = (0..<call.length(1)).map { place in
      call.getElement(place + 1, of: 1)
      defer { call.pop() }
      return question(call)
    }
    switch channel.ask(.http(questions), for: call) {
    case .failure(let problem): return .failure("http: \(problem)")
    case .success(.answers(let answers)) where answers.count == questions.count:
      push(answers, call)
    case .success(.refused(let refusal)):
      push(questions.map { _ in .refusal(refusal) }, call)
    case .success: channel.endForNonsense()
    }
    return .results(1)
  }

  /// The request on top of the stack.
  private func question(_ call: LuaCall) -> HTTPQuestion {
    var question = HTTPQuestion(
      call.field("method", of: -1, call.string) ?? "", call.field("url", of: -1, call.string) ?? "")
    question.body = call.field("body", of: -1, call.bytes).map { Array($0)[...] }
    question.timeout = call.field("timeout", of: -1, call.number)
    question.ttl = call.field("ttl", of: -1, call.number)
    question.headers = call.field("headers", of: -1) { headers in header(call, headers) } ?? []
    question.visit = call.field("browser", of: -1) { visit in self.visit(call, visit) }
    return question
  }

  private func visit(_ call: LuaCall, _ table: Int32) -> BrowserVisit? {
    guard !call.isNil(table) else { return nil }
    var visit = BrowserVisit(waitFor: call.field("wait_for", of: -1, call.string))
    visit.steps =
      call.field("steps", of: -1) { steps in
        (0..<call.length(steps)).compactMap { place in
          call.getElement(place + 1, of: steps)
          defer { call.pop() }
          let words = call.texts(-1)
          guard words.count >= 2, let action = Self.actions[words[0]] else { return nil }
          return BrowserVisit.Step(action, words[1], text: words.count > 2 ? words[2] : nil)
        }
      } ?? []
    return visit
  }

  /// Names of steps in scripts.
  private static let actions: [String: BrowserVisit.Step.Action] = [
    "click": .click, "fill": .fill, "press": .press, "wait_for": .waitFor,
  ]

  private func header(_ call: LuaCall, _ list: Int32) -> [HTTPHeader] {
    (0..<call.length(list)).map { place in
      call.getElement(place + 1, of: list)
      defer { call.pop() }
      let pair = call.texts(-1)
      return HTTPHeader(pair.first ?? "", pair.last ?? "")
    }
  }

  private func push(_ answers: [HTTPAnswer], _ call: LuaCall) {
    call.newTable(array: answers.count)
    for (place, answer) in answers.enumerated() {
      switch answer {
      case .response(let response): push(response, call)
      case .refusal(let refusal): push(refusal, call)
      }
      call.setElement(place + 1)
    }
  }

  private func push(_ response: HTTPResponse, _ call: LuaCall) {
    call.newTable(fields: 5)
    call.setField("status", response.status)
    call.setField("url", response.url)
    call.newTable(array: response.headers.count)
    for (place, header) in response.headers.enumerated() {
      call.newTable(array: 2)
      call.push(header.name)
      call.setElement(1)
      call.push(header.value)
      call.setElement(2)
      call.setElement(place + 1)
    }
    call.setField("headers")
    call.push(response.body)
    call.setField("body")
    if let seconds = response.retryAfter { call.setField("retry_after", seconds) }
  }

  private func push(_ refusal: Refusal, _ call: LuaCall) {
    call.newTable(fields: 1)
    call.newTable(fields: 3)
    call.setField("kind", refusal.kind)
    call.setField("message", refusal.message)
    if let seconds = refusal.retryAfter { call.setField("retry_after", seconds) }
    call.setField("error")
  }
}
