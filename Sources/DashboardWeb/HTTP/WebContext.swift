import BlockModel
import Foundation
import Hummingbird
import Logging
import NIOCore

/// What a request carries besides itself: the connection it came by.
struct WebContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// The program that asks, when it showed a token of its own.
  var agent: AgentToken?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// The address of the other side without its port, for counting attempts.
  var peer: String { channel.peerAddress }

  /// A part of the path, as it was before it was encoded for the address: `MY%5FKEY` is `MY_KEY`.
  /// - Returns: `nil` when the route has no such part, or it is not UTF-8 in percent-encoding.
  func segment(_ name: String) -> String? {
    parameters.get(name)?.removingPercentEncoding
  }
}
