import BlockHealth
public import BlockModel
import BlockStore

/// The files that a person edits in the folder of a block.
extension DashboardEngine {
  /// The names of the files in the folder of a block that are not those of the version that serves:
  /// somebody is at work on them, or they were refused.
  public func editedFiles(of id: BlockID) async throws(EngineError) -> [String] {
    guard let serving = try await servingTexts(of: id)?.named else { return [] }
    let copy: BlockTexts
    do throws(StorageError) { copy = try await storage.workingCopy(of: id) } catch {
      // A folder without one of its files is not in use as a whole.
      if case .file(let problem) = error, problem.reason != .missing { return [problem.name] }
      return serving.map(\.name)
    }
    return zip(copy.named, serving).filter { $0.text != $1.text }.map(\.0.name)
  }

  /// Working copies that are looked at in one look: after a start there may be thousands, and an edit made
  /// while no server ran can wait for its turn.
  private static let copiesOfOneLook = 100

  /// Finds working copies that changed since the last look. One that is still being written is
  /// left until it rests.
  func lookAtWorkingCopies() async {
    unseenCopies.formUnion(await storage.touchedCopies(among: order))
    var again: [BlockID] = []
    for id in unseenCopies.prefix(Self.copiesOfOneLook) {
      unseenCopies.remove(id)
      guard let stamp = await storage.workingCopyStamp(of: id), let editing = entries[id]?.editing,
        stamp != editing.stamp
      else { continue }
      if editing.isChecking {
        again.append(id)
      } else if editing.unsettled == stamp || editing.stamp == nil {
        entries[id]?.editing.stamp = stamp
        Task { try? await takeWorkingCopy(id) }
      } else {
        entries[id]?.editing.unsettled = stamp
        again.append(id)
      }
    }
    unseenCopies.formUnion(again)
  }

  /// Makes a version of the working copy if it was changed.
  /// - Throws: ``EngineError/edit(_:)`` and ``EngineError/conflict(serving:basedOn:)``; the card
  ///   tells it too.
  func takeWorkingCopy(_ id: BlockID) async throws(EngineError) {
    guard try !known(id).editing.isChecking else { return }
    entries[id]?.editing.isChecking = true
    defer { entries[id]?.editing.isChecking = false }
    let texts: BlockTexts
    do throws(EngineError) {
      texts = try await stored { () throws(StorageError) in try await storage.workingCopy(of: id) }
    } catch {
      if case .edit(let problem) = error { await tell(problem, of: id) }
      throw error
    }
    // Only now: while the files were read another version may have begun to serve.
    guard try await texts != servingTexts(of: id) else { return settle(id) }
    let entry = try known(id)
    let base = entry.editing.base ?? entry.record.version
    // Whoever saves once more after being told wants their text to win.
    entries[id]?.editing.base = entry.record.version
    do throws(EngineError) {
      let number = try await addVersion(texts, to: id, basedOn: base, .hand, "Edited by hand.")
        .number
      // What was saved meanwhile was typed on top of this.
      entries[id]?.editing.base = number
      await tell(nil, of: id)
    } catch {
      switch error {
      case .edit(let problem): await tell(problem, of: id)
      case .conflict(let serving, let base):
        if try await isCopyServing(id) { return settle(id) }
        let current = entries[id]?.record.version
        entries[id]?.editing.base = current
        await tell(
          EditProblem(
            place: BlockFiles.scriptName,
            message:
              "version \(serving) was made while you edited version \(base). Save once more to put your text on top of it"
          ),
          of: id)
      case .noBlock, .noVersion, .otherChange, .proposal, .param, .noSection, .section, .secret,
        .nothingRecorded, .storage:
        logger.warning("\(error)")
      }
      throw error
    }
  }

  /// The working copy is what serves.
  private func settle(_ id: BlockID) {
    let version = entries[id]?.record.version
    entries[id]?.editing.base = version
    show(nil, on: id)
  }

  /// Was it no edit at all? The store writes the files of a new version into the folder before the engine
  /// knows that it serves, and somebody may look in between.
  private func isCopyServing(_ id: BlockID) async throws(EngineError) -> Bool {
    try await refreshEntry(id)
    let copy = try await stored { () throws(StorageError) in
      try await storage.workingCopy(of: id)
    }
    return try await copy == servingTexts(of: id)
  }

  /// The files of the version that serves, of a block that nobody looks at without all that is read with
  /// them; `nil` when they cannot be read.
  private func servingTexts(of id: BlockID) async throws(EngineError) -> BlockTexts? {
    if let content = try known(id).content { return content.texts }
    let version = try known(id).record.version
    let texts = try? await storage.texts(of: id, version: version)
    return try known(id).record.version == version ? texts : try await entry(id).texts
  }

  private func tell(_ problem: EditProblem?, of id: BlockID) async {
    show(problem, on: id)
    guard let problem else { return }
    // A log has a line for what was done.
    let told = "\(problem)".replacing("\n", with: "; ")
    let what = "Did not use the edited files. \(told)"
    logger.warning("\(what)", metadata: ["block": "\(id)"])
    // The same again after each start would bury what else was done.
    let last = try? await storage.actions(of: id, limit: 1).first?.what
    if last != what { await note(what, by: VersionAuthor.hand.rawValue, id) }
  }

  private func show(_ problem: EditProblem?, on id: BlockID) {
    guard entries[id] != nil, entries[id]?.editing.problem != problem else { return }
    entries[id]?.editing.problem = problem
    hub.send(.cardChanged(id))
  }
}
