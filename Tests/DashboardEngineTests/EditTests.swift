import BlockModel
import BlockStore
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DashboardEngine

@Suite("Hand edits")
struct EditTests {
  @Test("a saved working copy that runs becomes a version by hand, and serves")
  func good() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let text = House.script("return { n = 2 } -- mine")
    try await house.save(text, of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(2))
    #expect(card.author == .hand)
    #expect(card.data == ["n": 2])
    #expect(try await house.engine.texts(of: id, version: VersionNumber(2)).script == text)
    // The next edit is based on the new version.
    try await house.save(House.script("return { n = 3 }"), of: id)
    #expect(try await house.engine.saveWorkingCopy(id).version == VersionNumber(3))
  }

  static let mistakes: [(script: String, place: String)] = [
    ("return function(ctx)\n  local = 1\nend", "block.lua:2"),
    ("return function(ctx)\n\n  error('no')\nend", "block.lua:3"),
    ("return function(ctx) return { m = 1 } end", "block.ui.json"),
  ]

  @Test("a save that fails names file and line, and replaces nothing", arguments: mistakes)
  func bad(script: String, place: String) async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save(script, of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(1))
    #expect(card.data == ["n": 1])
    #expect(card.editProblem?.place.hasPrefix(place) == true, "\(card.editProblem as Any)")
    #expect(card.nextAction == .edit)
    #expect(try await house.storage.workingCopy(of: id).script == script)
    // Putting it right clears the card.
    try await house.save(House.script("return { n = 1 }"), of: id)
    #expect(try await house.engine.saveWorkingCopy(id).editProblem == nil)
  }

  @Test("an edit that brings a key without a value is taken, and the card asks for the key")
  func bringsSecret() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let script = House.script(
      """
      return { n = require("http").get("https://api.invalid/", {
        headers = { ["X-Key"] = "{{secret:MY_KEY}}" } }).status }
      """)
    var texts = try await house.storage.workingCopy(of: id)
    texts.script = script
    texts.manifest = """
      {"name": "Test", "permissions": {"hosts": ["api.invalid"],
        "secrets": [{"name": "MY_KEY", "origins": ["https://api.invalid"]}]}}
      """
    try await house.storage.setWorkingCopy(texts, of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(2) && card.editProblem == nil)
    #expect(card.state == .needsSecret && card.nextAction == .addSecret("MY_KEY"))
    #expect(card.data == ["n": 1])
    try await house.engine.setSecret("MY_KEY", to: "value", of: id)
    #expect(try await house.engine.card(id).state != .needsSecret)
    #expect(try await house.engine.requests(of: id).isEmpty)
  }

  @Test("an edit that uses a key the manifest does not ask for there is refused with what to write")
  func unboundSecret() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = 1 }", permissions: Permissions(hosts: ["api.invalid"])
    ).id
    try await house.save(
      House.script(
        #"""
        return { n = require("http").get("https://api.invalid/", {
          headers = { ["X-Key"] = "{{secret:MY_KEY}}" } }).status }
        """#), of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    let card = try await house.engine.card(id)
    #expect(card.version == VersionNumber(1))
    #expect(card.editProblem?.message.contains("bind it in permissions.secrets") == true)
  }

  @Test("what the run of an edit stores is kept with its version; a refused edit stores nothing")
  func stored() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    func script(_ value: String, returns data: String) -> String {
      """
      local store = require "store"
      return function(ctx)
        store.set("last", "\(value)")
        store.append("values", 1)
        return \(data)
      end
      """
    }
    try await house.save(script("refused", returns: "{ m = 1 }"), of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    #expect(try await house.storage.value("last", of: id) == nil)
    try await house.save(script("taken", returns: "{ n = 2 }"), of: id)
    try await house.engine.saveWorkingCopy(id)
    #expect(try await house.storage.value("last", of: id) == "taken")
    let points = try await house.storage.points(of: "values", SeriesQuery(), of: id, with: [])
    #expect(points.map(\.value) == [1])
  }

  @Test("of two edits of one version one wins; the other is told, and may go on top")
  func two() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    var texts = try await house.storage.workingCopy(of: id)
    try await house.save(House.script("return { n = 'hand' }"), of: id)
    texts.script = House.script("return { n = 'chat' }")
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1), author: .model)
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.edit(id, texts, basedOn: VersionNumber(1)) }
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.saveWorkingCopy(id) }
    let told = try await house.engine.card(id)
    #expect(told.editProblem?.message.contains("Save once more") == true)
    #expect(told.data == ["n": "chat"])
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(3))
    #expect(card.data == ["n": "hand"])
    #expect(card.editProblem == nil)
  }

  @Test(
    "what was found of an edit that serves all the same is told with it and stays with its version")
  func noticedEdit() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    var texts = try await house.storage.workingCopy(of: id)
    texts.spec =
      #"{"ui": 1, "body": [{"type": "text", "text": "${n}"}, {"type": "button", "text": "Go", "action": "go"}]}"#
    let card = try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    let noticed = try #require(card.noticed)
    #expect(noticed.hasPrefix("Noticed: block.ui.json:1"))
    let explanation = try await house.engine.versions(of: id).first?.explanation
    #expect(explanation == "Edited by hand. \(noticed)")
    #expect(
      try await house.engine.actions(of: id).first?.what
        == "Saved version 2. Edited by hand. \(noticed)")
  }

  @Test("an edit of one file takes back nothing of the others that changed meanwhile")
  func untouchedFiles() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save("return function(ctx)\n  local = 1\nend", of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    let spec = #"{"ui": 1, "title": "New", "body": [{"type": "text", "text": "${n}"}]}"#
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.spec = spec
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1), author: .model)
    #expect(try await house.engine.editedFiles(of: id) == ["block.lua"])
    // The watcher sees the file that came with the version: that is no save.
    await #expect(
      throws: EngineError.conflict(serving: VersionNumber(2), basedOn: VersionNumber(1))
    ) { try await house.engine.saveWorkingCopy(id) }
    try await house.save(House.script("return { n = 'mended' }"), of: id)
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(3) && card.data == ["n": "mended"])
    #expect(try await house.engine.texts(of: id, version: VersionNumber(3)).spec == spec)
  }

  @Test("going back makes a new version, and the working copy follows")
  func restore() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    try await house.save(House.script("return { n = 2 }"), of: id)
    try await house.engine.saveWorkingCopy(id)
    let card = try await house.engine.restore(id, VersionNumber(1))
    #expect(card.version == VersionNumber(3))
    // Also in a command, which ends here.
    #expect(card.data == ["n": 1])
    #expect(try await house.storage.workingCopy(of: id).script.contains("n = 1"))
    #expect(
      try await house.engine.versions(of: id).map(\.author) == [.restore, .hand, .recipe])
  }

  @Test("going back is told what it goes back to, is never refused, and asks each source once")
  func restoreOfBroken() async throws {
    let house = try House()
    let asked = Mutex(0)
    let source = try LoopbackSource { _ in
      asked.withLock { $0 += 1 }
      return .init(status: 503)
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let broken = "return function(ctx)\n  local = 1\nend"
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script: broken, spec: House.spec),
      author: .recipe, explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    var texts = try await house.storage.workingCopy(of: card.id)
    texts.script = House.script("return { n = 2 }")
    try await house.engine.edit(card.id, texts, basedOn: VersionNumber(1))
    let back = try await house.engine.restore(card.id, VersionNumber(1))
    #expect(back.version == VersionNumber(3) && back.data == ["n": 2])
    let version = try await house.engine.versions(of: card.id).first
    #expect(
      version?.explanation.hasPrefix(
        "Went back to version 1. Noticed: block.lua:2: ") == true)
    #expect(version?.report.contains("does not compile") == true)
    let noticed = try #require(back.noticed)
    #expect(
      noticed.contains(" Version 1 never ran well when it was live; its last run failed: ")
        && version?.explanation.hasSuffix(noticed) == true)
    let log = try await house.engine.actions(of: card.id).map(\.what)
    #expect(log.contains { $0 == version?.explanation })
    // One that asks a source that is away: only the run after it does.
    try await house.storage.setWorkingCopy(texts, of: card.id)
    texts.script = House.script("return { n = require('http').get('\(source.url("a"))').status }")
    let asking = NewVersion(
      texts: texts, author: .hand, explanation: "", basedOn: VersionNumber(3), createdAt: house.now)
    _ = try await house.storage.addVersion(asking, to: card.id)
    try await house.engine.serve(card.id)
    try await house.engine.restore(card.id, VersionNumber(2))
    #expect(asked.withLock { $0 } == 0)
    let away = try await house.engine.restore(card.id, VersionNumber(4))
    #expect(away.version == VersionNumber(6) && asked.withLock { $0 } == 1)
    #expect(
      try await house.engine.versions(of: card.id).first?.explanation == "Went back to version 4.")
  }

  @Test("the watcher finds a save by itself, once the file rests")
  func watch() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    await house.engine.tick()
    let events = house.engine.events()
    try await house.save(House.script("return { n = 2 }"), of: id)
    await house.engine.tick()
    await house.engine.tick()
    for await event in events where event == .cardChanged(id) {
      if try await house.engine.card(id).version == VersionNumber(2) { break }
    }
    #expect(try await house.engine.card(id).data == ["n": 2])
  }

  @Test("of two saves, the second while the first is running, the newest wins without a word")
  func secondSave() async throws {
    let house = try House()
    let gate = Gate()
    let source = try LoopbackSource { _ in
      gate.arrive()
      return LoopbackSource.Answer(body: Array("1".utf8))
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let id = try await house.install(
      "return { n = 1 }", permissions: Permissions(privateHosts: [place])
    ).id
    try await house.engine.allow(id, .privateHost(place))
    _ = try await house.engine.entry(id).run?.value
    try await house.save(
      House.script("require('http').get('\(source.url("a"))') return { n = 'first' }"), of: id)
    async let first = house.engine.saveWorkingCopy(id)
    await gate.arrived()
    try await house.save(House.script("return { n = 'second' }"), of: id)
    gate.open()
    #expect(try await first.version == VersionNumber(2))
    let card = try await house.engine.saveWorkingCopy(id)
    #expect(card.version == VersionNumber(3))
    #expect(card.data == ["n": "second"] && card.editProblem == nil)
  }

  @Test("a watcher that looks while an edit of the page is being kept sees no edit")
  func pageEditUnderWatch() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    await house.engine.tick()
    for number in 1...10 {
      let texts = BlockTexts(
        manifest: try await house.storage.workingCopy(of: id).manifest,
        script: House.script("return { n = \(number) } -- \(number)"), spec: House.spec)
      let edit = Task {
        try await house.engine.edit(id, texts, basedOn: VersionNumber(number))
      }
      let watch = Task { while !Task.isCancelled { await house.engine.tick() } }
      _ = try await edit.value
      watch.cancel()
      await watch.value
      while try await house.engine.entry(id).editing.isChecking { await Task.yield() }
      let card = try await house.engine.card(id)
      #expect(card.version == VersionNumber(number + 1))
      #expect(card.editProblem == nil)
    }
  }

  /// Edits of a block whose source is away, and the text that shows whether they were taken.
  static let away: [(change: Change, isTaken: Bool)] = [
    (.spec(#"{"ui": 1, "title": "New", "body": [{"type": "text", "text": "${n}"}]}"#), true),
    (.spec(#"{"ui": 1, "body": [{"type": "text", "text": "${other}"}]}"#), false),
    (.spec(#"{"ui": 1, "body": [{"type": "tabel"}]}"#), false),
    (.manifest({ $0.schedule = .every(.seconds(3600)) }), true),
    (.manifest({ $0.name = "Other" }), true),
    (.manifest({ $0.limits.seconds = 7 }), true),
    (.manifest({ $0.permissions.hosts = ["example.org"] }), true),
    (.script("-- mine"), false),
  ]

  enum Change: Sendable {
    case spec(String)
    case script(String)
    case manifest(@Sendable (inout Manifest) -> Void)
  }

  @Test(
    "a source that is away does not refuse an edit that leaves the script as it is", arguments: away
  )
  func sourceAway(change: Change, isTaken: Bool) async throws {
    let house = try House()
    let isAway = Gate()
    let source = try LoopbackSource { _ in
      isAway.isOpen
        ? LoopbackSource.Answer(status: 503) : LoopbackSource.Answer(body: Array("5".utf8))
    }
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let script = House.script(
      "return { n = require('http').get('\(source.url("a"))'):json() }")
    let card = try await house.engine.install(
      BlockFiles(
        manifest: Manifest(name: "Test", permissions: Permissions(privateHosts: [place])),
        script: script, spec: House.spec),
      author: .recipe, explanation: "A test.", grants: [.privateHost(place)])
    _ = try await house.engine.entry(card.id).run?.value
    #expect(try await house.engine.card(card.id).data == ["n": 5])
    isAway.open()
    var texts = try await house.storage.workingCopy(of: card.id)
    switch change {
    case .spec(let spec): texts.spec = spec
    case .script(let more): texts.script += more
    case .manifest(let edit):
      var manifest = try texts.files().manifest
      edit(&manifest)
      texts.manifest = manifest.json.json(.pretty)
    }
    try await house.storage.setWorkingCopy(texts, of: card.id)
    _ = try? await house.engine.saveWorkingCopy(card.id)
    let after = try await house.engine.card(card.id)
    #expect(after.version == VersionNumber(isTaken ? 2 : 1), "\(after.editProblem as Any)")
    #expect((after.editProblem == nil) == isTaken)
    #expect(after.data == ["n": 5])
  }

  @Test(
    "a look that is mended is checked against the last data, and what was said of the old one goes")
  func mendedLook() async throws {
    let house = try House()
    let id = try await house.install(
      "return { n = 1 }", spec: #"{"ui": 1, "body": [{"type": "text", "text": "${m}"}]}"#
    ).id
    #expect(try await house.engine.card(id).state == .partial)
    var texts = try await house.storage.workingCopy(of: id)
    texts.spec = House.spec
    try await house.engine.edit(id, texts, basedOn: VersionNumber(1))
    _ = try await house.engine.entry(id).run?.value
    #expect(try await house.engine.card(id).state == .ok)
  }

  @Test("a refused edit is written down once, and other processes see which files are not in use")
  func refusedIsTold() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    #expect(try await house.engine.editedFiles(of: id) == [])
    try await house.save("return function(ctx)\n  local = 1\nend", of: id)
    for _ in 0..<2 {
      await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    }
    #expect(try await house.engine.editedFiles(of: id) == ["block.lua"])
    let told = try await house.engine.actions(of: id).map(\.what)
      .filter { $0.hasPrefix("Did not use the edited files. block.lua:2") }
    #expect(told.count == 1)
    var texts = try await house.engine.texts(of: id, version: VersionNumber(1))
    texts.manifest = #"{"name": 1, "shedule": 2}"#
    try await house.storage.setWorkingCopy(texts, of: id)
    await #expect(throws: EngineError.self) { try await house.engine.saveWorkingCopy(id) }
    let both = try #require(try await house.engine.actions(of: id).first?.what)
    #expect(both.contains("; block.json:1:") && !both.contains("\n"))
  }

  @Test(
    "a file that is not a text, or is gone, is told on the card and in the log, and nothing is replaced",
    .timeLimit(.minutes(1)))
  func oddFile() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    await house.engine.tick()
    let script = house.folder.url.appending(path: "blocks/\(id)/block.lua")
    let good = try Data(contentsOf: script)
    func told(_ place: String?, by change: () throws -> Void) async throws {
      try change()
      while try await house.engine.card(id).editProblem?.place != place {
        await house.engine.tick()
      }
    }
    try await told("block.lua:2") { try Data("return\n\u{0}".utf8 + [0xE9]).write(to: script) }
    #expect(try await house.engine.editedFiles(of: id) == ["block.lua"])
    // Written down after it was shown.
    let what =
      "Did not use the edited files. block.lua:2: byte E9 is not UTF-8; save the file as UTF-8"
    while try await house.engine.actions(of: id).first?.what != what { await Task.yield() }
    try await told("block.lua") { try FileManager.default.removeItem(at: script) }
    #expect(try await house.engine.card(id).data == ["n": 1])
    try await told(nil) { try good.write(to: script) }
    #expect(try await house.engine.card(id).version == VersionNumber(1))
  }
}
