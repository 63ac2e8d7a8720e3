import BlockModel
import DashboardEngine
import Drafting
import Foundation

/// Looking at sources.
enum SourceTools {
  static let all = [
    AgentTool(
      name: "probe_source",
      about:
        "Asks an address once and tells what it offers: its records, their fields with kinds and samples. A host that no person allowed for agents is asked for first.",
      scope: .author,
      arguments: [.required("url", .string, "an address that begins with https:// or http://")],
      perform: probe)
  ]

  private static func probe(_ call: ToolCall) async throws -> ToolAnswer {
    let url = call.arguments["url"] ?? ""
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), !host.isEmpty
    else {
      throw ToolProblem(
        "'\(url.prefix(200))' is not an address that begins with https:// or http://.")
    }
    guard try await call.services.engine.mayAgentsAsk(host, agent: call.agent) else {
      throw ToolProblem(
        "No person has allowed agents to look at \(host) yet. It has been asked for: they can allow it on the page /proposals, or with `dash allow-agent \(host)`. Then call this again."
      )
    }
    switch await call.services.engine.offer(of: url) {
    case .failure(let answer): throw ToolProblem(answer.message)
    case .success(let offering):
      return ToolAnswer(
        "What \(host) offers:\n" + Untrusted.quoted(offering.json.json(.pretty)),
        ["offering": offering.json])
    }
  }
}
