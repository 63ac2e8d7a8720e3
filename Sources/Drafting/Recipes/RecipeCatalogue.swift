public import BlockModel
import BlockUI
public import Foundation
public import Sentences
import Sketches

/// All recipes of `Prompts/recipes`, by name.
public struct RecipeCatalogue: Sendable {
  public let recipes: [Recipe]
  /// Folders that could not be read, with the reason.
  public let problems: [String]

  public init(folder: URL) {
    var recipes: [Recipe] = []
    var problems: [String] = []
    let folders =
      (try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: [.isDirectoryKey])) ?? []
    for folder in folders.sorted(by: { $0.lastPathComponent < $1.lastPathComponent })
    where FileManager.default.fileExists(atPath: folder.appending(path: "recipe.json").path) {
      do { recipes.append(try Recipe(folder: folder)) } catch {
        problems.append("\(folder.lastPathComponent): \(error)")
      }
    }
    self.recipes = recipes
    self.problems = problems
  }

  /// The blocks of a new dashboard, in order.
  public var starters: [Recipe] {
    recipes.filter(\.isStarter).sorted { ($0.order, $0.name) < ($1.order, $1.name) }
  }

  /// A recipe and what the sentence says about it.
  public struct Match: Sendable {
    public var recipe: Recipe
    public var reading: RecipeReading

    /// The recipe's files with what the sentence says filled in.
    public func files(for wish: Wish) -> BlockFiles {
      var files = recipe.files
      files.manifest.prompt = wish.sentence
      if let schedule = wish.schedule { files.manifest.schedule = schedule }
      if let name = wish.name {
        files.manifest.name = name
        files.spec = Self.spec(files) { tree throws(SpecEditError) in
          try tree.set(.title, to: "\(name)", at: "")
        }
      }
      for index in files.manifest.params.indices {
        if let value = reading.values[files.manifest.params[index].name] {
          files.manifest.params[index].defaultValue = value
        }
      }
      let hosts = reading.values["feeds"]?.string?.split(separator: ",")
        .compactMap { URL(string: String($0))?.host }
      if let hosts { files.manifest.permissions.hosts = Set(hosts) }
      if !reading.clocks.isEmpty {
        files.spec = Self.spec(files) { tree throws(SpecEditError) in
          try Self.show(reading.clocks, in: &tree)
        }
      }
      return files
    }

    /// The spec after an edit; as it is when the edit does not fit it.
    private static func spec(
      _ files: BlockFiles, _ edit: (inout SpecTree) throws(SpecEditError) -> Void
    ) -> String {
      guard var tree = try? SpecTree(parsing: files.spec, params: files.manifest.params),
        (try? edit(&tree)) != nil
      else { return files.spec }
      return tree.text
    }

    /// These clocks instead of the card's own.
    private static func show(
      _ clocks: [(city: String, zone: String)], in tree: inout SpecTree
    ) throws(SpecEditError) {
      guard let grid = tree.components.first(where: { $0.component == .grid }),
        let clock = grid[elements: .children].first?.part
      else { return }
      let children = clocks.map { city, zone in
        clock.with(.label, "\(city)").with(.format, FormatCall(.time, [zone]))
      }
      try tree.set(.children, to: children, at: grid.at)
      try tree.set(.columns, to: min(clocks.count, 2), at: grid.at)
    }

    /// What was made, and what of the sentence was not used.
    public func explanation(_ wish: Wish) -> String {
      let parts = wish.parts.filter { [.view, .secret].contains($0.meaning) }.map(\.text)
      let said = Set(parts.flatMap(Recipe.words))
      let unused = reading.unused.filter { !said.isSuperset(of: Recipe.words($0)) }
      let notes = wish.notes + [Wish.unused(unused + parts)].compactMap { $0 }
      return (["Made from the recipe “\(recipe.title)”: \(recipe.summary)"] + notes)
        .joined(separator: " ")
    }
  }

  /// The recipe whose keywords the sentence holds, and that nothing in it contradicts; longer
  /// keywords win.
  public func match(_ wish: Wish, now: Date = Date()) -> Match? {
    let bag = Set(Recipe.words(wish.withoutAddress).flatMap { [$0, RecordFinder.stem($0)] })
    let found = recipes.compactMap { recipe in
      Self.score(recipe, bag).map { (recipe: recipe, score: $0) }
    }
    for (recipe, _) in found.sorted(by: { ($1.score, $0.recipe.name) < ($0.score, $1.recipe.name) })
    where recipe.refusals.isDisjoint(with: bag) {
      let reading = RecipeReading(recipe, wish, now: now)
      if recipe.isStrict, !reading.unused.isEmpty { continue }
      return Match(recipe: recipe, reading: reading)
    }
    return nil
  }

  /// The halves of a sentence that mean a recipe each: "weather in Lisbon and top stories of Hacker News".
  public func several(_ halves: [(first: String, second: String)]) -> [String]? {
    for (first, second) in halves {
      guard let one = match(Wish(first)), let other = match(Wish(second)),
        one.recipe.name != other.recipe.name
      else { continue }
      return [first, second]
    }
    return nil
  }

  /// The recipe that puts several feeds into one list, for the addresses of the wish.
  public func merging(_ wish: Wish) -> Match? {
    recipes.first { $0.mergesFeeds }.map {
      Match(recipe: $0, reading: RecipeReading($0, merging: wish))
    }
  }

  private static func score(_ recipe: Recipe, _ bag: Set<String>) -> Int? {
    recipe.keywords.compactMap { keyword in
      let parts = keyword.lowercased().split(separator: " ").map(String.init)
      let isThere = parts.allSatisfy { bag.contains($0) || bag.contains(RecordFinder.stem($0)) }
      return isThere ? parts.count * 10 + keyword.count : nil
    }.max()
  }

  /// The answer to a sentence that nothing here can make.
  public var whatIsPossible: AuthoringAnswer {
    let titles = (starters + recipes.filter { !$0.isStarter }).map(\.title)
    let more = titles.count > 8 ? " and \(titles.count - 8) more" : ""
    let list =
      titles.isEmpty ? "" : " I also know \(titles.prefix(8).joined(separator: ", "))\(more)."
    return AuthoringAnswer(
      "Without a model I need an address: write “show … from https://…” with a page, a feed, a calendar, CSV or JSON, or connect a model with `dash models`.\(list)",
      suggestions: recipes.filter(\.isStarter).prefix(6).map(\.example))
  }
}
