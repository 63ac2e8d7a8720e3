import BlockStore
import Foundation
import Testing

@Suite("Crashes", .serialized)
struct CrashTests {
  /// `make crash` asks for 500.
  static let rounds =
    ProcessInfo.processInfo.environment["DASH_CRASH_ROUNDS"].flatMap { Int($0) } ?? 50

  @Test("a server killed at any moment loses nothing it acknowledged, and leaves nothing half-made")
  func killed() async throws {
    let folder = TestFolder()
    var promises = Promises()
    for round in 1...Self.rounds {
      promises.add(try await Self.writeUntilKilled(folder))
      let storage = try folder.open()
      try await promises.check(storage, folder, all: round == Self.rounds)
      try storage.close()
    }
    print("crash: \(Self.rounds) kills, \(promises)")
    for kind in Promises.kinds { #expect(promises.counts[kind] ?? 0 > 0, "\(kind)") }
  }

  /// Kills the writer after some acknowledgements, in the middle of whatever it does then.
  /// - Returns: what it said, without a last line that may have been cut.
  private static func writeUntilKilled(_ folder: TestFolder) async throws -> [String] {
    let pipe = Pipe()
    let process = try Writer.start("write", folder, output: pipe)
    var bytes = Data()
    let wanted = Int.random(in: 1...25)
    while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < wanted {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      bytes += more
    }
    let end = ContinuousClock.now + .microseconds(Int.random(in: 0...3_000))
    while ContinuousClock.now < end {}
    kill(process.processIdentifier, SIGKILL)
    bytes += try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? Data()
    let said = String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(
      process.terminationReason == .uncaughtSignal,
      "the writer ended by itself: \(said.last ?? "")")
    return said
  }
}
