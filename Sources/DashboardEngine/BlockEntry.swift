import BlockHealth
import BlockModel
import BlockStore
import BlockUI
import Foundation

/// What the engine always holds of one block in memory.
struct BlockEntry {
  var record: BlockRecord
  var lastRun: RunSummary?
  var failures: Int
  var nextRun: Date?
  /// The run under way.
  var run: Task<RunOutcome, Never>?
  /// That run has asked and heard all that it will; what it found is being kept.
  var isEnding = false
  /// Something was sent to it while it ran.
  var hasMail = false
  /// The hosts it asks; empty while its files were not read.
  var hosts: Set<String> = []
  /// Files and data, while somebody looks at the block or it runs.
  var content: BlockContent?
  /// What a repair under way is about.
  var repair: String?
  /// When a good run was recorded the last time, since the start.
  var recordedAt: Date?
  /// When somebody looked the last time.
  var lookedAt: Date?
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

  init(_ record: BlockRecord) {
    self.record = record
    lastRun = record.lastRun
    failures = record.failures
    editing.base = record.version
  }
}

/// What is read of a block when it is looked at or runs: its files and its data.
struct BlockContent {
  /// The files of the serving version as they stand on disk.
  var texts: BlockTexts?
  var files: BlockFiles
  var compiled: CompiledSpec?
  var data: LastData?
  /// What its good runs taught.
  var memory: ContractMemory?
  var missingSecret: String?
  /// What the card does not show until it is allowed, as of its last data.
  var pictureRequests: [Grant.Subject] = []
  /// Why the files of the serving version cannot be read.
  var damage: String?
}

/// A block with all that is known of it, at one moment.
@dynamicMemberLookup
struct LoadedBlock {
  var entry: BlockEntry
  var content: BlockContent

  subscript<Value>(dynamicMember path: WritableKeyPath<BlockEntry, Value>) -> Value {
    get { entry[keyPath: path] }
    set { entry[keyPath: path] = newValue }
  }

  subscript<Value>(dynamicMember path: WritableKeyPath<BlockContent, Value>) -> Value {
    get { content[keyPath: path] }
    set { content[keyPath: path] = newValue }
  }

  var id: BlockID { entry.id }

  /// What the block may reach. Its manifest asks, people grant.
  var permissions: Permissions {
    content.files.manifest.permissions.limited(to: entry.record.grants)
  }

  /// The first secret that the block asks for and that has no value, or was not given to it.
  func findMissingSecret(known names: [String]) -> String? {
    content.files.manifest.permissions.secrets.first { binding in
      !names.contains(binding.name)
        || !binding.origins.allSatisfy {
          entry.record.grants.contains(.secret(name: binding.name, origin: $0))
        }
    }?.name
  }

  /// The files with the permissions that hold, to run.
  var grantedFiles: BlockFiles {
    var files = content.files
    files.manifest.permissions = permissions
    return files
  }

  /// The files as a change starts from them: with what holds, and all secrets it asks for.
  var filesToChange: BlockFiles {
    var files = grantedFiles
    files.manifest.permissions.secrets = content.files.manifest.permissions.secrets
    return files
  }

  /// What is known of its health.
  func health(now: Date) -> CardHealth {
    var health = CardHealth()
    health.isPaused = entry.record.isPaused
    health.isRunning = entry.run != nil
    health.lastRun = entry.lastRun
    health.failures = entry.failures
    health.data = content.data?.data
    health.dataAt = content.data?.at
    health.nextRun = entry.nextRun
    health.schedule = content.files.manifest.schedule
    health.editProblem = entry.editing.problem
    health.missingSecret = content.missingSecret
    health.pictureRequests = content.pictureRequests
    health.damage = content.damage
    health.repair = entry.repair
    health.now = now
    return health
  }

  func card(now: Date) -> Card {
    let (record, manifest, isRunning) = (entry.record, content.files.manifest, entry.run != nil)
    let verdict = health(now: now).verdict
    return Card(
      id: id, name: manifest.name, state: verdict.state, sentence: verdict.sentence,
      nextAction: verdict.action, isRunning: isRunning, manifest: manifest,
      permissions: permissions, isPrivate: isPrivate, params: manifest.values(record.params),
      compiled: content.compiled, data: content.data?.data, dataAt: content.data?.at,
      lastRun: entry.lastRun, nextRun: record.isPaused ? nil : entry.nextRun,
      version: record.version, author: record.author,
      editProblem: entry.editing.problem)
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
