import BlockModel
public import Foundation

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

  /// A recipe and the words of the sentence that belong to its parameter.
  struct Match {
    var recipe: Recipe
    var subject: String?

    /// The recipe's files with what the sentence says filled in.
    func files(for wish: Wish) -> BlockFiles {
      var files = recipe.files
      files.manifest.prompt = wish.sentence
      if let pace = wish.pace { files.manifest.schedule = .every(.seconds(pace)) }
      for index in files.manifest.params.indices {
        let param = files.manifest.params[index]
        if param.name == "count", let count = wish.count {
          files.manifest.params[index].defaultValue = .integer(Int64(count))
        } else if param.name == recipe.addressParam, let url = wish.url {
          files.manifest.params[index].defaultValue = .string(url)
        } else if param.name == recipe.subjectParam, let subject {
          files.manifest.params[index].defaultValue = .string(subject)
        }
      }
      return files
    }
  }

  /// The recipe whose keywords the sentence holds; longer keywords win.
  func match(_ wish: Wish) -> Match? {
    let words = wish.withoutAddress.lowercased()
      .split { !$0.isLetter && !$0.isNumber && $0 != "&" }.map(String.init)
    let bag = Set(words.flatMap { [$0, RecordFinder.stem($0)] })
    var best: (recipe: Recipe, score: Int)?
    for recipe in recipes {
      for keyword in recipe.keywords {
        let parts = keyword.lowercased().split(separator: " ").map(String.init)
        guard parts.allSatisfy({ bag.contains($0) || bag.contains(RecordFinder.stem($0)) }) else {
          continue
        }
        let score = parts.count * 10 + keyword.count
        if score > best?.score ?? 0 { best = (recipe, score) }
      }
    }
    return best.map { Match(recipe: $0.recipe, subject: Self.subject(in: wish.withoutAddress)) }
  }

  /// What stands behind "in", "for", "of" or "to" up to a comma or the schedule: a place or a name.
  private static func subject(in sentence: String) -> String? {
    let tokens = sentence.split(separator: " ").map(String.init)
    guard
      let start = tokens.firstIndex(where: {
        ["in", "for", "of", "to", "about"].contains($0.lowercased())
      })
    else { return nil }
    var words: [String] = []
    for token in tokens[(start + 1)...] {
      let lower = token.lowercased()
      if ["every", "each", "as", "with", "and", "today", "now"].contains(lower) { break }
      words.append(token.trimming { ".,;!?\"'“”".contains($0) })
      if token.last.map({ ".,;!?".contains($0) }) ?? false { break }
    }
    while let first = words.first?.lowercased(), ["the", "my", "a"].contains(first) {
      words.removeFirst()
    }
    let text = words.joined(separator: " ")
    return (2...60).contains(text.count) ? text : nil
  }

  /// The answer to a sentence that nothing here can make.
  var whatIsPossible: AuthoringAnswer {
    let titles = (starters + recipes.filter { !$0.isStarter }).map(\.title)
    let more = titles.count > 8 ? " and \(titles.count - 8) more" : ""
    let list =
      titles.isEmpty ? "" : " I also know \(titles.prefix(8).joined(separator: ", "))\(more)."
    return AuthoringAnswer(
      "Without a model I need an address: write “show … from https://…” with a page, a feed, a calendar, CSV or JSON, or connect a model with `dash models`.\(list)",
      suggestions: recipes.filter(\.isStarter).prefix(6).map(\.example))
  }
}
