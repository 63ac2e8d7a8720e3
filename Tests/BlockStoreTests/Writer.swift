import Foundation

/// The program beside the tests that uses a data folder until it is killed.
enum Writer {
  static var program: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "dash-store-writer")
  }

  /// - Parameter mode: see `Tests/dash-store-writer/main.swift`.
  static func start(
    _ mode: String, _ folder: TestFolder, _ more: String..., output: Any? = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = [mode, folder.data.url.path] + more
    process.standardOutput = output
    try process.run()
    return process
  }
}
