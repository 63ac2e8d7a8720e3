import Foundation

/// A file system of a few megabytes in memory, which only the commands of one test see.
struct SmallDisk {
  let megabytes: Int

  /// Mounting takes root, and a mount namespace of its own.
  static let isAllowed: Bool = {
    let answer = try? SmallDisk(megabytes: 1).run("echo mounted", copy: URL(filePath: "/dev/null"))
    return answer == ["mounted"]
  }()

  /// Runs a shell script inside the file system.
  ///
  /// - Parameters:
  ///   - script: finds the program that uses data folders as `$WRITER`, and `copy` as `$COPY`.
  ///   - copy: where to put what is to be looked at afterwards: the file system is gone then.
  /// - Returns: the lines it said, also on stderr.
  func run(_ script: String, copy: URL) throws -> [String] {
    let place = FileManager.default.temporaryDirectory
      .appending(path: "dash-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = [
      "--mount", "sh", "-c",
      "mount -t tmpfs -o size=\(megabytes)m none \"$0\" && cd \"$0\" || exit 9\n\(script)",
      place.path,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["WRITER": Writer.program.path, "COPY": copy.path]
    ) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
