public import BlockModel
import BlockUI
import Foundation
public import Sentences

/// A recipe and what a sentence says about it.
public struct RecipeMatch: Sendable {
  public var recipe: Recipe
  let sentence: ReadSentence
  public var reading: SubjectReading

  /// Is the sentence understood wholly?
  public var isSure: Bool {
    reading.isSure && (recipe.addressParam == nil || !sentence.addresses.isEmpty)
  }

  /// The recipe's files with what the sentence says filled in.
  public var files: BlockFiles {
    var files = recipe.files
    files.manifest.prompt = sentence.text
    files.manifest.locale = files.manifest.locale ?? sentence.locale
    if let schedule = sentence.schedule { files.manifest.schedule = schedule }
    if let name = sentence.name {
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

  /// What was made, what was taken for something else, and what of the sentence was not used.
  public var explanation: String {
    var notes = ["Made from the recipe “\(recipe.title)”: \(recipe.summary)"]
    if let (typed, word) = reading.corrected { notes.append("I read “\(typed)” as “\(word)”.") }
    if let note = sentence.scheduleNote { notes.append(note) }
    let unused = reading.unused + (sentence.hasSecret ? ["the key or header"] : [])
    if let unused = Draft.unused(unused) { notes.append(unused) }
    return notes.joined(separator: " ")
  }
}
