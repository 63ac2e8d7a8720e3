import BlockModel
import Drafting
import Sentences

/// Recipes as examples in the prompt: the ones nearest to the wish and its sources.
struct Samples {
  static let count = 2

  private let catalogue: RecipeCatalogue

  init(_ catalogue: RecipeCatalogue) { self.catalogue = catalogue }

  func text(for wish: Wish, _ notes: SourceNotes) -> String {
    let samples = chosen(for: wish, notes).map { recipe in
      """
      # Example: \(recipe.example)
      ```lua
      \(recipe.files.script.trimmingEnd(\.isNewline))
      ```
      ```json
      \(recipe.files.spec.trimmingEnd(\.isNewline))
      ```

      """
    }
    return samples.joined(separator: "\n")
  }

  /// By words first, then by how the sources are read; short ones before long ones.
  private func chosen(for wish: Wish, _ notes: SourceNotes) -> [Recipe] {
    let matched = catalogue.match(wish)?.recipe
    let calls = Set(notes.probes.map { ":" + Self.reader(of: $0.finding) + "(" })
    func score(_ recipe: Recipe) -> Int {
      let script = recipe.files.script
      let fits = calls.contains { script.contains($0) } || calls.isEmpty && recipe.cassette == nil
      return (recipe.name == matched?.name ? 10_000 : 0) + (fits ? 5_000 : 0)
        - (script.count + recipe.files.spec.count) / 10
    }
    return Array(
      catalogue.recipes.filter {
        $0.files.manifest.permissions.methods.isSubset(of: ["GET", "HEAD"])
      }
      .sorted { (score($1), $0.name) < (score($0), $1.name) }.prefix(Self.count))
  }

  private static func reader(of finding: Probe.Finding) -> String {
    switch finding {
    case .json: "json"
    case .parsed(let kind, _): kind.rawValue
    }
  }
}
