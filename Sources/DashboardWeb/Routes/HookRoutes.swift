import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// `POST /hooks/<token>`: other programs send a block something. Whoever knows the address may, without login
/// and without the page's proof; nothing but this block hears of it, and the answer tells nothing of it.
struct HookRoutes: Sendable {
  let engine: DashboardEngine
  /// Addresses that do not exist; apart from wrong logins, which they must not use up.
  private let attempts = LoginAttempts(limit: 60)
  let now: @Sendable () -> Date

  init(engine: DashboardEngine, now: @escaping @Sendable () -> Date) {
    self.engine = engine
    self.now = now
  }

  func receive(_ request: Request, context: WebContext) async throws -> Response {
    try await attempts.check(context.peer, at: now())
    let id: BlockID
    do throws(WebhookRefusal) {
      id = try await engine.addressee(of: context.segment("token") ?? "")
    } catch {
      if error == .unknown { await attempts.fail(context.peer, at: now()) }
      throw WebProblem(error)
    }
    let body = try await request.body.collect(upTo: WebhookMessage.maximumBytes)
    let message: WebhookMessage
    do throws(WebhookMessage.Problem) {
      message = try WebhookMessage(
        contentType: request.headers[.contentType], body: Array(body.readableBytesView))
    } catch {
      throw WebProblem(error)
    }
    do throws(WebhookRefusal) { try await engine.receive(message, of: id) } catch {
      throw WebProblem(error)
    }
    return .json(["received": true], status: .accepted)
  }

  // MARK: The address of a block

  /// `GET /api/v1/blocks/{id}/webhook`
  func show(_ request: Request, context: WebContext) async throws -> Response {
    let webhook = try await engine.webhook(of: context.block())
    return .json([
      "webhook": webhook.map { webhook in
        [
          "created_at": .string(webhook.createdAt.formatted(.iso8601)),
          "used_at": webhook.lastUsedAt.map { .string($0.formatted(.iso8601)) } ?? .null,
        ]
      } ?? .null
    ])
  }

  /// `POST /api/v1/blocks/{id}/webhook`
  func make(_ request: Request, context: WebContext) async throws -> Response {
    let path = try await engine.makeWebhook(of: context.block())
    return .json(["path": .string(path)], status: .created)
  }

  /// `DELETE /api/v1/blocks/{id}/webhook`
  func end(_ request: Request, context: WebContext) async throws -> Response {
    guard try await engine.endWebhook(of: context.block()) else {
      throw WebProblem(.notFound, "no_webhook", "This block has no webhook.")
    }
    return Response(status: .noContent)
  }

  // MARK: Words for programs

  /// The path as the OpenAPI document has it: without login, unlike everything below `/api/v1`.
  static let document: JSONValue = [
    "post": [
      "operationId": "sendToBlock",
      "summary": "Sends a block something: JSON, a form without files, or a text.",
      "description": .string(
        "The address is the secret; there is no login. The block runs at once and reads the message by `store.received()`, which has the last \(Webhook.maximumKept). At most \(WebhookMessage.maximumBytes >> 10) KiB, and \(Webhook.maximumPerMinute) messages a minute."
      ),
      "security": [.object([:])],
      "parameters": [
        ["name": "token", "in": "path", "required": true, "schema": ["type": "string"]]
      ],
      "requestBody": [
        "content": [
          "application/json": ["schema": .object([:])],
          "application/x-www-form-urlencoded": ["schema": ["type": "object"]],
          "text/plain": ["schema": ["type": "string"]],
        ]
      ],
      "responses": [
        "202": [
          "description": "It is kept, and the block runs.",
          "content": ["application/json": ["schema": ["type": "object"]]],
        ],
        "default": [
          "description": "Why it is not taken.",
          "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
          ],
        ],
      ],
    ]
  ]
}

extension WebProblem {
  fileprivate init(_ refusal: WebhookRefusal) {
    switch refusal {
    case .unknown: self.init(.unauthorized, "no_webhook", refusal.description)
    case .tooMany(let seconds):
      self.init(.tooManyRequests, "too_many", refusal.description)
      retryAfter = seconds
    case .storage: self.init(.internalServerError, "storage", refusal.description)
    }
  }

  fileprivate init(_ problem: WebhookMessage.Problem) {
    switch problem {
    case .tooLarge: self = .tooLarge(WebhookMessage.maximumBytes)
    case .otherType: self.init(.unsupportedMediaType, "type", problem.description)
    case .notText, .notJSON, .tooDeep: self.init(.badRequest, "unreadable", problem.description)
    }
  }
}
