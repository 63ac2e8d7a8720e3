import Foundation

/// A command of this machine that is told a notice on its standard input.
struct CommandRun {
  /// The program, by its path or found in `PATH`, and its arguments; no shell reads them.
  let arguments: [String]

  private static let patience = Duration.seconds(30)

  func tell(_ message: NoticeMessage) async -> DeliveryOutcome {
    guard let program = arguments.first, let path = Self.find(program) else {
      return .failed("the command is not there or cannot be run")
    }
    let process = Process()
    process.executableURL = path
    process.arguments = Array(arguments.dropFirst())
    var environment = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "USER", "LANG", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"]
        .contains($0.key)
    }
    environment["DASH_KIND"] = message.kind.rawValue
    environment["DASH_TITLE"] = message.title
    environment["DASH_BLOCK"] = message.block.text
    process.environment = environment
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      continuation.yield(process.terminationStatus)
      continuation.finish()
    }
    do { try process.run() } catch { return .failed("the command cannot be run") }
    // A notice is smaller than the buffer of a pipe: this does not wait for who reads it.
    try? input.fileHandleForWriting.write(
      contentsOf: Data("\(message.title)\n\(message.text)\n".utf8))
    try? input.fileHandleForWriting.close()
    let number = process.processIdentifier
    let watch = Task {
      try await Task.sleep(for: Self.patience)
      kill(number, SIGKILL)
    }
    var status: Int32?
    for await end in ends { status = end }
    watch.cancel()
    return status == 0
      ? .sent : .failed("the command ended with \(status.map { "\($0)" } ?? "nothing")")
  }

  private static func find(_ program: String) -> URL? {
    let files = FileManager.default
    if program.contains("/") {
      return files.isExecutableFile(atPath: program) ? URL(filePath: program) : nil
    }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(
      separator: ":")
    return folders.map { URL(filePath: "\($0)/\(program)") }
      .first { files.isExecutableFile(atPath: $0.path) }
  }
}
