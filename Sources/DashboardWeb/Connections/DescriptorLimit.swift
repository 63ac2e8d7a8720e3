import Foundation

/// How many files and connections this process may have open at the same time (getrlimit(2)).
///
/// A shell or a service manager usually gives a process 1,024, fewer than there may be connections; up to a hard limit it
/// may take more by itself.
enum DescriptorLimit {
  /// - Parameter wanted: as many as are needed; fewer are taken where no more may be.
  /// - Returns: how many there are then.
  @discardableResult
  static func raise(to wanted: Int) -> Int {
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0, limit.rlim_cur < UInt(wanted) else {
      return Int(clamping: limit.rlim_cur)
    }
    limit.rlim_cur = min(UInt(wanted), limit.rlim_max)
    guard setrlimit(files, &limit) == 0 else { return 0 }
    return Int(clamping: limit.rlim_cur)
  }
}
