import AgentServer
import Authoring
import Egress

extension Household {
  /// What sessions of other agents work with.
  func agentServices() throws -> AgentServices {
    AgentServices(
      engine: engine, docs: try StdlibDocs(folder: places.stdlib), recipes: author.recipes,
      version: EgressConfiguration.version)
  }
}
