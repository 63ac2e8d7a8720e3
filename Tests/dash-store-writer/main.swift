// Uses a data folder as other processes do. `write FOLDER` writes without end and says on stdout what was
// acknowledged, until it is killed. `fill FOLDER BALLAST` writes until the disk is full, frees space by
// deleting the file BALLAST, and writes on. `open FOLDER` opens it as the server does, and `look FOLDER` as
// a command, and ends. `spend FOLDER LIMIT` asks for one request to a model and says what was answered.
// `backup FOLDER FILE` packs it, and `restore FOLDER FILE` puts it in the place of what is there; both say
// `begin` before and `end` after.
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

func run(
  _ number: Int, _ version: VersionNumber, _ reason: String = "schedule"
) -> NewRun {
  NewRun(
    RunOutcome(
      result: .ok(["n": .integer(Int64(number))]), startedAt: Date(),
      log: [LogLine(.info, "line")]), version: version, reason: reason,
    keep: Retention(runs: 10_000))
}

/// With a name of its own: of thousands with one name two would soon be called the same.
func newID() -> BlockID { BlockID(naming: "crash \(UUID().uuidString.prefix(13))") }

func newBlock(_ script: String) -> NewBlock {
  NewBlock(id: newID(), version: version(script))
}

/// Does what people, scripts and the schedule do, one thing after the other, and says what was kept.
struct Work {
  let storage: SQLiteStorage
  var block: BlockRecord
  var number = 0

  init(_ storage: SQLiteStorage) async throws {
    self.storage = storage
    block = try await storage.create(newBlock("first"))
    say("block", block.id.text)
  }

  private mutating func start(_ script: String) async throws {
    block = try await storage.create(newBlock(script))
    say("block", block.id.text)
  }

  /// One thing at random.
  mutating func step() async throws {
    number += 1
    let token = UUID().uuidString
    switch Int.random(in: 0..<16) {
    case 0: try await start(token)
    case 1:
      let old = block.id
      try await start(token)
      try await delete(old)
    case 2: try await restore()
    case 3...5: try await edit(token)
    case 6, 7: try await refresh()
    case 8:
      try await storage.setParams(["n": .integer(Int64(number))], of: block.id)
      say("params", block.id.text, String(number))
    case 9:
      let texts = BlockTexts(manifest: "{}", script: token, spec: "{}")
      try await storage.setWorkingCopy(texts, of: block.id)
      // What a person saves is theirs; a version that is made of it leaves it as it is.
      try await storage.setWorkingCopy(
        try await storage.texts(of: block.id, version: block.version), of: block.id)
    case 10, 11:
      try await storage.commit(
        ScriptChanges(values: ["key": .string(token), token: true]), of: block.id)
      say("kv", block.id.text, token)
    case 12, 13: try await heal(token)
    case 14: try await importBlock(token)
    default:
      let time = Date(timeIntervalSince1970: Double(number))
      let point = SeriesPoint(time: time, value: .integer(Int64(number)))
      try await storage.commit(ScriptChanges(points: [token: [point]]), of: block.id)
      say("series", block.id.text, token)
    }
  }

  /// An edit: the version, and the run that proved it.
  private mutating func edit(_ token: String) async throws {
    block = try await storage.addVersion(version(token, basedOn: block.version), to: block.id)
    say("version", block.id.text, block.version.description, token)
    try await refresh()
  }

  /// A repair with its trial and the run that proved it.
  private mutating func heal(_ token: String) async throws {
    var repair = version(token, basedOn: block.version)
    repair.author = .heal
    block = try await storage.addRepair(
      repair, proof: run(number, block.version, "heal"), trialRuns: 3, to: block.id)
    say("repair", block.id.text, block.version.description, token)
  }

  /// A block from elsewhere with what it may, and then what its sources answered.
  private func importBlock(_ token: String) async throws {
    var first = version(token)
    first.author = .import
    let new = NewBlock(
      id: newID(), version: first,
      grants: [.host("a.example", method: "GET"), .host("b.example", method: "GET")],
      run: run(number, VersionNumber(1)))
    let id = try await storage.create(new).id
    say("import", id.text)
    let folder = try await storage.newRecordingFolder(of: id)
    let answers = BlockPackage.Answers(
      at: Date(), data: 1, files: ["answer": Data(token.utf8)])
    do { try answers.write(to: folder) } catch {
      await storage.discard(folder)
      throw error
    }
    try await storage.keep(
      Recording(
        folder: folder, version: VersionNumber(1), isGood: true, at: answers.at, params: [:],
        data: answers.data), of: id, atMost: 5)
    say("recording", id.text, token)
  }

  private func refresh() async throws {
    let summary = try await storage.save(run(number, block.version), of: block.id)
    say("run", String(summary.id))
  }

  private func delete(_ id: BlockID) async throws {
    say("deleting", id.text)
    do { try await storage.delete(id) } catch {
      say("block", id.text)
      throw error
    }
    say("deleted", id.text)
  }

  private func restore() async throws {
    guard let id = try await storage.deletedBlocks().randomElement()?.id else { return }
    say("restoring", id.text)
    do { try await storage.restoreDeleted(id) } catch {
      say("deleted", id.text)
      throw error
    }
    say("block", id.text)
  }
}

let mode = CommandLine.arguments[1]
if mode == "restore" {
  say("begin")
  _ = try await Restoring.perform(
    from: URL(filePath: CommandLine.arguments[3]),
    into: DataFolder(URL(filePath: CommandLine.arguments[2])), replacing: true)
  say("end")
  exit(0)
}
let storage: SQLiteStorage
do {
  storage = try SQLiteStorage(
    DataFolder(URL(filePath: CommandLine.arguments[2])),
    for: ["look": .existing, "backup": .existing, "spend": .command][mode] ?? .serve)
} catch {
  say("refused", error.description)
  exit(3)
}
say("open")
do {
  switch mode {
  case "write":
    var work = try await Work(storage)
    while true { try await work.step() }
  case "fill":
    var work = try await Work(storage)
    var refused = 0
    while refused < 50 {
      do { try await work.step() } catch  where "\(error)".contains("is full") {
        refused += 1
        say("full")
        // What is there can be read, as it was.
        for record in try await storage.blocks() {
          _ = try await storage.texts(of: record.id, version: record.version)
        }
      }
    }
    say("blocks", String(try await storage.blocks().count))
    if CommandLine.arguments.count > 3 {
      try FileManager.default.removeItem(atPath: CommandLine.arguments[3])
      for _ in 0..<100 { try await work.step() }
      say("again")
    }
  case "backup":
    say("begin")
    _ = try await storage.backUp(to: URL(filePath: CommandLine.arguments[3]), withKey: true)
    say("end")
  case "spend":
    let answer = try await storage.reserve(
      ModelUse(calls: 1, tokens: 10), of: "test", on: CivilDay(Date(timeIntervalSince1970: 0)),
      within: SpendingLimits(calls: Int(CommandLine.arguments[3]) ?? 0))
    if case .reserved = answer { say("reserved") } else { say("spent") }
  default: break
  }
  try storage.close()
} catch {
  // In words: what ends a program by itself only says "Illegal instruction".
  say("unexpected", "\(error)")
  exit(4)
}
