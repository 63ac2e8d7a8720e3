import BlockModel
import BlockRuntime
import Drafting
import Egress
import Foundation
import Synchronization

/// Reads the block's own sources again and finds the number that a person saw there, so that the
/// model need not guess where it stands.
struct NumberSearch {
  /// Sources of one block that are looked at.
  static let maximumSources = 3

  let request: RefineRequest
  let check: CandidateCheck
  let ladder: SourceLadder

  /// What to tell the model; empty when the sentence names no such number.
  func text() async -> String {
    guard let number = SeenNumber(request.sentence) else { return "" }
    var lines: [String] = []
    for url in await addresses().prefix(Self.maximumSources) {
      var permissions = request.files.manifest.permissions
      guard let probe = try? await ladder.probe(url, &permissions, method: nil) else {
        lines.append("\(url) could not be read again.")
        continue
      }
      let places: [String]
      switch probe.finding {
      case .json(let value): places = number.places(in: value)
      case .parsed(.html, _):
        places =
          await PageOutline(
            of: probe, by: ladder.prober, permissions, words: [], number: number.digits)?.places
          ?? []
      case .parsed(_, let value): places = number.places(in: value)
      }
      lines.append(
        places.isEmpty
          ? "\(url) does not hold \(number.text) now." : "\(url) holds \(number.text) here:")
      lines += places.prefix(8).map { "  \($0)" }
    }
    guard !lines.isEmpty else { return "" }
    return "# Where the number is in the source\n"
      + PromptBook.quoted(lines.joined(separator: "\n")) + "\n"
  }

  /// What the block asks when it runs.
  private func addresses() async -> [String] {
    let asked = Asked()
    var run = RunRequest(
      block: request.block ?? CandidateTrial.block, files: request.files, params: request.params,
      reason: .edit, cassette: check.cassette)
    run.storage = check.runner.trialStorage()
    run.permissions.methods.formIntersection(["GET", "HEAD"])
    run.permissions.secrets = request.secrets
    run.heard = { asked.add($0.url) }
    _ = await check.runner.run(run)
    return asked.addresses
  }

  private final class Asked: Sendable {
    private let kept = Mutex<[String]>([])
    var addresses: [String] { kept.withLock { $0 } }
    func add(_ url: String) {
      kept.withLock { if !$0.contains(url) { $0.append(url) } }
    }
  }
}
