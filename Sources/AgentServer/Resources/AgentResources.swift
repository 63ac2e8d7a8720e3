import Authoring
import BlockModel
import BlockUI
import Drafting

/// What an agent reads before it writes: the same that models are told.
struct AgentResources {
  private let services: AgentServices

  init(_ services: AgentServices) { self.services = services }

  private struct Resource {
    var uri: String
    var name: String
    var about: String
    var type = "text/plain"
    var text: () -> String
  }

  private var all: [Resource] {
    let docs = services.docs
    let own = [
      Resource(
        uri: "dash://stdlib", name: "stdlib",
        about: "Everything that a script can call, a line each",
        text: { Self.stdlib(docs) }),
      Resource(
        uri: "dash://ui", name: "block.ui.json",
        about: "The components and rules of the UI language",
        text: { Catalogue.promptSheet() }),
      Resource(
        uri: "dash://manifest", name: "block.json", about: "Every member of block.json",
        type: "text/markdown",
        text: {
          "| member | value | meaning |\n| --- | --- | --- |\n"
            + Manifest.reference.map(\.markdown).joined(separator: "\n")
        }),
      Resource(
        uri: "dash://schema/ui", name: "block.ui.json schema",
        about: "The JSON Schema of block.ui.json",
        type: "application/schema+json", text: { Catalogue.jsonSchema().json(.pretty) }),
      Resource(
        uri: "dash://schema/block", name: "block.json schema",
        about: "The JSON Schema of block.json",
        type: "application/schema+json", text: { Manifest.jsonSchema.json(.pretty) }),
    ]
    return own
      + services.recipes.recipes.map { recipe in
        Resource(
          uri: "dash://recipes/\(recipe.name)", name: recipe.title, about: recipe.summary,
          text: { BlockTexts(recipe.files).named.map { "--- \($0.name)\n\($0.text)" }.joined() })
      }
  }

  var list: [JSONValue] {
    all.map { one in
      [
        "uri": .string(one.uri), "name": .string(one.name), "description": .string(one.about),
        "mimeType": .string(one.type),
      ]
    }
  }

  func read(_ uri: String) throws(RPCError) -> JSONValue {
    guard let one = all.first(where: { $0.uri == uri }) else {
      let near = NearName.best(for: uri, among: all.map(\.uri))
      throw RPCError(
        .noResource,
        "there is no resource '\(uri.prefix(120))'" + (near.map { "; did you mean '\($0)'?" } ?? "")
      )
    }
    return [
      "contents": [
        ["uri": .string(uri), "mimeType": .string(one.type), "text": .string(one.text())]
      ]
    ]
  }

  private static func stdlib(_ docs: StdlibDocs) -> String {
    (docs.text("script") ?? "") + "\n" + docs.promptText(of: docs.modules.map(\.name))
  }
}
