import BlockModel
import DashboardEngine
import Foundation

/// What recipes show with their recorded answers. Each is run when it is first looked at, and again when
/// what it showed is no longer of today: times in it would be.
actor RecipePreviews {
  private static let patience = TimeInterval(3_600)

  private let engine: DashboardEngine
  private var known: [String: (run: Task<JSONValue?, Never>, at: Date)] = [:]

  init(engine: DashboardEngine) { self.engine = engine }

  /// - Returns: `nil` when there is nothing to show.
  func data(of recipe: RecipeExample, now: Date) async -> JSONValue? {
    if let known = known[recipe.title], now.timeIntervalSince(known.at) < Self.patience {
      return await known.run.value
    }
    guard let files = recipe.files else { return nil }
    let isAsking = !files.manifest.permissions.hosts.isEmpty
    guard recipe.answers != nil || !isAsking else { return nil }
    let run = Task { [engine] in await engine.rehearse(files, answers: recipe.answers).data }
    known[recipe.title] = (run, now)
    return await run.value
  }
}
