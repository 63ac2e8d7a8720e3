import Foundation

/// A process and those it started: the browser and what reads its pages.
struct ProcessGroup: Sendable, Hashable {
  let leader: pid_t

  /// Ends all of them, at once.
  func kill() { Foundation.kill(-leader, SIGKILL) }

  /// Processes that are there, apart from those that have ended and were not waited for.
  var members: [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      // "PID (NAME) STATE PARENT GROUP …", and the name may hold anything.
      let text = Self.text("/proc/\(process)/stat")
      let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
      return fields.count > 3 && fields[3] == "\(leader)" && fields[1] != "Z"
    }
  }

  /// Bytes of memory that no other process shares, of all of them together.
  var memory: Int {
    members.reduce(0) { sum, process in
      // "SIZE RESIDENT SHARED …", in pages.
      let pages = Self.text("/proc/\(process)/statm").split(separator: " ").compactMap { Int($0) }
      return pages.count > 2 ? sum + (pages[1] - pages[2]) * Self.pageBytes : sum
    }
  }

  private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

  private static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
