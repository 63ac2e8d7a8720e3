public import Authoring
public import DashboardEngine
public import Drafting

/// What sessions of agents work with.
public struct AgentServices: Sendable {
  let engine: DashboardEngine
  let docs: StdlibDocs
  let recipes: RecipeCatalogue
  /// Of this program.
  let version: String

  /// - Parameters:
  ///   - docs: the documentation of the stdlib.
  ///   - recipes: complete blocks to learn from.
  public init(
    engine: DashboardEngine, docs: StdlibDocs, recipes: RecipeCatalogue, version: String
  ) {
    self.engine = engine
    self.docs = docs
    self.recipes = recipes
    self.version = version
  }
}
