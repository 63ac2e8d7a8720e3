import NIOCore

/// Tells ``OpenConnections`` how one connection fares, and ends it when nobody reads what it was sent.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  private let connections: OpenConnections
  /// How long written bytes may wait for a reader.
  private let patience: TimeAmount
  private var giveUp: Scheduled<Void>?
  private var isKnown = false

  init(_ connections: OpenConnections, patience: TimeAmount = .seconds(30)) {
    self.connections = connections
    self.patience = patience
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { introduce(context.channel) }
  }

  func channelActive(context: ChannelHandlerContext) {
    introduce(context.channel)
    context.fireChannelActive()
  }

  private func introduce(_ channel: any Channel) {
    guard !isKnown else { return }
    isKnown = connections.open(
      channel.connectionID, from: channel.peerAddress, close: { channel.close(promise: nil) })
    if !isKnown { channel.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    connections.closed(context.channel.connectionID)
    giveUp?.cancel()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      connections.inputEnded(context.channel.connectionID)
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    giveUp?.cancel()
    let channel = context.channel
    giveUp =
      channel.isWritable
      ? nil : channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    context.fireChannelWritabilityChanged()
  }
}

extension Channel {
  /// The address of the other side without its port.
  var peerAddress: String { remoteAddress?.ipAddress ?? "unknown" }
}
