import Authoring
import BlockModel
import DashboardEngine
import Hummingbird
import NIOCore

/// A sentence about a block on its way, a JSON object a line: `{"status":"running","stage","text"?}`
/// again and again, then what became of it. When nobody reads any more, the work is cancelled.
struct ChatStream: Sendable {
  /// Between signs of life; only writing finds out that the other side is gone.
  private static let heartbeat = Duration.seconds(1)

  let engine: DashboardEngine
  let connections: OpenConnections
  /// The connection that the answer goes out by.
  let connection: ObjectIdentifier
  let id: BlockID
  let sentence: String
  let grants: [Grant.Subject]

  var response: Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "application/x-ndjson", .cacheControl: "no-store", .accelBuffering: "no",
      ],
      body: ResponseBody { writer in
        connections.streams(connection)
        defer { connections.waits(connection) }
        try await write(to: &writer)
        try await writer.finish(nil)
      })
  }

  private func write(to writer: inout any ResponseBodyWriter) async throws {
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    let work = Task {
      defer { line.finish() }
      let end: JSONValue
      do throws(EngineError) {
        end = try await engine.refine(id, sentence, grants: grants) {
          line.yield($0.chatLine.json())
        }.json
      } catch {
        end = ["status": "answer", "message": .string(WebProblem(error).message)]
      }
      line.yield(end.json())
    }
    let heart = Task {
      while !Task.isCancelled {
        line.yield("")
        try await Task.sleep(for: Self.heartbeat)
      }
    }
    defer {
      work.cancel()
      heart.cancel()
    }
    for await line in lines { try await writer.write(ByteBuffer(string: line + "\n")) }
  }
}

extension AuthoringStage {
  fileprivate var chatLine: JSONValue {
    var line: JSONObject = ["status": "running", "stage": .string(description)]
    if case .answering(let text, _) = self, !text.isEmpty { line["text"] = .string(text) }
    return .object(line)
  }
}

extension Refinement {
  /// What became of a sentence, for the page.
  var json: JSONValue {
    switch self {
    case .proposed(let change):
      [
        "status": "proposed", "message": .string(change.proposal.explanation),
        "change": .string(change.id.uuidString),
      ]
    case .changed(let card): ["status": "changed", "version": .integer(Int64(card.version.value))]
    case .deleted: ["status": "deleted"]
    case .withheld(let text): ["status": "answer", "message": .string(text)]
    case .answer(let answer):
      [
        "status": "answer", "message": .string(answer.pageMessage),
        "needed_grant": answer.neededGrant.map { .string($0.description) } ?? .null,
        "suggestions": .array(answer.suggestions.map { .string($0) }),
      ]
    }
  }
}
