import Hummingbird
import Logging
import NIOCore

/// What a request carries besides itself: the connection it came by.
struct WebContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// The address of the other side without its port, for counting attempts.
  var peer: String { channel.remoteAddress?.ipAddress ?? "unknown" }
}
