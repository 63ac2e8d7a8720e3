import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// Notices: read marks, and where they are sent.
struct NoticeRoutes: Sendable {
  let engine: DashboardEngine

  /// `GET /api/v1/notices`: the newest first; `?limit=` 1…500.
  func list(_ request: Request, context: WebContext) async throws -> Response {
    let limit = request.uri.queryParameters["limit"].flatMap { Int($0) } ?? 100
    let notices = try await engine.notices(limit: limit.clamped(to: 1...500))
    let readAt = try await engine.noticesReadAt()
    return .json([
      "notices": .array(
        notices.map { notice in
          var members = notice.json.object ?? [:]
          members["is_read"] = .bool(readAt.map { notice.at <= $0 } ?? false)
          return .object(members)
        }),
      "read_until": readAt.map { .string($0.formatted(.iso8601)) } ?? .null,
    ])
  }

  /// `POST /notices/read`: everything until `until`, seconds since 1970, was seen.
  func markRead(_ request: Request, context: WebContext) async throws -> Response {
    guard let until = try await request.fields()["until"].flatMap({ Double($0) }), until.isFinite
    else { throw WebProblem.unreadable("it names no moment") }
    // What is told after this moment was not seen, whatever is claimed.
    try await engine.markNoticesRead(until: min(Date(clampingUnix: until), Date()))
    return back(request)
  }

  /// `POST /notices/targets`: a webhook or ntfy. A command, or a place that is not public, is for the shell alone.
  func addTarget(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let address = (fields["address"] ?? "").trimmingCharacters(in: .whitespaces)
    let token = fields["token"].flatMap { $0.isEmpty ? nil : $0 }
    let way: NoticeTarget.Way
    switch fields["way"] {
    case "webhook": way = .webhook(address)
    case "ntfy": way = .ntfy(address)
    default: throw WebProblem.unreadable("notices are sent by webhook or ntfy")
    }
    let kinds = NoticeKind.allCases.filter { fields.isTicked($0.rawValue) }
    let target: NoticeTarget
    do throws(NoticeTarget.Problem) {
      target = try NoticeTarget(fields["name"] ?? "", way, kinds: Set(kinds), token: token)
    } catch {
      throw WebProblem(.unprocessableContent, "target", "\(error)".asSentence + ".")
    }
    try await engine.setNoticeTarget(target)
    return back(request)
  }

  func removeTarget(_ request: Request, context: WebContext) async throws -> Response {
    let name = try await request.fields()["name"] ?? ""
    guard try await engine.removeNoticeTarget(name) else {
      throw WebProblem(
        .notFound, "no_target", "Notices are no longer sent to “\(name.prefix(60))”.")
    }
    return back(request)
  }

  private func back(_ request: Request) -> Response {
    request.wantsJSON
      ? Response(status: .noContent)
      : Response(status: .seeOther, headers: [.location: "/notices"])
  }
}
