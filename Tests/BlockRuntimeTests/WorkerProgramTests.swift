import Foundation
import Testing

@Suite("The worker's program, started by hand")
struct WorkerProgramTests {
  @Test(
    "says what it is not for, or what it lacks",
    arguments: [
      ([], 64, "this program is started by dash; run `dash serve` instead"),
      (["a", "b"], 64, "this program is started by dash"),
      (["/nowhere/stdlib"], 70, "/nowhere/stdlib"),
    ] as [([String], Int32, String)])
  func byHand(arguments: [String], status: Int32, sentence: String) throws {
    let process = Process()
    process.executableURL = Workshop.buildFolder.appending(path: "dash-worker")
    process.arguments = arguments
    let told = Pipe()
    process.standardError = told
    try process.run()
    let text = String(decoding: try told.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    #expect(text.hasPrefix("dash-worker: ") && text.contains(sentence), "\(text)")
  }
}
