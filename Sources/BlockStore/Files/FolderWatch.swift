import BlockModel
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Tells which folders of blocks were touched, by inotify(7).
///
/// A folder that the kernel does not watch, because there are too many, is told each time: it has to be
/// looked at.
final class FolderWatch: Sendable {
  private struct State {
    var watches: [BlockID: Int32] = [:]
    var blocks: [Int32: BlockID] = [:]
    /// Touched, and not told yet.
    var touched: Set<BlockID> = []
  }

  private static let events =
    IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
  /// Bytes read at a time; an event has at most 16 and a name of 256.
  private static let chunk = 64 << 10

  private let descriptor: Int32
  private let state = Mutex(State())

  init() { descriptor = inotify_init1(O_NONBLOCK | O_CLOEXEC) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The blocks whose folders were touched since the last call, or were not watched until now.
  /// - Parameter ids: all blocks that are to be watched from now on.
  func touched(among ids: [BlockID], at folder: (BlockID) -> URL) -> Set<BlockID> {
    guard descriptor >= 0 else { return Set(ids) }
    return state.withLock { state in
      readEvents(&state, ids)
      let wanted = Set(ids)
      for (id, watch) in state.watches where !wanted.contains(id) {
        inotify_rm_watch(descriptor, watch)
        state.watches[id] = nil
        state.blocks[watch] = nil
      }
      for id in ids where state.watches[id] == nil {
        state.touched.insert(id)
        let watch = inotify_add_watch(descriptor, folder(id).path, UInt32(Self.events))
        guard watch >= 0 else { continue }
        state.watches[id] = watch
        state.blocks[watch] = id
      }
      defer { state.touched = [] }
      return state.touched.intersection(wanted)
    }
  }

  private func readEvents(_ state: inout State, _ ids: [BlockID]) {
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      var bytes = buffer[..<count]
      // `struct inotify_event`: wd, mask, cookie, len, and a name of len bytes.
      while bytes.count >= 16 {
        let watch = Int32(bitPattern: Self.word(bytes, 0))
        let mask = Self.word(bytes, 4)
        bytes = bytes.dropFirst(16 + Int(Self.word(bytes, 12)))
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { state.touched.formUnion(ids) }
        guard let id = state.blocks[watch] else { continue }
        state.touched.insert(id)
        if mask & UInt32(IN_IGNORED) != 0 {
          state.blocks[watch] = nil
          state.watches[id] = nil
        }
      }
    }
  }

  /// Four bytes in the order of the machine, which wrote them.
  private static func word(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
    let start = bytes.startIndex + offset
    return bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      .littleEndian
  }
}
