import BlockHealth
import BlockModel
import BlockStore
import BlockUI
import Foundation

/// What the engine holds of one block in memory.
struct BlockEntry {
  var record: BlockRecord
  /// The files of the serving version as they stand on disk.
  var texts: BlockTexts?
  var files: BlockFiles
  var compiled: CompiledSpec?
  var data: LastData?
  var lastRun: RunSummary?
  var failures: Int
  var nextRun: Date?
  /// The run under way, with the number that tells it from the next.
  var run: Task<RunOutcome, Never>?
  var missingSecret: String?
  /// What the card does not show until it is allowed, as of its last data.
  var pictureRequests: [Grant.Subject] = []
  var damage: String?
  var editing = Editing()
  /// A change by sentence that waits for the person's word.
  var pending: PendingChange?
  /// What the last sentence was answered with instead.
  var question: OpenQuestion?

  /// Where the working copy stands.
  struct Editing {
    /// As it was when it was last looked at.
    var stamp: WorkingCopyStamp?
    /// Changed a moment ago: read when it is still the same at the next look.
    var unsettled: WorkingCopyStamp?
    /// The version it was made from.
    var base: VersionNumber?
    var problem: EditProblem?
    var isChecking = false
  }

  var id: BlockID { record.id }

  /// What the block may reach. Its manifest asks, people grant.
  var permissions: Permissions { files.manifest.permissions.limited(to: record.grants) }

  /// The first secret that the block asks for and that has no value, or was not given to it.
  func missingSecret(known names: [String]) -> String? {
    files.manifest.permissions.secrets.first { binding in
      !names.contains(binding.name)
        || !binding.origins.allSatisfy {
          record.grants.contains(.secret(name: binding.name, origin: $0))
        }
    }?.name
  }

  /// The files with the permissions that hold, to run.
  var grantedFiles: BlockFiles {
    var files = files
    files.manifest.permissions = permissions
    return files
  }

  /// The files as a change starts from them: with what holds, and all secrets it asks for.
  var filesToChange: BlockFiles {
    var files = grantedFiles
    files.manifest.permissions.secrets = self.files.manifest.permissions.secrets
    return files
  }

  func card(now: Date) -> Card {
    var health = CardHealth()
    health.isPaused = record.isPaused
    health.isRunning = run != nil
    health.lastRun = lastRun
    health.failures = failures
    health.data = data?.data
    health.dataAt = data?.at
    health.nextRun = nextRun
    health.schedule = files.manifest.schedule
    health.editProblem = editing.problem
    health.missingSecret = missingSecret
    health.pictureRequests = pictureRequests
    health.damage = damage
    health.now = now
    let verdict = health.verdict
    return Card(
      id: id, name: files.manifest.name, state: verdict.state, sentence: verdict.sentence,
      nextAction: verdict.action, isRunning: run != nil, manifest: files.manifest,
      permissions: permissions, isPrivate: isPrivate, params: files.manifest.values(record.params),
      compiled: compiled,
      data: data?.data, dataAt: data?.at, lastRun: lastRun,
      nextRun: record.isPaused ? nil : nextRun, version: record.version, author: record.author,
      editProblem: editing.problem)
  }
}

extension CompiledSpec.Size {
  /// The first size on a grid of twelve columns; quarters and halves leave no gaps in a row.
  var onGrid: CardSize {
    switch self {
    case .sm: CardSize(w: 3, h: 4)
    case .md: CardSize(w: 3, h: 6)
    case .lg: CardSize(w: 6, h: 8)
    case .wide: CardSize(w: 9, h: 6)
    case .tall: CardSize(w: 3, h: 12)
    case .full: CardSize(w: 12, h: 8)
    }
  }
}
