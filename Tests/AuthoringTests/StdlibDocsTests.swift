import BlockModel
import BlockWorker
import Foundation
import Testing

@testable import Authoring

@Suite("The stdlib says what it does, and its examples are true")
struct StdlibDocsTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "LuaStdlib")

  struct Case: Sendable, CustomTestStringConvertible {
    var module: String
    var function: String
    var example: StdlibDocs.Example
    var testDescription: String { "\(function): \(example.code)" }
  }

  /// Modules that ask the host cannot run here.
  static let capabilities: Set = ["http", "store", "log"]

  static var cases: [Case] {
    ((try? StdlibDocs(folder: folder))?.modules ?? []).flatMap { module in
      module.functions.flatMap { function in
        capabilities.contains(module.name)
          ? []
          : function.examples.map {
            Case(module: module.name, function: function.name, example: $0)
          }
      }
    }
  }

  @Test("an example gives what it says", arguments: cases)
  func examples(one: Case) throws {
    let names = try StdlibDocs(folder: Self.folder).modules.map(\.name)
    let imports = names.map { "local \($0) = require '\($0)'" }.joined(separator: " ")
    let state = try LuaState(stdlib: Self.folder.path)
    let json = try state.run("\(imports)\nreturn \(one.example.code)")
    let value = try JSONValue(parsing: Array(json.utf8))
    let shown =
      value.string?.replacing("\r\n", with: "\\r\\n") ?? json
    #expect(shown == one.example.expected)
  }

  @Test("every function of a pure module has a sentence and an example")
  func complete() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    for module in docs.modules where !Self.capabilities.contains(module.name) {
      #expect(!module.functions.isEmpty, "\(module.name)")
      for function in module.functions {
        #expect(!function.doc.isEmpty, "\(function.name)")
        #expect(!function.examples.isEmpty, "\(function.name)")
      }
    }
  }

  @Test("signatures name parameters and results, and in the prompt the options")
  func signatures() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    #expect(docs.promptText.contains("csv.parse(text, {delimiter, header, numbers, decimal}?)"))
    #expect(!docs.promptText.contains("hash.md5") && !docs.promptText.contains("text.grouped"))
    #expect(docs.promptText(of: ["hash"]).contains("hash.md5(text) → string"))
    #expect(docs.promptText.contains("node:select(selector) → html.node[]"))
    #expect(docs.promptText.contains(#"since: "24h""#))
    #expect(docs.text("csv")?.contains("csv.parse(text, options?)") == true)
  }

  @Test("lines behind a tag belong to it")
  func continued() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    let store = try #require(docs.modules.first { $0.name == "store" })
    let range = try #require(store.functions.first { $0.name == "store.range" })
    #expect(range.doc.hasPrefix("Reads points, oldest first."))
    #expect(range.doc.hasSuffix("Days without points are left out."))
    #expect(range.parameters.last?.hasSuffix("first, last, count") == true)
  }

  @Test("every function of the host says what it takes and gives, with an example")
  func described() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    for module in docs.modules where Self.capabilities.contains(module.name) {
      for function in module.functions {
        #expect(!function.doc.isEmpty, "\(function.name)")
        #expect(!function.examples.isEmpty, "\(function.name)")
        if module.name == "http" { #expect(function.returns != nil, "\(function.name)") }
      }
    }
  }

  @Test(
    "one function is found by its module or its owner",
    arguments: [
      ("http.get", "http.get("), ("html.select", "node:select("), ("node:select", "node:select("),
      ("http.json", "response:json("), ("response:json", "response:json("),
    ])
  func function(name: String, start: String) throws {
    #expect(try StdlibDocs(folder: Self.folder).text(name)?.hasPrefix(start) == true)
  }

  @Test("a name that is not there leads to those that are")
  func near() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    #expect(docs.text("nothing") == nil)
    #expect(docs.text("http.gett") == nil)
    #expect(docs.names(near: "nothing").starts(with: ["script", "base64"]))
    #expect(docs.names(near: "http.gett").contains("http.get"))
  }

  @Test("what a script finds without a module is told, too")
  func script() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    #expect(docs.text("script")?.contains("ctx.now") == true)
    #expect(docs.overview.hasPrefix("script  "))
  }
}
