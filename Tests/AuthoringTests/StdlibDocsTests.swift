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
      for function in module.functions where function.name != "json.null" {
        #expect(!function.doc.isEmpty, "\(function.name)")
        #expect(!function.examples.isEmpty, "\(function.name)")
      }
    }
  }

  @Test("signatures name parameters and results")
  func signatures() throws {
    let docs = try StdlibDocs(folder: Self.folder)
    #expect(docs.promptText.contains("html.parse(text, options?) → html.node"))
    #expect(docs.promptText.contains("node:select(selector) → html.node[]"))
    #expect(docs.text("csv")?.contains("csv.parse(text, options?)") == true)
    #expect(docs.text("nothing") == nil)
  }
}
