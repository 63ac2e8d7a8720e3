import Foundation

/// The program beside the tests that uses a data folder until it is killed.
enum Writer {
  /// - Parameter mode: see `Tests/dash-store-writer/main.swift`.
  static func start(
    _ mode: String, _ folder: TestFolder, _ more: String..., output: Any? = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    process.executableURL = URL(filePath: bundle ?? CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "dash-store-writer")
    process.arguments = [mode, folder.data.url.path] + more
    process.standardOutput = output
    try process.run()
    return process
  }
}
