import CSandbox
import Foundation

/// Processes by posix_spawn(3): the host is never forked.
enum Spawning {
  /// Starts a program in a process group of its own, with no descriptor of the host but those given.
  /// - Parameters:
  ///   - words: the path of the program, then its arguments.
  ///   - line: becomes descriptors 3 and 4, where chromium reads and writes.
  ///   - errors: where it says what it complains about; `nil`: nowhere.
  /// - Returns: `nil` when it cannot be started; `errno` says why.
  static func spawn(
    _ words: [String], environment: [String] = [], line: Int32? = nil, errors: Int32? = nil
  ) -> pid_t? {
    let arguments = words.map { strdup($0) } + [nil]
    let environment = environment.map { strdup($0) } + [nil]
    // Safe because posix_spawn returns when the new program has its own copies.
    defer { (arguments + environment).forEach { free($0) } }
    let kept = line.map { [$0, $0] } ?? []
    let pid = dash_spawn_with(
      words[0], arguments, environment, kept, Int32(kept.count), errors ?? -1)
    return pid > 0 ? pid : nil
  }

  /// Waits until a process has ended; its number stays its own until ``reap(_:)``.
  static func awaitEnd(of process: pid_t) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }

  /// Lets go of a process that has ended, or will now.
  /// - Returns: its status as waitpid(2) has it.
  @discardableResult
  static func reap(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Runs a program that ends at once.
  /// - Returns: did it end with status 0?
  static func succeeds(_ words: [String]) -> Bool { spawn(words).map { reap($0) == 0 } ?? false }
}
