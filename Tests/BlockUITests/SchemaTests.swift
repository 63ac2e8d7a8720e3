import BlockModel
import Foundation
import TestSupport
import Testing

@testable import BlockUI

@Suite("Schema, prompt sheet and checker come from one catalogue")
struct SchemaTests {
  /// Codes that a JSON Schema cannot see: the checker may know more, never less.
  private static let meaning: Set<IssueCode> = [
    .templateSyntax, .templateLogic, .pathSyntax, .unknownFunction, .unknownFormat, .exprSyntax,
    .scope, .unknownParam, .secret, .duplicateID, .tooDeep, .tooLarge, .shape, .field, .binding,
  ]

  @Test("the schema names every component")
  func components() {
    let names = Catalogue.jsonSchema()["$defs"]?["node"]?["anyOf"]?.array ?? []
    #expect(names.count == Component.allCases.count)
  }

  @Test("the prompt sheet says every component with its properties")
  func promptSheet() {
    let sheet = Catalogue.promptSheet()
    for component in Component.allCases { #expect(sheet.contains("\n\(component.rawValue) {")) }
    #expect(
      sheet.contains(
        "strip {data:B, tone:Tone, text?:T, label?:T, limit?:1-400, wrap?:bool, empty?:Empty} //"))
    #expect(sheet.contains("button {text:T, action:name, args?:{name:V}, icon?:emoji"))
    #expect(sheet.utf8.count < 10_000)
  }

  @Test(
    "6,000 mutations of the examples: schema and checker agree, and nothing crashes",
    .enabled(if: PythonSchema.python != nil, "needs the Python environment of make test"))
  func mutations() throws {
    var random = SeededRandom(state: 0x5EED)
    var documents: [JSONValue] = []
    let examples = try ExampleSpecs.available.map {
      try JSONValue(parsing: ExampleSpecs.text($0))
    }
    documents = examples
    for count in 0..<6000 {
      documents.append(Mutation.of(examples[count % examples.count], &random))
    }
    let verdicts = try PythonSchema.verdicts(on: documents)
    #expect(verdicts.prefix(examples.count).allSatisfy { $0 })
    var disagreements: [String] = []
    for (document, isValid) in zip(documents, verdicts) {
      let text = document.json()
      let report = CompiledSpec.compile(text).report
      _ = CompiledSpec.compile(text, repairing: true)
      let shape = report.errors.filter { !Self.meaning.contains($0.kind) && !isChartX($0) }
      let agrees = isValid ? shape.isEmpty : !report.ok
      if !agrees {
        disagreements.append("schema says \(isValid): \(report.text)\n\(text.prefix(3000))")
      }
    }
    #expect(disagreements.isEmpty, "\(disagreements.count): \(disagreements.prefix(3))")
  }

  /// Rules across properties, which the schema leaves to the checker: x of a chart, `of` of tones.
  private func isChartX(_ issue: SpecIssue) -> Bool {
    issue.kind == .missing && (issue.expected == ["x"] || issue.expected == ["of"])
  }
}

/// SplitMix64: the same mutations in every run.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// One random change somewhere in a document.
enum Mutation {
  private static let values: [JSONValue] = [
    .null, true, false, 0, 1, -3, 7, 2.5, "", "a", "${rows}", "${item.x", "{{x}}", "success", "md",
    "red", "https://x.example/", "javascript:x", "number:2", "x > 3", [], ["a"], [[]], [:],
    ["type": "text", "text": "a"], ["text": "a"], ["field": "a"], ["map": ["a": "success"]],
    ["steps": [["from": 1, "tone": "danger"]]], [["type": "divider"]], "items", "é", "[0]", "@",
  ]
  private static let keys =
    PropertyName.allCases.map(\.rawValue) + ["x-note", "props", "titel", "colour", ""]

  static func of(_ document: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    switch document {
    case .object(var members) where !members.isEmpty:
      let key = Array(members.keys).randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<14, using: &random) {
      case 0: members[key] = nil
      case 1:
        members[keys.randomElement(using: &random) ?? ""] = values.randomElement(using: &random)
      case 2: members[key] = values.randomElement(using: &random)
      case 3 where key == "type":
        members[key] = .string(Component.allCases.randomElement(using: &random)?.rawValue ?? "")
      default: members[key] = members[key].map { of($0, &random) }
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: 0..<elements.count, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: elements.remove(at: index)
      case 1: elements.append(values.randomElement(using: &random) ?? .null)
      case 2: elements = Array(repeating: ["type": "divider"], count: 51)
      default: elements[index] = of(elements[index], &random)
      }
      return .array(elements)
    default: return values.randomElement(using: &random) ?? .null
    }
  }
}

/// A validator from PyPI, `jsonschema-rs`, as the judge of the schema.
enum PythonSchema {
  private static let script = """
    import json, sys
    import jsonschema_rs
    schema = json.load(open(sys.argv[1]))
    jsonschema_rs.meta.validate(schema)
    judge = jsonschema_rs.Draft202012Validator(schema)
    for line in open(sys.argv[2], encoding="utf-8"):
        print(1 if judge.is_valid(json.loads(line)) else 0)
    """

  /// Of the environment that `make test` sets up, with the validator in it.
  static let python: URL? = {
    let python = TestPlaces.checkout.appending(path: ".build-venv/bin/python")
    return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
  }()

  /// Whether each document is valid.
  static func verdicts(on documents: [JSONValue]) throws -> [Bool] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let schema = folder.appending(path: "schema.json")
    let lines = folder.appending(path: "documents.jsonl")
    try Catalogue.jsonSchema().json().write(to: schema, atomically: true, encoding: .utf8)
    try documents.map { $0.json() }.joined(separator: "\n")
      .write(to: lines, atomically: true, encoding: .utf8)
    let process = Process()
    let python: URL = try #require(Self.python)
    process.executableURL = python
    process.arguments = ["-c", script, schema.path, lines.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let verdicts = String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0 == "1" }
    try #require(process.terminationStatus == 0 && verdicts.count == documents.count)
    return verdicts
  }
}
