import BlockModel
import BlockStore
import Foundation

/// What `dash run-block` was asked to run.
struct RunSubject {
  var id: BlockID
  var files: BlockFiles
  var params: JSONObject
  /// The version that runs; `nil` for a folder.
  var version: VersionNumber?
  /// Files of the block's folder that somebody changed and that do not run.
  var editedFiles: [String] = []
  /// The files of the block's folder run instead of the live version.
  var isWorkingCopy = false

  /// - Parameters:
  ///   - name: a folder, a file in one, or the id of a block.
  ///   - secrets: the keys that a folder may use.
  ///   - forget: what the script of a folder stored before is deleted.
  ///   - workingCopy: of a block, the files of its folder instead of those that serve.
  static func named(
    _ name: String, _ house: Household, secrets: [String], forget: Bool, workingCopy: Bool = false
  ) async throws -> RunSubject {
    guard let folder = BlockFolder.written(name) else {
      guard let id = BlockID(name) else { throw BlockFolder.neither(name) }
      guard !forget else {
        throw CommandFailure(
          .host, "--forget is for a folder; what a block stored stays as long as the block.")
      }
      guard secrets.isEmpty else {
        throw CommandFailure(
          .host,
          "--secret is for a folder; `dash secret set \(secrets[0]) \(id)` gives a block a key.")
      }
      return try await block(id, house, workingCopy: workingCopy)
    }
    guard !workingCopy else {
      throw CommandFailure(.host, "--working-copy is for a block; a folder runs as it is.")
    }
    try await house.engine.followSurroundings()
    if forget { try await house.storage.forgetFolder(path(of: folder)) }
    return try await self.folder(folder, house.storage, secrets: secrets)
  }

  private static func block(
    _ id: BlockID, _ house: Household, workingCopy: Bool
  ) async throws -> RunSubject {
    try await house.engine.open()
    let card = try await house.engine.card(id)
    let edited = try await house.engine.editedFiles(of: id)
    guard workingCopy else {
      var files = try await house.storage.texts(of: id, version: card.version).loaded()
      files.manifest.permissions = card.permissions
      return RunSubject(
        id: id, files: files, params: card.params, version: card.version, editedFiles: edited)
    }
    var files: BlockFiles
    do { files = try await house.storage.workingCopy(of: id).files() } catch {
      throw CommandFailure(.specError, "\(error)")
    }
    // Public hosts that were typed hold by being typed, as when the edit is saved; the rest was granted or
    // was not.
    let typed = files.manifest.permissions.publicSubjects
    files.manifest.permissions = files.manifest.permissions.limited(
      to: typed.union(try await house.engine.grants(of: id).map(\.subject)))
    return RunSubject(
      id: id, files: files, params: card.params, version: card.version, editedFiles: edited,
      isWorkingCopy: true)
  }

  private static func folder(
    _ folder: URL, _ storage: any Storage, secrets: [String]
  ) async throws -> RunSubject {
    let texts: BlockTexts
    do throws(BlockFileProblem) { texts = try BlockTexts(folder: folder) } catch {
      throw CommandFailure(error.kind, "\(folder.relativePath)/\(error).")
    }
    var files: BlockFiles
    do { files = try texts.files() } catch {
      throw CommandFailure(.specError, error.description)
    }
    // Whoever wrote the folder is not whoever gave the keys or lives on this network: --secret and
    // --grant say what it gets.
    files.manifest.permissions.privateHosts = []
    files.manifest.permissions.secrets.removeAll { !secrets.contains($0.name) }
    return RunSubject(
      id: try await storage.scriptName(ofFolder: path(of: folder)), files: files, params: [:])
  }

  private static func path(of folder: URL) -> String { folder.resolvingSymlinksInPath().path }

  /// What a person should know before it runs.
  var note: String? {
    if isWorkingCopy {
      return editedFiles.isEmpty
        ? "Running the folder of '\(id)', which is the live version."
        : "Running the folder of '\(id)': \(editedFiles.joined(separator: " and ")) as edited, not live."
    }
    guard let version, !editedFiles.isEmpty else { return nil }
    let files = editedFiles.joined(separator: " and ")
    return
      "Running version \(version). \(files) of its folder \(editedFiles.count == 1 ? "is" : "are") not live: `dash log \(id)` says why, --working-copy runs the folder as it is."
  }

  /// The outcome, and which files it is of. A card that its data do not fill failed, as the exit code says.
  func json(_ outcome: RunOutcome) -> JSONValue {
    var object = outcome.json.object ?? [:]
    object["version"] = version.map { .integer(Int64($0.value)) } ?? .null
    object["edited_files"] = .array(editedFiles.map { .string($0) })
    if !outcome.profile.isEmpty {
      object["profile"] = .array(
        outcome.profile.map { line in
          [
            "line": .integer(Int64(line.line)), "hits": .integer(Int64(line.hits)),
            "ms": .number(line.time / .milliseconds(1)),
          ]
        })
    }
    if outcome.failure == nil, let problem = outcome.specProblems.first {
      object["status"] = "failed"
      object["kind"] = .string(FailureKind.specError.rawValue)
      object["message"] = .string(problem)
      object["at"] = .string(BlockFiles.specName)
    }
    return .object(object)
  }
}
