import ArgumentParser
import BlockModel
import BlockStore
import Foundation

/// What programs show instead of a login.
struct Token: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make, list and remove tokens of programs.",
    discussion: """
      A program shows it as `Authorization: Bearer …`, for /api/v1 and for POST /mcp. It is shown once \
      and kept as a hash.
      """, subcommands: [New.self, List.self, Remove.self])

  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token and print it, once.",
      discussion: AgentScope.allCases.map { "\($0.rawValue): \($0.sentence)" }
        .joined(separator: "\n"))

    @Argument(help: "A name for it, such as claude; one of the same name is replaced.")
    var name: String
    @Option(help: "How far it may go: read, run or author.", transform: Token.scope)
    var may = AgentScope.read
    @OptionGroup var data: DataOption
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await CommandFailure.reporting {
        if let problem = AgentToken.problem(withName: name) {
          throw CommandFailure(.host, "\(problem).")
        }
        let token = TokenText.make()
        try await withStorage(data) { storage in
          try await storage.addToken(
            AgentToken(name: name, scope: may, createdAt: Date()), hash: TokenText.hash(token))
        }
        Output.note("'\(name)' \(may.sentence). It is shown only this once.")
        let summary: JSONValue = [
          "name": .string(name), "may": .string(may.rawValue), "token": .string(token),
        ]
        Output.print(json ? summary.json(.pretty) : token)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the tokens, never their text.")

    @OptionGroup var data: DataOption
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await CommandFailure.reporting {
        let tokens = try await withStorage(data) { try await $0.tokens() }
        if json {
          let list = tokens.map { token -> JSONValue in
            [
              "name": .string(token.name), "may": .string(token.scope.rawValue),
              "created_at": .string(token.createdAt.formatted(.iso8601)),
              "used_at": token.lastUsedAt.map { .string($0.formatted(.iso8601)) } ?? .null,
            ]
          }
          return Output.print(JSONValue.array(list).json(.pretty))
        }
        for token in tokens {
          let used = token.lastUsedAt.map { "used \($0.formatted(.iso8601))" } ?? "never used"
          Output.print("\(token.name)  \(token.scope.rawValue)  \(used)")
        }
        if tokens.isEmpty { Output.note("There are no tokens; `dash token new NAME` makes one.") }
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Remove a token; it stops working at once.")

    @Argument(help: "Its name.") var name: String
    @OptionGroup var data: DataOption

    func run() async throws {
      try await CommandFailure.reporting {
        let isGone = try await withStorage(data) { try await $0.removeToken(name) }
        guard isGone else {
          throw CommandFailure(
            .host, "There is no token '\(name)'; `dash token list` lists the tokens.")
        }
        Output.note("Removed '\(name)'.")
      }
    }
  }

  static func scope(_ text: String) throws -> AgentScope {
    guard let scope = AgentScope(rawValue: text) else {
      throw ValidationError("--may is read, run or author, got '\(text)'.")
    }
    return scope
  }
}

/// Opens the storage of a folder that is there for one thing.
private func withStorage<Value: Sendable>(
  _ data: DataOption, _ body: (any Storage) async throws -> Value
) async throws -> Value {
  let house = try Household(data: data.folder, access: .existing, logger: Logs.logger(.error))
  do {
    let value = try await body(house.storage)
    await house.close()
    return value
  } catch {
    await house.close()
    throw error
  }
}
