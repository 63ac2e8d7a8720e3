import BlockModel
import BlockStore
import Foundation
import Testing

@Suite("What other agents may, ask for and propose")
struct AgentTests {
  let storages = Storages()
  static let moment = Date(timeIntervalSince1970: 1_764_000_000)

  private func proposal(_ second: Int) -> BlockProposal {
    BlockProposal(
      block: nil, basedOn: nil,
      texts: BlockTexts(manifest: "{}", script: "return 1", spec: "{}"), agent: "claude",
      explanation: "Number \(second)", at: Self.moment + TimeInterval(second))
  }

  @Test(
    "a token is found by its hash only, and not after it was removed",
    arguments: StorageKind.allCases)
  func tokens(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    let token = AgentToken(name: "claude", scope: .author, createdAt: Self.moment)
    try await storage.addToken(token, hash: [1, 2, 3])
    #expect(try await storage.token(hash: [1, 2], usedAt: Self.moment) == nil)
    let used = try await storage.token(hash: [1, 2, 3], usedAt: Self.moment + 100)
    #expect(used?.scope == .author && used?.lastUsedAt == Self.moment + 100)
    try await storage.addToken(
      AgentToken(name: "claude", scope: .read, createdAt: Self.moment), hash: [4])
    #expect(try await storage.token(hash: [1, 2, 3], usedAt: Self.moment) == nil)
    #expect(try await storage.tokens().map(\.scope) == [.read])
    #expect(try await storage.removeToken("claude"))
    #expect(try await !storage.removeToken("claude"))
    #expect(try await storage.token(hash: [4], usedAt: Self.moment) == nil)
  }

  @Test(
    "proposals wait in a bounded line, and one is decided once", arguments: StorageKind.allCases)
  func proposals(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    for second in 0..<25 { try await storage.addProposal(proposal(second)) }
    let waiting = try await storage.proposals()
    #expect(waiting.count == BlockProposal.maximumWaiting)
    #expect(waiting.first?.explanation == "Number 24" && waiting.last?.explanation == "Number 5")
    #expect(waiting.first?.texts.script == "return 1")
    var first = try #require(waiting.first)
    #expect(first.report.isEmpty)
    // Tried once more, it keeps its place.
    first.report = "Dash tried it, and it works."
    try await storage.addProposal(first)
    #expect(try await storage.proposals().first == first)
    #expect(try await storage.proposals().count == BlockProposal.maximumWaiting)
    #expect(try await storage.removeProposal(first.id))
    #expect(try await !storage.removeProposal(first.id))
  }

  @Test(
    "asking again for a host takes nothing back, and asking has an end",
    arguments: StorageKind.allCases)
  func hosts(kind: StorageKind) async throws {
    let storage = try storages.open(kind)
    func host(_ name: String, _ isAllowed: Bool, _ second: Int = 0) -> AgentHost {
      AgentHost(
        host: name, isAllowed: isAllowed, agent: "claude", at: Self.moment + TimeInterval(second))
    }
    try await storage.setAgentHost(host("a.example", false))
    try await storage.setAgentHost(host("a.example", true))
    try await storage.setAgentHost(host("a.example", false))
    #expect(try await storage.agentHosts().map(\.isAllowed) == [true])
    for number in 0..<60 {
      try await storage.setAgentHost(host("h\(number).example", false, number))
    }
    let hosts = try await storage.agentHosts()
    #expect(hosts.count { !$0.isAllowed } == AgentHost.maximumAsked)
    #expect(
      hosts.contains { $0.host == "h59.example" } && !hosts.contains { $0.host == "h0.example" })
    try await storage.removeAgentHost("a.example")
    #expect(try await !storage.agentHosts().contains { $0.host == "a.example" })
  }
}
