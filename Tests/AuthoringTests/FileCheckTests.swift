import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Authoring

@Suite("What is said of files without running them")
struct FileCheckTests {
  static let check = FileCheck(
    try? StdlibDocs(folder: TestPlaces.checkout.appending(path: "LuaStdlib")))

  static let manifest = #"{"name": "T", "permissions": {"hosts": ["a.example"]}}"#
  static let spec = #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}]}"#

  private func problems(
    _ script: String, manifest: String = #"{"name": "T"}"#, spec: String = Self.spec
  ) -> [FileProblem] {
    Self.check.report(on: BlockTexts(manifest: manifest, script: script, spec: spec)).problems
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var script: String
    var manifest = #"{"name": "T"}"#
    var spec = FileCheckTests.spec
    var code: FileProblem.Code
    var place: String
    var words: String
    /// The file after its fix; `nil` where there is none.
    var fixed: String?
    /// What comes of the same mistake, before it in the order of the files.
    var also: FileProblem.Code?

    init(
      _ name: String, _ script: String, manifest: String = #"{"name": "T"}"#,
      spec: String = FileCheckTests.spec, _ code: FileProblem.Code, at place: String,
      _ words: String,
      fixed: String? = nil, also: FileProblem.Code? = nil
    ) {
      testDescription = name
      (self.script, self.manifest, self.spec) = (script, manifest, spec)
      (self.code, self.place, self.words, self.fixed) = (code, place, words, fixed)
      self.also = also
    }
  }

  static let cases = [
    Case(
      "a global that is misspelt", "local rows = 1\nreturn function() return { n = rosw } end",
      .unknownGlobal, at: "block.lua:2:32", "did you mean 'rows'?",
      fixed: "local rows = 1\nreturn function() return { n = rows } end", also: .unusedLocal),
    Case(
      "a module without require", "return function()\n  return { n = json.null }\nend",
      .unknownGlobal, at: "block.lua:2:16", "local json = require",
      fixed: "local json = require \"json\"\nreturn function()\n  return { n = json.null }\nend"),
    Case(
      "a module that there is not",
      "local h = require \"htpp\"\nreturn function() return { n = h } end",
      .unknownModule, at: "block.lua:1:19", "did you mean 'http'?",
      fixed: "local h = require \"http\"\nreturn function() return { n = h } end"),
    Case(
      "a function that a module has not",
      "local t = require 'text'\nreturn function() return { n = t.tirm('x') } end",
      .unknownMember, at: "block.lua:2:34", "did you mean 'trim'?",
      fixed: "local t = require 'text'\nreturn function() return { n = t.trim('x') } end"),
    Case(
      "what the sandbox has not", "return function() return { n = os.time() } end", .unknownGlobal,
      at: "block.lua:1:32", "ctx.now"),
    Case(
      "a local out of its scope",
      "return function()\n  if true then\n    local n = 1\n    print(n)\n  end\n  return { n = n }\nend",
      .unknownGlobal, at: "block.lua:6:16", "ends before this"),
    Case(
      "a global that is set", "return function()\n  total = 1\n  return { n = total }\nend",
      .setGlobal, at: "block.lua:2:3", "local",
      fixed: "return function()\n  local total = 1\n  return { n = total }\nend"),
    Case(
      "a global that is set in a branch has no fix",
      "return function()\n  if true then\n    total = 1\n  end\n  return { n = total }\nend",
      .setGlobal, at: "block.lua:3:5", "local"),
    Case(
      "a module that nobody uses",
      "local http = require \"http\"\nlocal json = require \"json\"\nreturn function() return { n = json.null } end",
      .unusedLocal, at: "block.lua:1:7", "never read",
      fixed: "local json = require \"json\"\nreturn function() return { n = json.null } end"),
    Case(
      "a local that nobody reads", "return function()\n  local a = 1\n  return { n = 1 }\nend",
      .unusedLocal, at: "block.lua:2:9", "'a' is never read"),
    Case(
      "a loop variable that nobody reads",
      "return function()\n  local n = 0\n  for i, v in ipairs({}) do n = n + v end\n  return { n = n }\nend",
      .unusedLocal, at: "block.lua:3:7", "call it _",
      fixed:
        "return function()\n  local n = 0\n  for _, v in ipairs({}) do n = n + v end\n  return { n = n }\nend"
    ),
    Case(
      "a name that hides another",
      "local n = 1\nreturn function()\n  local m = n\n  do local n = 2 m = m + n end\n  return { n = m }\nend",
      .shadowing, at: "block.lua:4:12", "of line 1"),
    Case(
      "a script that returns nothing", "local function run() return { n = 1 } end\nrun()",
      .noReturn,
      at: "block.lua:2:1", "return function(ctx)"),
    Case(
      "a run without return", "return {\n  run = function(ctx)\n    print(ctx.now)\n  end,\n}",
      .noReturn, at: "block.lua:2:9", "return { … }"),
    Case(
      "a setting that is misspelt", "return function(ctx)\n  return { n = ctx.params.cuont }\nend",
      manifest:
        #"{"name": "T", "params": [{"name": "count", "type": "number", "label": "C", "default": 1}]}"#,
      .unknownParam, at: "block.lua:2:27", "did you mean 'count'?",
      fixed: "return function(ctx)\n  return { n = ctx.params.count }\nend", also: .unusedParam),
    Case(
      "a setting that nothing reads", "return function() return { n = 1 } end",
      manifest:
        #"{"name": "T", "params": [{"name": "count", "type": "number", "label": "C", "default": 1}]}"#,
      .unusedParam, at: "block.json:1:26", "nothing reads"),
    Case(
      "a field that the script does not return", "return function() return { m = 1 } end",
      .missingField, at: "block.ui.json:1:51", "does not return 'n'", also: .unshownField),
    Case(
      "a field that the card does not show", "return function() return { n = 1, m = 2 } end",
      .unshownField, at: "block.lua:1:35", "never shows 'm'"),
    Case(
      "a click that nobody answers", "return function() return { n = 1 } end",
      spec: #"""
        {"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"},
          {"type": "button", "text": "Go", "action": "go"}]}
        """#, .unansweredAction, at: "block.ui.json:2:46", "no on_action"),
    Case(
      "a click of another name than those that are answered",
      "return { run = function() return { n = 1 } end, on_action = function(name) if name == 'stop' then return nil end end }",
      spec: #"""
        {"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"},
          {"type": "button", "text": "Go", "action": "go"}]}
        """#, .unansweredAction, at: "block.ui.json:2:46", "does not know the action 'go'"),
    Case(
      "an answer to clicks that there are not",
      "return { run = function() return { n = 1 } end, on_action = function() end }",
      .uncalledAction,
      at: "block.lua:1:61", "never called"),
    Case(
      "a host that is not asked for",
      "local http = require 'http'\nreturn function() return { n = http.get('https://b.example/x?y'):json() } end",
      manifest: Self.manifest, .missingHost, at: "block.lua:2:41", "ask for b.example",
      also: .unusedHost),
    Case(
      "a place at home that is not asked for",
      "local http = require 'http'\nlocal url = 'http://192.168.1.5:8123/api'\nreturn function() return { n = http.get(url .. '?a'):json() } end",
      .missingHost, at: "block.lua:3:41", "private_hosts"),
    Case(
      "a host that nobody asks",
      "local http = require 'http'\nreturn function() return { n = http.get('https://a.example/'):json() } end",
      manifest: #"{"name": "T", "permissions": {"hosts": ["a.example", "old.example"]}}"#,
      .unusedHost,
      at: "block.json:1:54", "old.example",
      fixed: #"{"name": "T", "permissions": {"hosts": ["a.example"]}}"#),
    Case(
      "a method that is not asked for",
      "local http = require 'http'\nreturn function() return { n = http.post('https://a.example/', {}):json() } end",
      manifest: Self.manifest, .missingMethod, at: "block.lua:2:32", "POST"),
    Case(
      "a method that nobody uses",
      "local http = require 'http'\nreturn function() return { n = http.get('https://a.example/'):json() } end",
      manifest:
        #"{"name": "T", "permissions": {"hosts": ["a.example"], "methods": ["GET", "DELETE"]}}"#,
      .unusedMethod, at: "block.json:1:74", "DELETE",
      fixed: #"{"name": "T", "permissions": {"hosts": ["a.example"], "methods": ["GET"]}}"#),
    Case(
      "a key that is not asked for",
      "local http = require 'http'\nreturn function() return { n = http.get('https://a.example/', { headers = { A = 'Bearer {{secret:KEY}}' } }):json() } end",
      manifest: Self.manifest, .missingSecret, at: "block.lua:2:81", "'KEY'"),
    Case(
      "a key that nobody sends", "return function() return { n = 1 } end",
      manifest:
        #"{"name": "T", "permissions": {"secrets": [{"name": "KEY", "origins": ["https://a.example"]}]}}"#,
      .unusedSecret, at: "block.json:1:43", "'KEY'",
      fixed: #"{"name": "T", "permissions": {"secrets": []}}"#),
    Case(
      "a browser that is not asked for",
      "local http = require 'http'\nreturn function() return { n = http.get('https://a.example/', { browser = true }).body } end",
      manifest: Self.manifest, .missingBrowser, at: "block.lua:2:65", "\"browser\": true"),
    Case(
      "a browser that nobody asks for", "return function() return { n = 1 } end",
      manifest: #"{"name": "T", "permissions": {"browser": true}}"#, .unusedBrowser,
      at: "block.json:1:31", "browser", fixed: #"{"name": "T", "permissions": {}}"#),
    Case(
      "a component that there is not", "return function() return { n = 1 } end",
      spec: #"{"ui": 1, "title": "T", "body": [{"type": "txt", "text": "${n}"}]}"#, .spec,
      at: "block.ui.json:1:35", "text",
      fixed: #"{"ui": 1, "title": "T", "body": [{"type": "text", "text": "${n}"}]}"#),
  ]

  @Test("a mistake is told with its place, what to do, and its fix", arguments: cases)
  func told(_ one: Case) throws {
    let texts = BlockTexts(manifest: one.manifest, script: one.script, spec: one.spec)
    let all = Self.check.report(on: texts).problems
    #expect(all.map(\.code) == [one.also, one.code].compactMap(\.self), "\(all)")
    let problem = try #require(all.first { $0.code == one.code })
    #expect(problem.place == one.place)
    #expect(problem.sentence.contains(one.words), "\(problem.sentence)")
    let (mended, made) = texts.mended([problem])
    #expect(made.isEmpty == (one.fixed == nil))
    guard let fixed = one.fixed else { return }
    #expect(mended.named.map(\.text).contains(fixed), "\(mended)")
    #expect(!Self.check.report(on: mended).problems.contains { $0.code == one.code })
  }

  @Test(
    "what only looks like a mistake is not told",
    arguments: [
      "local type = type\nreturn function() return { n = type(1) } end",
      "return function(ctx) local data = {}\n data.n = ctx.now\n return data end",
      "local function fill(t) t.n = 1 end\nreturn function() local d = {} fill(d) return d end",
      "local function data() return { n = 1 } end\nreturn { run = function() return data() end }",
      "return function() for _ = 1, 3 do print('x') end return { n = 1 } end",
      "return function() error('nothing to show') end",
      "local http = require 'http'\nreturn function(ctx) return { n = http.get(ctx.params['u']):json() } end",
      "local m = {}\nfunction m.run() return { n = 1 } end\nreturn m",
      "local x <const> = 1\nreturn function() return { ['n'] = x } end",
    ])
  func quiet(_ script: String) {
    let manifest =
      #"{"name": "T", "params": [{"name": "u", "type": "text", "label": "U", "default": "u"}], "permissions": {"hosts": ["a.example"]}}"#
    let told = problems(script, manifest: script.contains("http") ? manifest : #"{"name": "T"}"#)
    #expect(told.isEmpty, "\(told)")
  }

  @Test("all that is wrong with all files is told at once, in their order")
  func all() {
    let told = problems(
      "local x = 1\nreturn function(ctx)\n  return { n = y }\nend",
      manifest: #"{"name": "T", "schedule": {"every": 5}, "limts": {}}"#,
      spec: #"{"ui": 1, "titel": "T", "body": [{"type": "text", "text": "${n}", "tone": "redd"}]}"#)
    #expect(Set(told.map(\.file)) == ["block.json", "block.lua", "block.ui.json"])
    #expect(told.count { $0.file == "block.json" } == 2, "\(told)")
    #expect(told.count { $0.file == "block.lua" } == 2, "\(told)")
    #expect(told.count { $0.file == "block.ui.json" } == 2, "\(told)")
    #expect(told.map(\.file) == told.map(\.file).sorted())
  }

  @Test("what Lua refuses is told in its words, where it stops")
  func syntax() async {
    let check = Workshop().author.candidateCheck
    for script in ["return function(ctx)\n  return { n = }\nend", "return function() goto on end"] {
      let report = await check.fileReport(
        on: BlockTexts(manifest: #"{"name": "T"}"#, script: script, spec: Self.spec))
      #expect(report.errors.map(\.code) == [.syntax], "\(report)")
      #expect(report.errors.first?.line != nil)
    }
  }

  @Test("recipes are as a person should write them", arguments: RecipeFolders.all)
  func recipes(_ folder: URL) throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    let told = Self.check.report(
      on: BlockTexts(
        manifest: try text("block.json"), script: try text("block.lua"),
        spec: try text("block.ui.json"))
    ).problems.filter { $0.code != .unshownField }  // what programs read of the data
    #expect(told.isEmpty, "\(told.map(\.description).joined(separator: "\n"))")
  }
}

enum RecipeFolders {
  static var all: [URL] {
    let folder = TestPlaces.recipes
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
      .map { folder.appending(path: $0, directoryHint: .isDirectory) }
  }
}
