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
        "Asks an address once and tells what it offers: its records, their fields with kinds and samples. What no person allowed for agents is asked for first.",
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
    let engine = call.services.engine
    let port = parts.port ?? (scheme == "https" ? 443 : 80)
    try await ensureAllowed(DashboardEngine.agentSubject(host: host, port: port), call)
    switch await engine.offer(of: url, grants: try await engine.agentPlaces()) {
    case .failure(let answer):
      // Its name is public, and its address is not.
      if case .privateHost? = answer.neededGrant, let place = answer.neededGrant {
        try await ensureAllowed(place, call)
      }
      throw ToolProblem(answer.message)
    case .success(let offering):
      return ToolAnswer(
        "What \(host) offers:\n" + Untrusted.quoted(offering.json.json(.pretty)),
        ["offering": offering.json])
    }
  }

  private static func ensureAllowed(_ subject: Grant.Subject, _ call: ToolCall) async throws {
    guard let name = AgentHost.name(of: subject),
      try await !call.services.engine.mayAgentsAsk(subject, agent: call.agent)
    else { return }
    throw ToolProblem(
      "No person has allowed agents to look at \(name) yet. It has been asked for: they can allow it on the page /proposals, or with `dash allow-agent \(name)`. Then call this again."
    )
  }
}
