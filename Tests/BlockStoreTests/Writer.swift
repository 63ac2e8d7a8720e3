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

  /// Kills a process somewhere in its work: after it said `begin`, and before or after `end`.
  /// - Parameter work: how long that takes in a process that has done it before: half of a new one's time.
  /// - Returns: did it say that it had come to the end?
  static func kill(
    _ mode: String, _ folder: TestFolder, _ file: URL, within work: Duration
  ) throws -> Bool {
    let pipe = Pipe()
    let process = try start(mode, folder, file.path, output: pipe)
    var said = ""
    while !said.contains("begin\n") {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      said += String(decoding: more, as: UTF8.self)
    }
    let end = ContinuousClock.now + work * Double.random(in: 0...3)
    while ContinuousClock.now < end {}
    Glibc.kill(process.processIdentifier, SIGKILL)
    said += String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return said.contains("end\n")
  }
}
