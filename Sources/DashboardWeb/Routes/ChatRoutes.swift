import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// Changes of a block by sentence, and back.
struct ChatRoutes: Sendable {
  let engine: DashboardEngine
  let connections: OpenConnections

  /// `POST /blocks/{id}/chat`: a sentence. The answer comes when the change is proposed or made; who
  /// accepts `application/x-ndjson` is told step by step.
  func say(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    let sentence = (fields["sentence"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !sentence.isEmpty, sentence.count <= JobBoard.longestSentence else {
      throw WebProblem(
        .unprocessableContent, "sentence",
        "Say in 1 to \(JobBoard.longestSentence) characters what should be different.")
    }
    // A form says nothing of a box that is not ticked; programs need not know of it.
    let isForm = request.headers[.contentType]?.hasPrefix("application/json") != true
    if let keeps = fields.value("keep")?.bool ?? (isForm ? fields["keep"] != nil : nil) {
      try await engine.setKeepsAtOnce(keeps)
    }
    let grants = try fields.grants("grants")
    if request.headers[.accept]?.contains("application/x-ndjson") == true {
      return ChatStream(
        engine: engine, connections: connections, connection: context.channel.connectionID, id: id,
        sentence: sentence, grants: grants
      ).response
    }
    let refinement = try await engine.refine(id, sentence, grants: grants)
    if request.wantsJSON { return .json(refinement.json) }
    if case .deleted = refinement { return .backToDashboard() }
    return back(to: id)
  }

  /// `POST /blocks/{id}/keep`: makes a version of the change that the person saw.
  func keep(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.keep(id, try await change(request))
    return done(request, id)
  }

  func discard(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.discard(id, try await change(request))
    return done(request, id)
  }

  private func change(_ request: Request) async throws -> PendingChange.ID {
    guard let change = try await request.fields()["change"].flatMap(UUID.init(uuidString:)) else {
      throw WebProblem.unreadable("it names no change")
    }
    return change
  }

  func restore(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    guard let number = try await request.fields().integer("version") else {
      throw WebProblem.unreadable("it names no version")
    }
    let card = try await engine.restore(id, VersionNumber(number))
    return request.wantsJSON ? .json(card.answer) : back(to: id, "versions")
  }

  private func done(_ request: Request, _ id: BlockID) -> Response {
    request.wantsJSON ? .json(["id": .string(id.text)]) : back(to: id)
  }

  private func back(to id: BlockID, _ tab: String = "chat") -> Response {
    Response(status: .seeOther, headers: [.location: "/blocks/\(id)/\(tab)"])
  }
}
