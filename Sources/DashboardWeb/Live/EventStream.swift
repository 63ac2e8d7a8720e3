import BlockModel
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `GET /events`: an endless answer with one event after the other, and a heartbeat in between so
/// that both sides notice a connection that is gone.
struct EventStream: Sendable {
  let hub: OpenPages
  let connections: OpenConnections
  /// What a page is told first: all cards in order, with their revisions.
  let hello: @Sendable () async -> JSONValue

  func respond(to request: Request, context: WebContext) async throws -> Response {
    let channel = context.channel
    let subscription = await hub.subscribe(
      from: context.peer, drop: { channel.close(promise: nil) })
    // Dead streams must not count until the next heartbeat finds them.
    channel.closeFuture.whenComplete { _ in
      Task { await hub.unsubscribe(subscription.number) }
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        .accelBuffering: "no",
      ],
      body: ResponseBody { writer in
        connections.streams(channel.connectionID)
        defer { connections.waits(channel.connectionID) }
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
    _ subscription: OpenPages.Subscription, to writer: inout any ResponseBodyWriter
  ) async throws {
    var number = 1
    let greeting = ServerEvent(name: .hello, data: await hello())
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + greeting.lines(id: number)))
    for await beat in subscription.beats.cancelOnGracefulShutdown() {
      switch beat {
      case .heart:
        try await writer.write(ByteBuffer(string: ServerEvent.heartbeat))
      case .event(let event):
        number += 1
        try await writer.write(ByteBuffer(string: event.lines(id: number)))
      }
    }
  }
}
