import BlockModel
import Egress
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LanguageModels

/// A server of models on loopback: each request gets the next answer of the script.
final class ModelServerDouble: Sendable {
  let source: LoopbackSource
  private let seen: SeenRequests

  private final class SeenRequests: Sendable {
    let list = Mutex<[LoopbackSource.Request]>([])
  }

  init(_ answers: [LoopbackSource.Answer]) throws {
    let script = Mutex(answers)
    let seen = SeenRequests()
    self.seen = seen
    source = try LoopbackSource.answering { request in
      seen.list.withLock { $0.append(request) }
      return script.withLock { $0.isEmpty ? .init(status: 500) : $0.removeFirst() }
    }
  }

  var requests: [LoopbackSource.Request] { seen.list.withLock { $0 } }
}

extension ModelConfiguration.Wire {
  /// An answer of this protocol.
  func answer(_ text: String) -> LoopbackSource.Answer {
    let quoted = JSONValue.string(text).json()
    let (type, body) =
      switch self {
      case .anthropic:
        (
          "text/event-stream",
          """
          event: message_start
          data: {"type":"message_start","message":{"model":"real","usage":{"input_tokens":9,"output_tokens":1}}}

          event: content_block_delta
          data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\(quoted)}}

          event: message_delta
          data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}

          event: message_stop
          data: {"type":"message_stop"}


          """
        )
      case .openai:
        (
          "text/event-stream",
          """
          data: {"model":"real","choices":[{"index":0,"delta":{"content":\(quoted)},"finish_reason":null}]}

          data: {"model":"real","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

          data: {"model":"real","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5}}

          data: [DONE]


          """
        )
      case .ollama:
        (
          "application/x-ndjson",
          """
          {"model":"real","message":{"role":"assistant","content":\(quoted)},"done":false}
          {"model":"real","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":5}

          """
        )
      }
    return .init(type: type, body: Array(body.utf8))
  }

  func error(_ status: Int, _ type: String, _ message: String) -> LoopbackSource.Answer {
    let body: JSONValue =
      switch self {
      case .anthropic:
        ["type": "error", "error": ["type": .string(type), "message": .string(message)]]
      case .openai:
        ["error": ["type": .string(type), "code": .string(type), "message": .string(message)]]
      case .ollama: ["error": .string(message)]
      }
    return .init(status: status, body: Array(body.json().utf8))
  }
}

@Suite("A model on a server", .timeLimit(.minutes(2)))
struct RemoteModelTests {
  typealias Wire = ModelConfiguration.Wire
  static let wires = Wire.allCases

  struct Result {
    var heard: Heard
    var failure: ModelFailure?
    var waits: [Double]
    var requests: [LoopbackSource.Request]
  }

  private func ask(
    _ wire: Wire, _ answers: [LoopbackSource.Answer], memory: ModelMemory = ModelMemory(),
    patience: StreamPatience? = nil
  ) async throws -> Result {
    let server = try ModelServerDouble(answers)
    let waits = Mutex<[Double]>([])
    var model = try RemoteModel(
      ModelConfiguration(
        server: wire.rawValue, wire: wire, baseURL: server.source.url(""), model: "asked",
        key: .key("sk-very-secret"), reason: "test"),
      egress: Egress(), memory: memory)
    model.retry.random = { 1 }
    model.retry.sleep = { time in waits.withLock { $0.append(time / .seconds(1)) } }
    if let patience { model.patience = patience }
    var events: [ModelEvent] = []
    var failure: ModelFailure?
    do {
      for try await event in model.complete(WireRequestTests.request) { events.append(event) }
    } catch {
      failure = try #require(error as? ModelFailure)
      #expect(failure?.message.contains("sk-very-secret") == false)
      #expect(failure?.message.contains("; ") == true, "\(failure?.message ?? "")")
    }
    return Result(
      heard: Heard(events), failure: failure, waits: waits.withLock { $0 },
      requests: server.requests)
  }

  @Test("answers, and is told its key only in a header", arguments: wires)
  func answers(wire: Wire) async throws {
    let result = try await ask(wire, [wire.answer("Hé, “this” is it.")])
    #expect(result.failure == nil)
    #expect(result.heard.text == "Hé, “this” is it." && result.heard.model == "real")
    #expect(result.heard.usage.inputTokens == 9 && result.heard.usage.outputTokens == 5)
    #expect(result.heard.stop == .finished)
    let request = try #require(result.requests.first)
    #expect(request.head.contains("sk-very-secret"))
    #expect(!String(decoding: request.body, as: UTF8.self).contains("sk-very-secret"))
    let path =
      switch wire {
      case .anthropic: "v1/messages"
      case .openai: "v1/chat/completions"
      case .ollama: "api/chat"
      }
    #expect(request.path == path)
  }

  @Test("is asked again when that may help, and what came before is void", arguments: wires)
  func retries(wire: Wire) async throws {
    var broken = wire.answer("half an answer")
    broken.body = Array(broken.body.prefix(broken.body.count * 2 / 3))
    broken.ending = .cut
    let result = try await ask(
      wire,
      [
        broken, wire.error(529, "overloaded_error", "Overloaded"),
        .init(status: 502, type: "text/html", body: Array("<title>Bad Gateway</title>".utf8)),
        wire.answer("whole"),
      ])
    #expect(result.failure == nil && result.heard.text == "whole")
    #expect(result.waits == [1, 2, 4] && result.heard.waits == 3)
  }

  @Test("is not asked more than four times", arguments: wires)
  func givesUp(wire: Wire) async throws {
    let overloaded = wire.error(500, "api_error", "sk-very-secret is not to be repeated")
    let result = try await ask(wire, Array(repeating: overloaded, count: 9))
    #expect(result.failure?.kind == .overloaded && result.requests.count == 4)
  }

  @Test("is waited for as long as it asks, but not for longer than a minute")
  func retryAfter() async throws {
    var limited = Wire.anthropic.error(429, "rate_limit_error", "slow down")
    limited.headers = [("retry-after", "37")]
    let result = try await ask(.anthropic, [limited, Wire.anthropic.answer("ok")])
    #expect(result.waits == [37] && result.heard.text == "ok")
    limited.headers = [("retry-after", "60")]
    #expect(try await ask(.anthropic, [limited, Wire.anthropic.answer("ok")]).waits == [60])
    limited.headers = [("retry-after", "61")]
    let long = try await ask(.anthropic, [limited, Wire.anthropic.answer("ok")])
    #expect(long.failure?.kind == .rateLimited && long.requests.count == 1)
    limited.headers = [("x-should-retry", "false")]
    #expect(try await ask(.anthropic, [limited]).requests.count == 1)
  }

  @Test("says when it wants to be asked again, and while waiting does not advise to wait")
  func waiting() async throws {
    var limited = Wire.anthropic.error(429, "rate_limit_error", "slow down")
    limited.headers = [("retry-after", "3600")]
    let long = try await ask(.anthropic, [limited])
    #expect(long.failure?.message.contains("try again at ") == true)
    #expect(long.failure?.message.contains("later") == false)
    limited.headers = [("retry-after", "2")]
    let short = try await ask(.anthropic, [limited, Wire.anthropic.answer("ok")])
    #expect(short.heard.reasons.count == 1)
    #expect(short.heard.reasons.first?.hasSuffix("(slow down); trying again in 2 s") == true)
  }

  @Test("remembers how much it can read when its server says so")
  func context() async throws {
    let memory = ModelMemory()
    let body: JSONValue = [
      "error": [
        "code": 400, "type": "exceed_context_size_error", "message": "too long", "n_ctx": 4096,
      ]
    ]
    _ = try await ask(
      .openai, [.init(status: 400, body: Array(body.json().utf8))], memory: memory)
    #expect(memory.contextTokens == 4096)
  }

  @Test(
    "is asked once when asking again is of no use",
    arguments: [
      (401, "authentication_error", "invalid x-api-key", ModelFailure.Kind.key),
      (403, "permission_error", "not yours", .key),
      (404, "not_found_error", "model: asked", .unknownModel),
      (429, "insufficient_quota", "You exceeded your current quota", .credit),
      (402, "billing_error", "no money", .credit),
      (400, "context_length_exceeded", "prompt is too long: 9000 tokens", .tooLong),
    ])
  func hopeless(
    status: Int, type: String, message: String, kind: ModelFailure.Kind
  ) async throws {
    for wire in Self.wires where wire != .ollama || ![429].contains(status) {
      let result = try await ask(wire, [wire.error(status, type, message)])
      #expect(result.failure?.kind == kind, "\(wire)")
      #expect(result.requests.count == 1 && result.waits.isEmpty)
    }
  }

  @Test("teaches what it does not take, and this is not sent again")
  func learns() async throws {
    let memory = ModelMemory()
    let refused = Wire.openai.error(
      400, "unsupported_parameter", "Unsupported parameter: 'stream_options' is not supported")
    let form = Wire.openai.error(400, "invalid_request_error", "Something is wrong.")
    let first = try await ask(.openai, [refused, form, Wire.openai.answer("ok")], memory: memory)
    #expect(first.heard.text == "ok" && first.waits.isEmpty)
    let bodies = try first.requests.map { try JSONValue(parsing: $0.body) }
    #expect(bodies.map { $0["stream_options"] != nil } == [true, false, false])
    #expect(bodies.map { $0["response_format"] != nil } == [true, true, false])
    let second = try await ask(.openai, [Wire.openai.answer("ok")], memory: memory)
    #expect(second.requests.count == 1 && second.heard.text == "ok")
    #expect(memory.quirks.dropped == ["stream_options", "response_format"])
  }

  @Test("that sends its key elsewhere is not followed", arguments: wires)
  func redirect(wire: Wire) async throws {
    let result = try await ask(
      wire, [.init(status: 307, headers: [("Location", "http://evil.example/")])])
    #expect(result.failure?.kind == .setting && result.requests.count == 1)
  }

  @Test("that never ends is cut off", arguments: wires)
  func endless(wire: Wire) async throws {
    var answer = wire.answer(String(repeating: "x", count: 50_000))
    // Only the piece with the text, again and again.
    let text = String(decoding: answer.body, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let piece = lines.filter { $0.contains("xxxx") }.joined()
    answer.body = Array((piece + "\n\n").utf8)
    answer.ending = .endless
    let result = try await ask(wire, Array(repeating: answer, count: 4))
    #expect(result.failure?.kind == .nonsense)
  }

  @Test("that says nothing is given up", arguments: wires)
  func silence(wire: Wire) async throws {
    var answer = wire.answer("")
    answer.body = Array("\n".utf8)
    answer.ending = .silence
    let short = StreamPatience(
      connect: .seconds(2), head: .milliseconds(200), idle: .milliseconds(200), total: .seconds(60))
    let result = try await ask(wire, Array(repeating: answer, count: 4), patience: short)
    #expect(result.failure?.kind == .unreachable && result.requests.count == 4)
  }

  @Test("nobody waits for any more is not left talking")
  func cancel() async throws {
    var answer = Wire.openai.answer("first words")
    answer.body = Array(answer.body.prefix { $0 != 10 } + [10, 10])
    answer.ending = .silence
    let server = try ModelServerDouble([answer])
    let memory = ModelMemory(atOnce: 1)
    let model = try RemoteModel(
      ModelConfiguration(
        server: "openai", wire: .openai, baseURL: server.source.url(""), model: "m",
        reason: "test"), egress: Egress(), memory: memory)
    let task = Task {
      var heard = Heard([])
      for try await event in model.complete(WireRequestTests.request) {
        heard = Heard([event])
        if heard.text == "first words" { return true }
      }
      return false
    }
    #expect(try await task.value)
    // The turn comes back, which it only does after the transfer ended.
    #expect(await memory.turns.take())
  }

  @Test("that failed five jobs in a row is left alone for a while")
  func breaker() async throws {
    let memory = ModelMemory()
    let down = Array(repeating: Wire.openai.error(500, "api_error", "down"), count: 4)
    for _ in 0..<5 { _ = try await ask(.openai, down, memory: memory) }
    let result = try await ask(.openai, [Wire.openai.answer("ok")], memory: memory)
    #expect(result.failure?.message.contains("failed 5 times in a row") == true)
    #expect(result.requests.isEmpty)
  }

  @Test(
    "is told when to be asked again in many ways",
    arguments: [
      ("retry-after", "20", 20), ("retry-after", "0", nil), ("retry-after", "-10", nil),
      ("retry-after", "", nil), ("retry-after", "Zun, 29 Sep 2023 16:26:27 GMT", nil),
      ("retry-after", "99999999999999999999", nil), ("retry-after", "1.5", 1.5),
      ("retry-after", "Fri, 29 Sep 2023 16:26:57 GMT", 20),
      ("retry-after", "Fri, 29 Sep 2023 16:26:17 GMT", nil), ("retry-after-ms", "1500", 1.5),
    ] as [(String, String, Double?)])
  func retryAfterForms(name: String, value: String, seconds: Double?) {
    let now = Date(timeIntervalSince1970: 1_696_004_797)
    #expect(RetryPolicy.retryAfter({ $0 == name ? value : nil }, now: now) == seconds)
  }
}
