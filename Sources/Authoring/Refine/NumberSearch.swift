import BlockModel
import Drafting

/// Finds the number that a person saw at a source of the block, so that the model need not guess
/// where it stands.
struct NumberSearch {
  let request: RefineRequest
  let sources: OwnSources
  let prober: Prober

  /// What to tell the model; empty when the sentence names no such number.
  func text() async -> String {
    guard let number = SeenNumber(request.sentence) else { return "" }
    var lines = sources.silent.map { "\($0) could not be read again." }
    for probe in sources.notes.probes {
      let places: [String]
      switch probe.finding {
      case .json(let value): places = number.places(in: value)
      case .parsed(.html, _):
        places =
          await PageOutline(
            of: probe, by: prober, request.files.manifest.permissions, words: [],
            number: number.digits)?.places ?? []
      case .parsed(_, let value): places = number.places(in: value)
      }
      lines.append(
        places.isEmpty
          ? "\(probe.url) does not hold \(number.text) now."
          : "\(probe.url) holds \(number.text) here:")
      lines += places.prefix(8).map { "  \($0)" }
    }
    guard !lines.isEmpty else { return "" }
    return "# Where the number is in the source\n"
      + PromptBook.quoted(lines.joined(separator: "\n")) + "\n"
  }
}
