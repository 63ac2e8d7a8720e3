import BlockModel
import BlockUI
import Drafting
import Sentences

/// Recipes as examples in the prompt: those that do what the wish asks for, in the way its sources
/// are read.
struct Samples {
  static let count = 2

  private let catalogue: RecipeCatalogue

  init(_ catalogue: RecipeCatalogue) { self.catalogue = catalogue }

  func text(for wish: Wish, _ notes: SourceNotes) -> String {
    chosen(for: wish, notes).map { recipe in
      """
      # Example: \(recipe.example)
      ```block.json
      \(AnsweredManifest.shown(recipe.files.manifest))
      ```
      ```lua
      \(recipe.files.script.trimmingEnd(\.isNewline))
      ```
      ```json
      \(recipe.files.spec.trimmingEnd(\.isNewline))
      ```

      """
    }.joined(separator: "\n")
  }

  /// The first is the nearest; the second adds what the first does not show.
  func chosen(for wish: Wish, _ notes: SourceNotes) -> [Recipe] {
    let wanted = Self.traits(wish, notes)
    let matched = catalogue.match(wish.sentence)?.recipe.name
    let words = Set(wish.words)
    var left = catalogue.recipes.filter(Self.isExemplary)
    var shown: Set<Trait> = []
    var chosen: [Recipe] = []
    while chosen.count < Self.count, !left.isEmpty {
      func score(_ recipe: Recipe) -> Double {
        let traits = Self.traits(of: recipe)
        let new = traits.intersection(wanted).subtracting(shown)
        let known = traits.intersection(wanted).intersection(shown)
        return (recipe.name == matched ? 100 : 0)
          + new.reduce(0) { $0 + $1.weight } + known.reduce(0) { $0 + $1.weight / 4 }
          + 2 * Double(min(3, Self.words(of: recipe).intersection(words).count))
          - Double(recipe.files.script.count + recipe.files.spec.count) / 1_500
      }
      let best = left.indices.max {
        (score(left[$0]), left[$1].name) < (score(left[$1]), left[$0].name)
      }
      guard let best else { break }
      let recipe = left.remove(at: best)
      shown.formUnion(Self.traits(of: recipe))
      chosen.append(recipe)
    }
    return chosen
  }

  /// An example is imitated to the letter, so none may do what the rules forbid.
  private static func isExemplary(_ recipe: Recipe) -> Bool {
    recipe.files.manifest.permissions.methods.isSubset(of: ["GET", "HEAD"])
      && !LuaTokens(recipe.files.script).tokens.contains { $0.is("pcall") }
  }

  private static func words(of recipe: Recipe) -> Set<String> {
    let texts = [recipe.title, recipe.summary, recipe.example]
    return Set(
      texts.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) })
  }

  // MARK: What an example shows

  /// Something that a block does.
  enum Trait: Hashable {
    /// A response is read as JSON, a feed, a page…
    case reads(String)
    case shows(Component)
    /// Something on the card can be clicked.
    case acts
    /// Values are kept from run to run.
    case remembers
    /// Several addresses are asked.
    case asksSeveral
    /// Nothing is asked.
    case asksNobody

    fileprivate var weight: Double {
      switch self {
      case .acts: 20
      case .reads, .asksNobody: 12
      case .remembers: 10
      case .shows: 8
      case .asksSeveral: 6
      }
    }
  }

  private static func traits(of recipe: Recipe) -> Set<Trait> {
    let script = recipe.files.script
    var traits = Set(
      ["json", "feed", "ical", "csv", "html"].filter { script.contains(":\($0)(") }.map(Trait.reads)
    )
    if script.contains("on_action") { traits.insert(.acts) }
    if script.contains("store.append") { traits.insert(.remembers) }
    if script.contains("http.all") { traits.insert(.asksSeveral) }
    if !script.contains("require \"http\""), !script.contains("\"http\"") {
      traits.insert(.asksNobody)
    }
    if let tree = try? SpecTree(parsing: recipe.files.spec, params: recipe.files.manifest.params) {
      traits.formUnion(tree.components.compactMap(\.component).map(Trait.shows))
    }
    return traits
  }

  private static func traits(_ wish: Wish, _ notes: SourceNotes) -> Set<Trait> {
    let words = Set(
      wish.withoutAddress.lowercased().split { !$0.isLetter }.map(String.init))
    var traits = Set(notes.probes.map { Trait.reads(reader(of: $0.finding)) })
    if notes.probes.isEmpty { traits.insert(.asksNobody) }
    if notes.probes.count > 1 { traits.insert(.asksSeveral) }
    for (trait, cues) in cues where !words.isDisjoint(with: cues) { traits.insert(trait) }
    switch wish.view {
    case .chart?, .bars?: traits.insert(.shows(.chart))
    case .table?: traits.insert(.shows(.table))
    case .list?: traits.insert(.shows(.list))
    case .number?: traits.insert(.shows(.stat))
    case nil: break
    }
    return traits
  }

  private static let cues: [(trait: Trait, words: Set<String>)] = [
    (
      .acts,
      [
        "button", "buttons", "click", "tick", "check", "checkbox", "checklist", "todo", "todos",
        "tasks", "habit", "habits", "counter", "add", "log", "mark", "clear", "reset", "toggle",
        "aufgaben", "knopf", "abhaken", "tâches", "bouton", "tareas", "tarefas",
      ]
    ),
    (
      .remembers,
      [
        "history", "trend", "track", "watch", "record", "remember", "changes", "changed", "verlauf",
        "historique", "evolution", "évolution", "historial", "histórico",
      ]
    ),
    (
      .shows(.calendar),
      ["calendar", "month", "kalender", "calendrier", "calendario", "calendário"]
    ),
    (.shows(.timeline), ["timeline", "chronology", "zeitleiste"]),
    (.shows(.progress), ["progress", "share", "percent", "goal", "fortschritt"]),
    (.shows(.image), ["picture", "image", "photo", "comic", "bild", "foto"]),
    (.shows(.form), ["settings", "setting", "form", "input", "choose", "enter"]),
    (.shows(.stat), ["current", "now", "today", "number", "how", "price", "temperature"]),
    (.shows(.chart), ["chart", "graph", "plot", "curve", "diagramm", "graphique", "gráfico"]),
    (.shows(.list), ["stories", "news", "headlines", "articles", "latest", "posts", "episodes"]),
  ]

  private static func reader(of finding: Probe.Finding) -> String {
    switch finding {
    case .json: "json"
    case .parsed(let kind, _): kind.rawValue
    }
  }
}
