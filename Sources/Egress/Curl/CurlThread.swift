import CCurl
import Foundation
import Synchronization

/// A thread that runs libcurl; transfers of one thread share its connections.
final class CurlThread: Sendable {
  private enum Command: Sendable {
    case start(UInt64, CurlTransfer.Order, @Sendable (CurlTransfer.Outcome) -> Void)
    case cancel(UInt64)
    case stop
  }

  private struct State {
    var commands: [Command] = []
    var nextNumber: UInt64 = 1
    /// Transfers somebody waits for, started or not.
    var open: Set<UInt64> = []
    var isStopped = false
  }

  private let state = Mutex(State())
  /// The thread, until somebody has waited for its end.
  private let thread = Mutex<pthread_t?>(nil)
  // Safe because other threads only call curl_multi_wakeup, which libcurl allows, and only under the
  // lock and before `isStopped`: the handle is still there.
  private nonisolated(unsafe) let multi: OpaquePointer?
  /// How long the thread sleeps, at most, when nothing happens. A process that is out of descriptors has
  /// none to be woken by: then it looks by itself.
  private let longestSleep: Int32

  init() {
    curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    multi = curl_multi_init().map { OpaquePointer($0) }
    let canBeWoken = multi.map { curl_multi_wakeup(UnsafeMutableRawPointer($0)) == CURLM_OK }
    longestSleep = canBeWoken == true ? 60_000 : 100
    // A thread of Foundation cannot be joined.
    // Safe because the thread holds `self` from here until it ends.
    var started = pthread_t()
    let status = pthread_create(
      &started, nil,
      { this in
        if let this { Unmanaged<CurlThread>.fromOpaque(this).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(status == 0, "no thread for libcurl")
    thread.withLock { $0 = started }
  }

  deinit { thread.withLock { if let thread = $0 { _ = pthread_detach(thread) } } }

  /// Performs one request without following redirects. Cancelling the task ends the transfer.
  func perform(_ order: CurlTransfer.Order) async -> CurlTransfer.Outcome {
    let number = state.withLock { state in
      defer { state.nextNumber += 1 }
      state.open.insert(state.nextNumber)
      return state.nextNumber
    }
    defer { state.withLock { _ = $0.open.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        send(.start(number, order) { continuation.resume(returning: $0) })
      }
    } onCancel: {
      send(.cancel(number))
    }
  }

  /// Ends all transfers and the thread, soon.
  func stop() { send(.stop) }

  /// Waits until the thread that ``stop()`` ends has let go of everything, its own memory included:
  /// a process that exits sooner may unload the libraries it still uses.
  func waitUntilEnded() {
    thread.withLock { thread in
      if let thread { pthread_join(thread, nil) }
      thread = nil
    }
  }

  /// Somebody has waited for the end.
  var hasEnded: Bool { thread.withLock { $0 == nil } }

  private func send(_ command: Command) {
    let isStopped = state.withLock { state in
      if !state.isStopped {
        state.commands.append(command)
        if let multi { curl_multi_wakeup(UnsafeMutableRawPointer(multi)) }
      }
      return state.isStopped
    }
    if isStopped, case .start(_, _, let done) = command { done(.cancelled) }
  }

  private func run() {
    Thread.current.name = "dash egress"
    guard let multi = multi.map({ UnsafeMutableRawPointer($0) }) else { return endLate() }
    var transfers: [UInt64: CurlTransfer] = [:]
    var cancelled: Set<UInt64> = []
    var isRunning = true
    while isRunning {
      for command in state.withLock({ exchange(&$0.commands, []) }) {
        switch command {
        case .start(let number, _, let done) where cancelled.remove(number) != nil: done(.cancelled)
        case .start(let number, let order, let done):
          guard let transfer = CurlTransfer(number, order, done: done) else {
            done(.failed(code: CURLE_OUT_OF_MEMORY.rawValue, message: "out of memory"))
            continue
          }
          transfers[number] = transfer
          curl_multi_add_handle(multi, UnsafeMutableRawPointer(transfer.easy))
        case .cancel(let number):
          if let transfer = transfers.removeValue(forKey: number) {
            curl_multi_remove_handle(multi, UnsafeMutableRawPointer(transfer.easy))
            transfer.cancel()
          } else {
            cancelled.insert(number)
          }
        case .stop: isRunning = false
        }
      }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      var left: Int32 = 0
      while let message = curl_multi_info_read(multi, &left) {
        guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle
        else { continue }
        let code = message.pointee.data.result
        guard let number = CurlTransfer.number(of: easy),
          let transfer = transfers.removeValue(forKey: number)
        else { continue }
        curl_multi_remove_handle(multi, easy)
        transfer.finish(code)
      }
      // A cancellation can overtake its start, so it is kept as long as somebody waits.
      if !cancelled.isEmpty { state.withLock { cancelled.formIntersection($0.open) } }
      if isRunning { curl_multi_poll(multi, nil, 0, longestSleep, nil) }
    }
    for transfer in transfers.values {
      curl_multi_remove_handle(multi, UnsafeMutableRawPointer(transfer.easy))
      transfer.cancel()
    }
    transfers = [:]
    endLate()
    curl_multi_cleanup(multi)
  }

  /// Nothing is started from now on.
  private func endLate() {
    let late = state.withLock { state in
      state.isStopped = true
      return exchange(&state.commands, [])
    }
    for case .start(_, _, let done) in late { done(.cancelled) }
  }
}

private func exchange<T>(_ place: inout T, _ value: T) -> T {
  let old = place
  place = value
  return old
}
