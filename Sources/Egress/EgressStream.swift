public import BlockModel
import Foundation
import Synchronization

/// How long each phase of a streamed answer may take.
public struct StreamPatience: Sendable, Hashable {
  public var connect: Duration
  /// From sending to the first byte.
  public var head: Duration
  /// Between two pieces.
  public var idle: Duration
  /// Everything together.
  public var total: Duration

  public init(connect: Duration, head: Duration, idle: Duration, total: Duration) {
    self.connect = connect
    self.head = head
    self.idle = idle
    self.total = total
  }
}

extension Egress {
  /// Sends a request and hands the answer on as it comes, for servers that take minutes to say it.
  ///
  /// A redirect is a failure: what is in the headers is for this place only. Nothing is cached or
  /// recorded. Letting go of the stream, or cancelling the task that reads it, closes the connection.
  /// - Throws: ``EgressFailure``, also in the middle of an answer.
  public func stream(
    _ request: EgressRequest, as permissions: Permissions, patience: StreamPatience
  ) -> AsyncThrowingStream<EgressPart, any Error> {
    AsyncThrowingStream { parts in
      let task = Task {
        do throws(EgressFailure) {
          try await deliver(request, permissions, patience) { parts.yield($0) }
          parts.finish()
        } catch {
          parts.finish(throwing: error)
        }
      }
      parts.onTermination = { _ in task.cancel() }
    }
  }

  private func deliver(
    _ request: EgressRequest, _ permissions: Permissions, _ patience: StreamPatience,
    _ yield: @escaping @Sendable (EgressPart) -> Void
  ) async throws(EgressFailure) {
    var flow = RequestFlow(request: request, permissions: permissions)
    let url = try flow.check(request.url)
    let start = ContinuousClock.now
    let watch = Watch(until: start + patience.connect + patience.head)
    let isGranted = permissions.grants(host: url.host, port: url.port)
    let order = CurlTransfer.Order(
      method: request.method, url: url, headers: request.headers, body: request.body,
      timeout: patience.total, connectTimeout: patience.connect,
      maximumBytes: request.maximumBytes, reach: isGranted ? .granted : .open,
      userAgent: configuration.userAgent, authorities: configuration.authorities
    ) { part in
      watch.reset(until: .now + patience.idle)
      yield(part)
    }
    let outcome = await withTaskGroup(of: CurlTransfer.Outcome?.self) { group in
      group.addTask { [self] in await (isGranted ? threads.granted : threads.open).perform(order) }
      group.addTask {
        await watch.expire(looking: patience.idle)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    let milliseconds = (ContinuousClock.now - start).wholeMilliseconds
    guard let outcome else {
      if Task.isCancelled { throw flow.cancelled(url) }
      throw flow.timedOut(url, waited: .milliseconds(milliseconds))
    }
    guard case .answer(let answer) = outcome else {
      throw flow.failure(
        outcome, at: url, timeout: patience.total, milliseconds: milliseconds)
    }
    guard !(300..<400).contains(answer.status) else {
      throw flow.failure(
        .permission,
        "\(url.placeText) redirects to \(answer.headers.first { $0.name == "location" }?.value ?? "elsewhere"), where a key is not sent; use the final address"
      )
    }
  }
}

/// The moment by which something must have come; each piece puts it off.
private final class Watch: Sendable {
  private let end: Mutex<ContinuousClock.Instant>

  init(until end: ContinuousClock.Instant) { self.end = Mutex(end) }

  func reset(until end: ContinuousClock.Instant) { self.end.withLock { $0 = end } }

  /// Returns when nothing came in time, or the task is cancelled.
  /// - Parameter step: how far a reset may bring the end nearer; it is looked at that often.
  func expire(looking step: Duration) async {
    while !Task.isCancelled {
      let end = end.withLock { $0 }
      if end <= .now { return }
      try? await Task.sleep(until: min(end, .now + step))
    }
  }
}
