import Foundation
import Synchronization

/// A running chromium: its processes, its folder, and the socket on which it speaks DevTools.
final class ChromiumProcess: Sendable {
  let group: ProcessGroup
  /// Our end; whoever speaks on it closes it.
  let line: Int32
  private let profile: ProfileFolder
  /// A file without a name: the browser can add to it, and put nothing else in its place.
  private let log: FileHandle
  private let state = Mutex(State())

  private struct State {
    /// Its number may be another's.
    var isReaped = false
    var isOver = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// Why no browser runs.
  struct Problem: Error, Sendable, Hashable {
    let reason: String
  }

  /// Its profile.
  var folder: URL { profile.url }

  /// Starts a browser with a fresh profile, which goes with it.
  static func start(
    _ program: ChromiumProgram, _ confinement: Confinement
  ) async throws(Problem) -> ChromiumProcess {
    let outcome = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<ChromiumProcess, Problem>, Never>) in
      // A thread of its own that stays until the end: the browser dies with the thread it comes from.
      let thread = Thread {
        do throws(Problem) {
          let process = try ChromiumProcess(program, confinement)
          continuation.resume(returning: .success(process))
          process.waitForEnd()
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      thread.name = "dash chromium"
      thread.start()
    }
    return try outcome.get()
  }

  private init(_ program: ChromiumProgram, _ confinement: Confinement) throws(Problem) {
    ProfileFolder.sweep(owners: confinement.users)
    profile = try ProfileFolder()
    let folder = profile.url
    confinement.handOver(folder)
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let errors = Self.openLog(beside: folder)
    guard errors >= 0, socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      let error = errno
      close(errors)
      profile.remove()
      throw Problem(reason: String(cString: strerror(error)))
    }
    log = FileHandle(fileDescriptor: errors, closeOnDealloc: true)
    let words =
      confinement.prefix + [program.path]
      + program.arguments(profile: folder.path, isSandboxed: confinement.hasSandbox)
    // Nothing of the host's environment, where keys of model providers may stand.
    let environment = [
      "HOME=\(folder.path)", "TMPDIR=\(folder.path)", "LANG=C.UTF-8", "PATH=/usr/bin:/bin",
    ]
    let pid = Spawning.spawn(words, environment: environment, line: pair[1], errors: errors)
    let error = errno
    close(pair[1])
    guard let pid else {
      close(pair[0])
      profile.remove()
      throw Problem(reason: String(cString: strerror(error)))
    }
    group = ProcessGroup(leader: pid)
    line = pair[0]
  }

  private static func openLog(beside folder: URL) -> Int32 {
    let path = folder.path + ".log"
    defer { unlink(path) }
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  }

  /// Ends all its processes.
  func kill() {
    state.withLock { if !$0.isReaped { group.kill() } }
  }

  /// Returns when the browser has ended and its folder is gone.
  func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.waiting.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  /// What it complained about as it ended; empty when it said nothing.
  var complaint: String {
    try? log.seek(toOffset: 0)
    let text =
      (try? log.read(upToCount: 1 << 20)).flatMap { String(data: $0, encoding: .utf8) } ?? ""
    // "[…:FATAL:…] what" is what ended it; other lines in brackets are noise of every start.
    let lines = text.split(whereSeparator: \.isNewline)
    if let line = lines.first(where: { $0.contains(":FATAL:") }) {
      return String(line.drop { $0 != "]" }.dropFirst(2).prefix(200))
    }
    return String((lines.first { !$0.hasPrefix("[") } ?? "").prefix(200))
  }

  private func waitForEnd() {
    Spawning.awaitEnd(of: group.leader)
    // Whoever is left of its family has nothing more to do.
    state.withLock { state in
      group.kill()
      state.isReaped = true
      Spawning.reap(group.leader)
    }
    profile.remove()
    let left = state.withLock { state in
      state.isOver = true
      return state.waiting
    }
    left.forEach { $0.resume() }
  }
}
