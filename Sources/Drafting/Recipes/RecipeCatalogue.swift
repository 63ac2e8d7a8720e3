public import BlockModel
public import Foundation
import Sentences
import Sketches

/// All recipes of `Prompts/recipes`, by name.
public struct RecipeCatalogue: Sendable {
  public let recipes: [Recipe]
  /// Folders that could not be read, with the reason.
  public let problems: [String]
  /// The words of the languages that sentences are read in.
  let lexicons: Lexicons

  /// - Parameter folder: `Prompts/recipes`; the tables of words lie beside it.
  public init(folder: URL) {
    lexicons = Lexicons(folder: folder.deletingLastPathComponent().appending(path: "words"))
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

  /// The recipe that a sentence means, with what it says about it; `nil` when it names none.
  public func match(_ sentence: String, now: Date = Date()) -> RecipeMatch? {
    match(ReadSentence(sentence, lexicons: lexicons), now: now)
  }

  func match(_ sentence: ReadSentence, now: Date = Date()) -> RecipeMatch? {
    let linker = SubjectLinker(recipes.map(\.subject), now: now)
    guard let found = linker.match(sentence),
      let recipe = recipes.first(where: { $0.name == found.subject.name })
    else { return nil }
    return RecipeMatch(recipe: recipe, sentence: sentence, reading: found.reading)
  }

  /// The parts of a sentence that mean a recipe each: "weather in Lisbon and top stories of Hacker News".
  public func several(_ sentence: String, now: Date = Date()) -> [String]? {
    func isSure(_ text: String) -> Bool { match(text, now: now)?.isSure ?? false }
    /// "weather and air quality in Oslo": both are of what the second names.
    func completed(_ text: String, by other: String) -> String? {
      if isSure(text) { return text }
      guard match(text, now: now)?.reading.ask != nil else { return nil }
      let words = other.split(separator: " ")
      return (1...4).lazy.filter { $0 < words.count }.map { count in
        "\(text) \(words.suffix(count).joined(separator: " "))"
      }.first(where: isSure)
    }
    func parts(_ text: String, _ depth: Int) -> [String]? {
      for (first, second) in SentenceParts.halves(text, lexicons) {
        if let first = completed(first, by: second), let second = completed(second, by: first),
          match(first, now: now)?.recipe.name != match(second, now: now)?.recipe.name
            || isSure(first) && isSure(second)
        {
          return [first, second]
        }
        if depth < 4, isSure(first), let rest = parts(second, depth + 1) { return [first] + rest }
      }
      return nil
    }
    return parts(sentence, 0)
  }

  /// The recipe that puts several feeds into one list, for the addresses of the sentence.
  public func merging(_ sentence: String) -> RecipeMatch? {
    let read = ReadSentence(sentence, lexicons: lexicons)
    return recipes.first { $0.mergesFeeds }.map { recipe in
      var reading = SubjectReading()
      reading.values["feeds"] = .string(read.addresses.joined(separator: ","))
      return RecipeMatch(recipe: recipe, sentence: read, reading: reading)
    }
  }

  /// What has to be answered before a block of a recipe is made; `nil` when nothing has to.
  public func question(about match: RecipeMatch, now: Date = Date()) -> AuthoringAnswer? {
    let (recipe, reading) = (match.recipe, match.reading)
    if !reading.several.isEmpty { return .several(reading.several) }
    // "weather vane repair shops": for which place is not the first question.
    if let doubt = reading.doubts.first {
      let plain = self.match(reading.rest, now: now).flatMap { $0.isSure ? reading.rest : nil }
      let first =
        "I can show “\(recipe.title)”, \(recipe.summary.trimmingEnd { $0 == "." }), but I do not know what “\(doubt)” asks of it."
      return AuthoringAnswer(
        [first, reading.ask].compactMap(\.self).joined(separator: " "),
        suggestions: [plain ?? recipe.example])
    }
    if let ask = reading.ask { return AuthoringAnswer(ask, suggestions: [recipe.example]) }
    if recipe.addressParam != nil, match.sentence.addresses.isEmpty {
      return AuthoringAnswer(
        "For “\(recipe.title)” I need its address: write it into the sentence, like “\(recipe.example)”."
      )
    }
    return nil
  }

  /// The answer to a sentence that nothing here can make; what shares words with it comes first.
  public func whatIsPossible(for sentence: String) -> AuthoringAnswer {
    let words = Set(Recipe.words(sentence).map(RecordFinder.stem)).filter { $0.count > 2 }
    func shared(_ recipe: Recipe) -> Int {
      let own = Recipe.words("\(recipe.title) \(recipe.summary) \(recipe.example)")
      return Set(own.map(RecordFinder.stem)).intersection(words).count
    }
    let ranked = (starters + recipes.filter { !$0.isStarter }).map { ($0, shared($0)) }
    let near = ranked.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }.map(\.0)
    let all = near + ranked.filter { $0.1 == 0 }.map(\.0)
    let more = all.count > 8 ? " and \(all.count - 8) more" : ""
    let list =
      all.isEmpty
      ? "" : " I also know \(all.prefix(8).map(\.title).joined(separator: ", "))\(more)."
    return AuthoringAnswer(
      "Without a model I need an address: write “show … from https://…” with a page, a feed, a calendar, CSV or JSON, or connect a model with `dash models`.\(list)",
      suggestions: all.prefix(6).map(\.example))
  }
}
