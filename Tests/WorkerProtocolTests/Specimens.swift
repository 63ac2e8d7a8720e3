import WorkerProtocol

/// One message of each kind, with every optional field there and absent.
enum Specimens {
  private static func json(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  private static let use = ProcessUse(memory: 1 << 40, cpuMilliseconds: 86_400_000)

  private static let headers = [
    HTTPHeader("X-A", ""), HTTPHeader("", "ü"), HTTPHeader("X-A", "\u{0}\r\n"),
  ]

  static let ofChild: [ChildMessage] =
    [
      .http([]),
      .http([HTTPQuestion("GET", "https://a.test/")]),
      .http([
        HTTPQuestion("", ""),
        HTTPQuestion(
          "POST", "https://a.test/ü?b=%00", headers: headers, body: json("body\u{0}"), timeout: 0.1,
          ttl: 31 * 86_400),
        HTTPQuestion("PUT", "x", body: []), HTTPQuestion("PUT", "x", timeout: 60),
        HTTPQuestion("PUT", "x", ttl: 0), HTTPQuestion("GET", "x", headers: headers),
      ]),
      .http(Array(repeating: HTTPQuestion("GET", "x"), count: 500)),
      .http([HTTPQuestion("GET", "x", visit: BrowserVisit())]),
      .http([
        HTTPQuestion(
          "GET", "x",
          visit: BrowserVisit(
            waitFor: "#ü",
            steps: [
              .init(.click, ""), .init(.fill, "input", text: ""), .init(.press, "Enter"),
              .init(.waitFor, ".b", text: "ü"),
            ]))
      ]),
      .store(.get(key: "a")), .store(.get(key: "")),
      .store(.get(key: String(repeating: "ü", count: 100))),
      .store(.set(key: "k", value: json("[1]"))), .store(.set(key: "k", value: [])),
      .store(.delete(key: "k")), .store(.keys(prefix: "")), .store(.keys(prefix: "p")),
      .store(.append(series: "s", value: json("1"), at: nil)),
      .store(.append(series: "s", value: json("1"), at: -1e11)),
      .store(.append(series: "s", value: json("1"), at: 1.5)),
      .store(.range(series: "s", SeriesSpan())),
      .store(.range(series: "s", SeriesSpan(since: .at(-0.5)))),
      .store(.range(series: "s", SeriesSpan(until: .ago(1e11)))),
      .store(.range(series: "s", SeriesSpan(since: .ago(1), until: .at(1e11)))),
      .store(.range(series: "s", SeriesSpan(last: 0))),
      .store(.range(series: "s", SeriesSpan(last: 5, every: 100_000_000_000))),
      .log(LogNote(.info, "")), .log(LogNote(.warn, "ü\n\u{1B}")), .log(LogNote(.error, "x")),
      .profile([]), .profile([ProfiledLine(line: 1, hits: 0, microseconds: 0)]),
      .profile([
        ProfiledLine(line: 3, hits: 1, microseconds: 2),
        ProfiledLine(line: .max, hits: .max, microseconds: .max),
      ]),
      .result(ScriptResult(data: []), ProcessUse()),
      .result(ScriptResult(data: json("{}"), absentReads: ["", "$.a"]), use),
      .failure(ScriptFailure(message: ""), ProcessUse()),
      .failure(ScriptFailure(kind: "", message: "m", place: "block.lua:1"), use),
      .failure(ScriptFailure(kind: "limit", message: "m", traceback: ["", "b"]), use),
      .failure(ScriptFailure(message: "m", retryAfter: 0), use),
      .failure(
        ScriptFailure(
          kind: "rate_limited", message: "m", place: "p", traceback: ["a"], retryAfter: 86_400), use
      ),
    ]
    + SeriesSpan.Aggregate.allCases.map {
      .store(.range(series: "s", SeriesSpan(every: 1, aggregate: $0)))
    } + ScriptLimit.allCases.map { .limit(LimitCrossing($0, line: Int(Int32.max)), use) }

  static let ofHost: [HostMessage] =
    runs.map { .run($0) } + [
      .answers([]),
      .answers([.refusal(Refusal("network", "m"))]),
      .answers([
        .response(HTTPResponse(status: 0, url: "", headers: [], body: [])),
        .refusal(Refusal("", "", retryAfter: 1)),
        .response(
          HTTPResponse(
            status: 599, url: "https://a.test/ü", headers: headers, body: json("b\u{0}"),
            retryAfter: 0)),
      ]),
      .stored(nil), .stored([]), .stored(json("[]")),
      .refused(Refusal("limit", "m")), .refused(Refusal("limit", "m", retryAfter: 1 << 40)),
    ] + ScriptLimit.allCases.map { .end($0) }

  private static var runs: [RunOrder] {
    let context = RunOrder.Context(params: json("{}"), now: 0, reason: "manual", block: "b")
    let plain = RunOrder(script: [], context: context)
    var whole = RunOrder(
      script: json("return 1"),
      context: RunOrder.Context(
        params: json(#"{"a":"ü"}"#), now: -100_000_000_000, lastSuccess: 100_000_000_000,
        reason: "", block: "", zone: "America/Argentina/Buenos_Aires", locale: "pt-BR"))
    whole.action = RunOrder.Action(name: "", arguments: json("[]"))
    whole.isCheck = true
    whole.tracesAbsentKeys = true
    whole.isProfiled = true
    whole.milliseconds = 0
    whole.cpuSeconds = 86_400
    whole.memory = 1 << 46
    var withAction = plain
    withAction.action = RunOrder.Action(name: "done", arguments: [])
    var check = plain
    check.isCheck = true
    var traced = plain
    traced.tracesAbsentKeys = true
    var again = plain
    again.context.lastSuccess = 1
    return [plain, whole, withAction, check, traced, again]
  }
}

/// Numbers that come again with the same seed (SplitMix64, Steele et al., OOPSLA 2014).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var number = state
    number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
    return number ^ (number >> 31)
  }
}
