import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// Keys of blocks: each is the block's it was given to, and goes only where that block says.
struct Secret: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give, list and remove keys of blocks.",
    discussion: """
      A block names a key in `permissions.secrets` of its block.json, with the origins it is for, and \
      writes {{secret:NAME}} into a header or the query of a request. Neither the script nor a model \
      reads the value.
      """, subcommands: [Set.self, List.self, Remove.self])

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a key of a block its value, read from standard input.",
      discussion: #"printf %s "$TOKEN" | dash secret set MY_KEY weather-a2b3"#)

    @Argument(help: "The name, as block.json has it.") var name: String
    @Argument(help: "The id of the block that may send it.") var block: String
    @OptionGroup var data: DataOption

    func run() async throws {
      try await CommandFailure.reporting {
        try await data.withEngine { engine in
          let id = try CommandFailure.block(block)
          let bindings = try await engine.card(id).manifest.permissions.secrets
          guard let binding = bindings.first(where: { $0.name == name }) else {
            let names = bindings.map(\.name).joined(separator: ", ")
            throw CommandFailure(
              .auth,
              "The block asks for no key '\(name)'; it asks for: \(names.isEmpty ? "none" : names)."
            )
          }
          let value = try SecretInput.read("The value of '\(name)'")
          try await engine.setSecret(name, to: value.text, of: id)
          let origins = binding.origins.map(\.description).sorted().joined(separator: ", ")
          Output.note("Kept. '\(id)' sends it to \(origins) and nowhere else.")
        }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the keys and the blocks that may send them; never their values.")

    @OptionGroup var data: DataOption

    func run() async throws {
      try await CommandFailure.reporting {
        let lines = try await data.withEngine { engine in
          try await engine.secretUses().map { name, uses in
            uses.isEmpty
              ? "\(name)  not given to any block"
              : uses.map { "\(name)  \($0.block)  \($0.origin)" }.joined(separator: "\n")
          }
        }
        for line in lines { Output.print(line) }
        if lines.isEmpty { Output.note("No key has a value.") }
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Remove the value of a key; no block may send it from then on.")

    @Argument(help: "The name.") var name: String
    @OptionGroup var data: DataOption

    func run() async throws {
      try await CommandFailure.reporting {
        try await data.withEngine { engine in
          guard try await engine.knowsSecret(name) else {
            throw CommandFailure(
              .host, "There is no key '\(name)'; `dash secret list` lists the keys.")
          }
          try await engine.removeSecret(name)
        }
        Output.note("Removed '\(name)'.")
      }
    }
  }
}
