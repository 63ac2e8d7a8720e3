import BlockModel
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `GET /events`: an endless answer with one event after the other, and a heartbeat in between so
/// that both sides notice a connection that is gone.
struct EventStream: Sendable {
  let hub: EventHub
  /// What a page is told first: all cards in order, with their revisions.
  let hello: @Sendable () async -> JSONValue

  func respond(to request: Request, context: WebContext) async throws -> Response {
    let channel = context.channel
    let subscription = try await hub.subscribe(drop: { channel.close(promise: nil) })
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        do {
          try await write(subscription, to: &writer)
        } catch {
          await hub.unsubscribe(subscription.number)
          throw error
        }
        await hub.unsubscribe(subscription.number)
        try await writer.finish(nil)
      })
  }

  private func write(
    _ subscription: EventHub.Subscription, to writer: inout any ResponseBodyWriter
  ) async throws {
    var number = 1
    let greeting = ServerEvent(name: .hello, data: await hello())
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + greeting.lines(id: number)))
    for await beat in subscription.beats.cancelOnGracefulShutdown() {
      switch beat {
      case .heart:
        // A comment: keeps the connection open and finds out when it is gone.
        try await writer.write(ByteBuffer(string: ": \n\n"))
      case .event(let event):
        number += 1
        try await writer.write(ByteBuffer(string: event.lines(id: number)))
      }
    }
  }
}
