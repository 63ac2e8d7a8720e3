import Foundation
import Testing

@testable import Evaluation

@Suite("The sources of a case")
struct EvalCaseTests {
  private func cassette(_ source: String, corpus: URL?) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "case-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "one.json")
    try Data(#"{"wish": "stories", "world": [\#(source)], "checks": {}}"#.utf8).write(to: file)
    let tape = folder.appending(path: "tape")
    try EvalCase(file: file).cassette(in: tape, corpus: corpus, mutated: false)
    return try FileManager.default.contentsOfDirectory(atPath: tape.path).sorted()
  }

  @Test("that it brings need no recorded answers")
  func own() throws {
    let made = try cassette(#"{"url": "https://a.example", "text": "[1]"}"#, corpus: nil)
    #expect(made == ["0.body.data", "0.json"])
  }

  @Test("that were recorded are asked for where nobody says where they are")
  func recorded() throws {
    let problem = #expect(throws: EvalProblem.self) {
      try cassette(#"{"url": "https://a.example", "file": "stories.json"}"#, corpus: nil)
    }
    #expect(
      problem?.description
        == "one: 'stories.json' is a recorded answer; say where these are with --corpus or DASH_CORPUS"
    )
  }
}
