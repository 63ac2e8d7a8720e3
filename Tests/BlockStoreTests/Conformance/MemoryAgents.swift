import BlockModel
import Foundation

/// What other agents may and propose, in memory.
struct AgentMemory {
  var tokens: [String: (token: AgentToken, hash: [UInt8])] = [:]
  var proposals: [BlockProposal] = []
  var hosts: [String: AgentHost] = [:]
}

extension MemoryStorage {
  func addToken(_ token: AgentToken, hash: [UInt8]) { agents.tokens[token.name] = (token, hash) }

  func token(hash: [UInt8], usedAt now: Date) -> AgentToken? {
    guard var (token, _) = agents.tokens.values.first(where: { $0.hash == hash }) else {
      return nil
    }
    token.lastUsedAt = now
    agents.tokens[token.name] = (token, hash)
    return token
  }

  func tokens() -> [AgentToken] { agents.tokens.values.map(\.token).sorted { $0.name < $1.name } }

  func removeToken(_ name: String) -> Bool { agents.tokens.removeValue(forKey: name) != nil }

  func addProposal(_ proposal: BlockProposal) {
    agents.proposals.removeAll { $0.id == proposal.id }
    agents.proposals.append(proposal)
    agents.proposals.sort { $0.at > $1.at }
    agents.proposals = Array(agents.proposals.prefix(BlockProposal.maximumWaiting))
  }

  func proposals() -> [BlockProposal] { agents.proposals }

  func removeProposal(_ id: UUID) -> Bool {
    let count = agents.proposals.count
    agents.proposals.removeAll { $0.id == id }
    return agents.proposals.count < count
  }

  func agentHosts() -> [AgentHost] { agents.hosts.values.sorted { $0.host < $1.host } }

  func setAgentHost(_ host: AgentHost) {
    var kept = agents.hosts[host.host] ?? host
    kept.isAllowed = kept.isAllowed || host.isAllowed
    agents.hosts[host.host] = kept
    let asked = agents.hosts.values.filter { !$0.isAllowed }.sorted { $0.at > $1.at }
    for one in asked.dropFirst(AgentHost.maximumAsked) { agents.hosts[one.host] = nil }
  }

  func removeAgentHost(_ host: String) { agents.hosts[host] = nil }
}
