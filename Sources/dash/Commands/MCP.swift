import AgentServer
import ArgumentParser
import BlockModel
import Foundation

/// Lets another agent write blocks.
struct MCP: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract: "Serve the Model Context Protocol on standard input and output, for an agent.",
    discussion: """
      An agent starts this by itself. In its configuration:

        {"mcpServers": {"dash": {"command": "dash", "args": ["mcp"]}}}

      It may look at blocks, have them run, check and try files, and propose blocks and changes; you
      accept them on the page /proposals. It never gets keys, and reaches no host that you did not allow.
      """)

  @OptionGroup var data: DataOption
  @OptionGroup var sandbox: SandboxOption
  @Option(help: "How far the agent may go: read, run or author.", transform: Self.scope)
  var may = AgentScope.author

  private static func scope(_ text: String) throws -> AgentScope {
    guard let scope = AgentScope(rawValue: text) else {
      throw ValidationError("--may is read, run or author, got '\(text)'.")
    }
    return scope
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let house = try Household(
        data: data.folder, access: .command, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
      do {
        try await house.engine.open()
        let session = AgentSession(try house.agentServices(), scope: may)
        await StandardAgent(session: session).serve()
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }
}

/// Lets agents look at a source.
struct AllowAgent: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow-agent",
    abstract: "Let agents look at a host, or list those they may look at.",
    discussion: "Without a host it lists what agents may look at and what they ask for.")

  @Argument(
    help: "A host, such as api.example.org or *.example.org; HOST:PORT of your own network.")
  var host: String?
  @OptionGroup var data: DataOption
  @Flag(help: "Take it back.") var no = false
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      if let host {
        guard let name = AgentHost.name(typed: host) else {
          throw CommandFailure(
            .host,
            "'\(host)' is neither a host like api.example.org nor a place like nas.local:8080.")
        }
        try await data.withEngine { try await $0.setAgentHost(name, isAllowed: !no) }
        return Output.note(
          no ? "Agents may no longer look at \(name)." : "Agents may look at \(name).")
      }
      let hosts = try await data.withEngine { try await $0.agentHosts() }
      if json {
        let list = hosts.map { host -> JSONValue in
          [
            "host": .string(host.host), "allowed": .bool(host.isAllowed),
            "asked_by": .string(host.agent), "at": .string(host.at.formatted(.iso8601)),
          ]
        }
        return Output.print(JSONValue.array(list).json(.pretty))
      }
      for host in hosts {
        Output.print(
          "\(host.isAllowed ? "allowed  " : "asked for")  \(host.host.onOneLine)  \(host.agent.onOneLine)"
        )
      }
      if hosts.isEmpty { Output.note("Agents have not asked for a host yet.") }
    }
  }
}
