import Foundation
import NIOCore
import Synchronization

/// The bytes of the last page that was rendered, for everybody who asks for the same one.
///
/// A page is the same as long as no block changed, for one session and one second: what it says of
/// ages is never older than that.
final class PageCache: Sendable {
  struct Key: Hashable, Sendable {
    /// Of the engine.
    var changes: Int
    var session: String
    var theme: Theme
    /// Since 1970.
    var second: Int
    /// For who unpacks gzip.
    var isPacked: Bool
  }

  private let page = Mutex<(key: Key, bytes: ByteBuffer)?>(nil)

  func bytes(
    for key: Key, rendering: () async -> ByteBuffer
  ) async -> ByteBuffer {
    if let page = page.withLock({ $0 }), page.key == key { return page.bytes }
    let bytes = await rendering()
    page.withLock { $0 = (key, bytes) }
    return bytes
  }
}
