import BlockModel
import BlockRuntime
import Egress
import Foundation
import Sentences
import Synchronization

/// What the sources of a block answer now, read as they are for a new block: a model that is to show
/// more of them needs to know what there is.
struct OwnSources {
  /// Sources of one block that are looked at.
  static let maximumSources = 3

  /// Those that could be read again.
  var notes = SourceNotes(probes: [])
  /// The addresses of those that could not.
  var silent: [String] = []

  init(
    of request: RefineRequest, _ wish: Wish, _ check: CandidateCheck, _ ladder: SourceLadder
  ) async {
    var permissions = request.files.manifest.permissions
    permissions.secrets = request.secrets
    for url in await Self.addresses(of: request, check).prefix(Self.maximumSources) {
      var wider = permissions
      if let probe = try? await ladder.probe(url, &wider, method: nil) {
        await notes.add(probe, by: ladder.prober, permissions, wish)
      } else {
        silent.append(url)
      }
    }
  }

  /// What the block asks with GET when it runs.
  private static func addresses(
    of request: RefineRequest, _ check: CandidateCheck
  ) async -> [String] {
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
