// Uses a data folder as other processes do. `write FOLDER` writes without end and says on stdout what was
// acknowledged, until it is killed. `open FOLDER` opens it as the server does, and `look FOLDER` as a
// command, and ends. `spend FOLDER LIMIT` asks for one request to a model and says what was answered.
import BlockModel
import BlockStore
import Foundation

func say(_ words: String...) {
  FileHandle.standardOutput.write(Data((words.joined(separator: " ") + "\n").utf8))
}

func version(_ script: String, basedOn: VersionNumber? = nil) -> NewVersion {
  NewVersion(
    texts: BlockTexts(
      BlockFiles(manifest: Manifest(name: "Crash"), script: script, spec: #"{"ui":1,"body":[]}"#)),
    author: .hand, explanation: "test", basedOn: basedOn, createdAt: Date())
}

func run(_ number: Int, _ version: VersionNumber) -> NewRun {
  NewRun(
    RunOutcome(
      result: .ok(["n": .integer(Int64(number))]), startedAt: Date(),
      log: [LogLine(.info, "line")]), version: version, reason: "schedule", keep: 10_000)
}

func newBlock(_ script: String) -> NewBlock {
  NewBlock(
    id: BlockID(naming: "crash"), version: version(script), span: Span(columns: 4, rows: 3))
}

let storage = try SQLiteStorage(
  DataFolder(URL(filePath: CommandLine.arguments[2])),
  for: ["look": .existing, "spend": .command][CommandLine.arguments[1]] ?? .serve)
say("open")
if CommandLine.arguments[1] == "spend" {
  let answer = try await storage.reserve(
    ModelUse(calls: 1, tokens: 10), of: "test", on: CivilDay(Date(timeIntervalSince1970: 0)),
    within: SpendingLimits(calls: Int(CommandLine.arguments[3]) ?? 0))
  if case .reserved = answer { say("reserved") } else { say("spent") }
}
if CommandLine.arguments[1] != "write" {
  try storage.close()
  exit(0)
}
var block = try await storage.create(newBlock("first"))
say("block", block.id.text)
for number in 1... {
  let token = UUID().uuidString
  switch Int.random(in: 0..<10) {
  case 0:
    block = try await storage.create(newBlock(token))
    say("block", block.id.text)
  case 1:
    try await storage.delete(block.id)
    say("deleted", block.id.text)
    block = try await storage.create(newBlock(token))
    say("block", block.id.text)
  case 2...5:
    block = try await storage.addVersion(version(token, basedOn: block.version), to: block.id)
    say("version", block.id.text, block.version.description, token)
  case 6, 7:
    let summary = try await storage.save(run(number, block.version), of: block.id)
    say("run", String(summary.id))
  case 8:
    try await storage.commit(
      ScriptChanges(values: ["key": .string(token), token: true]), of: block.id)
    say("kv", block.id.text, token)
  default:
    let time = Date(timeIntervalSince1970: Double(number))
    let point = SeriesPoint(time: time, value: .integer(Int64(number)))
    try await storage.commit(ScriptChanges(points: [token: [point]]), of: block.id)
    say("series", block.id.text, token)
  }
}
