import Testing

@testable import WorkerProtocol

@Suite("A message arrives as it was sent")
struct RoundTripTests {
  private func body(_ frame: [UInt8]) -> [UInt8] { Array(frame.dropFirst(Frame.prefixLength)) }

  @Test("from a child", arguments: Specimens.ofChild)
  func child(message: ChildMessage) throws {
    #expect(try ChildMessage(body(message.encoded())) == message)
  }

  @Test("from the host", arguments: Specimens.ofHost)
  func host(message: HostMessage) throws {
    #expect(try HostMessage(body(message.encoded())) == message)
  }

  @Test(
    "between host and zygote",
    arguments: [
      .start(child: 0, waits: true), .start(child: .max, waits: false), .kill(child: 7),
    ] as [ZygoteOrder])
  func order(order: ZygoteOrder) throws {
    let record = order.encoded
    #expect(record.count <= ZygoteRecord.most)
    #expect(try ZygoteOrder(record) == order)
    for length in record.indices {
      #expect(throws: WireProblem.self) { try ZygoteOrder(Array(record[..<length])) }
    }
    for other in [[0] + record.dropFirst(), [3] + record.dropFirst(), record + [0]] {
      #expect(throws: WireProblem.self) { try ZygoteOrder(Array(other)) }
    }
  }

  @Test(
    "between zygote and host",
    arguments: [
      .ready(layers: 31), .started(child: 1, process: .max),
      .ended(child: .max, .init(status: 0xFFFF, cpuMilliseconds: 0)),
      .ended(child: 1, .init(status: 9, cpuMilliseconds: 86_400_000)),
    ] as [ZygoteReport])
  func report(report: ZygoteReport) throws {
    let record = report.encoded
    #expect(record.count <= ZygoteRecord.most)
    #expect(try ZygoteReport(record) == report)
    for length in record.indices {
      #expect(throws: WireProblem.self) { try ZygoteReport(Array(record[..<length])) }
    }
    for other in [[0] + record.dropFirst(), [4] + record.dropFirst(), record + [0]] {
      #expect(throws: WireProblem.self) { try ZygoteReport(Array(other)) }
    }
  }

  @Test("whatever pieces it comes in, and others behind it")
  func pieces() throws {
    var numbers = SeededNumbers(state: 1)
    let stream = try Specimens.ofChild.flatMap { try $0.encoded() }
    for _ in 0..<20 {
      var reader = FrameReader()
      var messages: [ChildMessage] = []
      var rest = stream[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...2000, using: &numbers))
        rest = rest.dropFirst(piece.count)
        reader.append(piece)
        while let frame = try reader.next() { messages.append(try ChildMessage(frame)) }
      }
      #expect(messages == Specimens.ofChild)
    }
  }

  // The C code of the sandbox writes this one by itself.
  @Test("a crossed limit has the bytes that CSandbox writes")
  func limit() throws {
    let message = ChildMessage.limit(
      LimitCrossing(.cpu, line: 0x102), ProcessUse(memory: 0x1_0000_0003, cpuMilliseconds: 5))
    #expect(
      try message.encoded() == [
        26, 0, 0, 0, 6, 3, 2, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0,
      ])
  }
}

@Suite("What is beyond a bound is not sent, or cut where a part of it is of use")
struct BoundTests {
  private static func long(_ field: WireField, _ more: Int = 1) -> String {
    String(repeating: "x", count: field.most + more)
  }

  private static func bytes(_ field: WireField, _ more: Int = 1) -> ArraySlice<UInt8> {
    Array(repeating: 0x31, count: field.most + more)[...]
  }

  /// A message of which a field is beyond its bound: made when it is needed, for many are long.
  struct Refused: Sendable, CustomTestStringConvertible {
    var field: String
    var message: @Sendable () -> ChildMessage
    var testDescription: String { field }

    init(_ message: @autoclosure @escaping @Sendable () -> ChildMessage, _ field: String) {
      self.field = field
      self.message = message
    }
  }

  static let refused: [Refused] = [
    Refused(.http(Array(repeating: HTTPQuestion("GET", "x"), count: 501)), "requests"),
    Refused(.http([HTTPQuestion(long(.method), "x")]), "method"),
    Refused(.http([HTTPQuestion("GET", long(.url))]), "url"),
    Refused(
      .http([HTTPQuestion("GET", "x", headers: [HTTPHeader(long(.headerName), "")])]),
      "header name"
    ),
    Refused(
      .http([HTTPQuestion("GET", "x", headers: [HTTPHeader("", long(.headerValue))])]),
      "header value"
    ),
    Refused(.http([HTTPQuestion("PUT", "x", body: bytes(.requestBody))]), "body"),
    Refused(
      .http([
        HTTPQuestion("PUT", "x", body: bytes(.requestBody, 0)),
        HTTPQuestion("PUT", "x", body: bytes(.requestBody, 0)),
      ]), "a frame"
    ),
    Refused(
      .http([HTTPQuestion("GET", "x", visit: BrowserVisit(waitFor: long(.selector)))]), "selector"),
    Refused(
      .http([
        HTTPQuestion(
          "GET", "x",
          visit: BrowserVisit(steps: Array(repeating: .init(.press, "a"), count: 21)))
      ]), "steps"),
    Refused(
      .http([
        HTTPQuestion(
          "GET", "x", visit: BrowserVisit(steps: [.init(.fill, "a", text: long(.filling))]))
      ]), "text of a field"),
    Refused(.store(.get(key: long(.key))), "key"),
    Refused(.store(.set(key: "k", value: bytes(.value))), "value"),
    Refused(.store(.range(series: "s", SeriesSpan(last: -1))), "last"),
    Refused(.store(.range(series: "s", SeriesSpan(every: WireField.span.most + 1))), "span"),
    Refused(.result(ScriptResult(data: bytes(.data)), ProcessUse()), "data"),
    Refused(.result(ScriptResult(data: []), ProcessUse(memory: -1)), "memory"),
    Refused(.limit(LimitCrossing(.cpu, line: -1), ProcessUse()), "line"),
  ]

  static let notInRange: [Refused] = [Double.nan, .infinity, -.infinity, 1e300, 2e11].flatMap {
    number -> [Refused] in
    [
      Refused(.http([HTTPQuestion("GET", "x", timeout: number)]), "timeout"),
      Refused(.http([HTTPQuestion("GET", "x", ttl: number)]), "ttl"),
      Refused(.store(.append(series: "s", value: [], at: number)), "time"),
      Refused(.store(.range(series: "s", SeriesSpan(since: .ago(number)))), "span"),
    ]
  }

  @Test("and the problem names the field", arguments: refused + notInRange)
  func refusal(refused: Refused) {
    let message = refused.message()
    let field = refused.field
    let problem = #expect(throws: WireProblem.self) { try message.encoded() }
    #expect(problem.map { "\($0)".hasPrefix(field) } == true, "\(problem as Any)")
  }

  @Test(
    "a child that writes such a number by itself is not believed",
    arguments: [Double.nan, .infinity, -.infinity, 1e300, 2e11])
  func forged(number: Double) throws {
    let honest = 12_345.678
    let message = ChildMessage.store(.append(series: "s", value: [0x31], at: honest))
    let bytes = Array(try message.encoded().dropFirst(Frame.prefixLength))
    func written(_ number: Double) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
    }
    let place = try #require(bytes.firstRange(of: written(honest)))
    let forged = bytes[..<place.lowerBound] + written(number) + bytes[place.upperBound...]
    #expect(throws: WireProblem.notInRange(field: "time")) { _ = try ChildMessage(Array(forged)) }
  }

  @Test("texts for people are cut between characters", arguments: 0..<4)
  func cut(offset: Int) throws {
    // Four bytes each, so that the bound lies at every place inside of one.
    let text = String(repeating: "a", count: offset) + String(repeating: "😀", count: 70_000)
    let failure = ScriptFailure(
      kind: text, message: text, place: text, traceback: Array(repeating: text, count: 100),
      retryAfter: .max)
    let message = ChildMessage.failure(failure, ProcessUse())
    #expect(try ChildMessage(Array(message.encoded().dropFirst(4))) == message)
    #expect(text.hasPrefix(failure.message))
    #expect(
      (WireField.message.most - 3...WireField.message.most).contains(failure.message.utf8.count))
    #expect(failure.traceback.count == WireField.frames.most)
    #expect(text.hasPrefix(LogNote(.info, text).text))
    #expect(Refusal(text, text).message == failure.message)
    let reads = ScriptResult(data: [], absentReads: Array(repeating: text, count: 100)).absentReads
    #expect(reads.count == WireField.absentReads.most)
  }
}
