import Foundation

/// Other programs: the floors and peers.
enum Peer {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// What a program printed.
  static func output(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Missing(
        description: "`\(words.joined(separator: " "))` failed; `make bench` installs it")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The C program of the floors, compiled for this run.
  static func floors(in folder: URL) throws -> String {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Floors/floors.c")
    let program = folder.appending(path: "floors").path
    _ = try output(["gcc", "-O2", "-o", program, source.path])
    return program
  }

  static func microseconds(_ words: [String]) throws -> Double {
    let text = try output(words).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let value = Double(text) else { throw Missing(description: "no figure in '\(text)'") }
    return value
  }
}
