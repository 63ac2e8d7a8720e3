import Authoring
import BlockHealth
public import BlockModel
import BlockRuntime
public import BlockStore
import BlockUI
public import Foundation

/// A package as it is shown before it becomes a block.
public struct ImportReview: Sendable {
  public var package: BlockPackage
  public var name: String
  /// What it may when it is added: places that are public.
  public var allows: [Grant.Subject]
  /// What it asks for besides, which is allowed one by one.
  public var asks: [Grant.Subject]
  /// What its trial on its own recordings showed, and what was noticed.
  public var proof: String
  /// What the gate found, in words.
  var report = ""
}

extension DashboardEngine {
  /// Tries a package without the network and without keeping anything.
  /// - Throws: ``EngineError/edit(_:)`` when it does not make a working block.
  public func review(_ package: BlockPackage) async throws(EngineError) -> ImportReview {
    let files: BlockFiles
    do throws(ManifestError) { files = try package.texts.files() } catch {
      throw .edit(EditProblem(error))
    }
    let folders: [URL]
    do { folders = try Self.unpack(package.answers) } catch {
      throw .storage("The recordings of the block cannot be unpacked (\(error)).")
    }
    defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
    let permissions = files.manifest.permissions
    let allows = permissions.publicSubjects
    let review = ImportReview(
      package: package, name: files.manifest.name,
      allows: allows.sorted { $0.description < $1.description },
      asks: permissions.subjects.subtracting(allows).sorted { $0.description < $1.description },
      proof: "")
    return try await prove(review, files, folders)
  }

  /// Tries the bytes of a `.dashblock`.
  public func review(archive bytes: Data) async throws(EngineError) -> ImportReview {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "dash-\(UUID().uuidString).dashblock")
    defer { try? FileManager.default.removeItem(at: file) }
    do { try bytes.write(to: file) } catch {
      throw .storage("The temporary folder cannot be written (\(error.localizedDescription)).")
    }
    let package: BlockPackage
    do throws(PackageProblem) { package = try BlockPackage(at: file) } catch {
      throw .edit(EditProblem(place: "the file", message: error.reason))
    }
    return try await review(package)
  }

  /// Adds what was reviewed.
  public func add(
    _ review: ImportReview, from source: String, grants: [Grant.Subject] = []
  ) async throws(EngineError) -> Card {
    try await add(review.package, from: source, grants: grants)
  }

  /// Makes a block of a package; it may what ``ImportReview/allows`` says.
  /// - Parameter source: where it came from, for its log.
  public func add(
    _ package: BlockPackage, from source: String, grants: [Grant.Subject] = []
  ) async throws(EngineError) -> Card {
    let review = try await review(package)
    let files: BlockFiles
    do throws(ManifestError) { files = try package.texts.files() } catch {
      throw .edit(EditProblem(error))
    }
    let card = try await install(
      files, author: .import, explanation: "Imported from \(source). \(review.proof)",
      report: review.report,
      grants: grants)
    for answers in package.answers.reversed() { await keep(answers, of: card.id, files.manifest) }
    return card
  }

  // MARK: The trial

  private static let untested =
    "It brought no recordings, so its first run will show whether it works."

  /// The gate, on the newest recording, then the backtest on all. No request leaves: what
  /// was not recorded fails.
  private func prove(
    _ review: ImportReview, _ files: BlockFiles, _ folders: [URL]
  ) async throws(EngineError) -> ImportReview {
    var review = review
    let answers = review.package.answers
    let nothing = FileManager.default.temporaryDirectory.appending(
      path: "dash-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: nothing, withIntermediateDirectories: true)
    } catch { throw .storage("The temporary folder cannot be written (\(error)).") }
    defer { try? FileManager.default.removeItem(at: nothing) }
    var candidate = Candidate(
      files, by: .import, reason: .create, now: answers.first?.at ?? settings.now())
    // A key of this house is not the sender's to use.
    candidate.secrets = []
    // Without recordings there is nothing yet that its sources could have answered.
    candidate.mayWait = answers.isEmpty
    let report = await candidateCheck().report(
      on: candidate, cassette: .replay(folders.first ?? nothing))
    if let finding = report.blocking { throw .edit(EditProblem(finding)) }
    review.report = report.words
    if report.outcome?.data == nil {
      review.proof =
        answers.isEmpty
        ? Self.untested
        : "It needs a key before it can be tried."
    } else if answers.isEmpty {
      review.proof =
        report.unreached != nil
        ? Self.untested
        : report.hasFlaw
          ? "It asks no source, and it runs, but not as it should."
          : "It works, and it asks no source."
    } else {
      let cases = zip(answers, folders).map { answers, folder in
        Backtest.Case(answers: folder, at: answers.at, params: [:], data: answers.data)
      }
      review.proof = await Backtest(runner: runner).report(
        on: files, of: BlockID(naming: "import"), cases
      ).words
    }
    // That it could not be asked is said already.
    if report.outcome?.data != nil, review.proof != Self.untested, let noticed = report.noticed {
      review.proof += " " + noticed
    }
    return review
  }

  // MARK: Recordings

  private static func unpack(_ answers: [BlockPackage.Answers]) throws -> [URL] {
    var folders: [URL] = []
    do {
      for answers in answers {
        let folder = FileManager.default.temporaryDirectory
          .appending(path: "dash-\(UUID().uuidString)")
        folders.append(folder)
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try answers.write(to: folder)
      }
    } catch {
      for folder in folders { try? FileManager.default.removeItem(at: folder) }
      throw error
    }
    return folders
  }

  /// A block that came with recordings can be held against them from its first day on. One that cannot be
  /// kept does not take the block back.
  private func keep(
    _ answers: BlockPackage.Answers, of id: BlockID, _ manifest: Manifest
  ) async {
    do {
      let folder = try await storage.newRecordingFolder(of: id)
      do throws(StorageError) { try answers.write(to: folder) } catch {
        await storage.discard(folder)
        throw error
      }
      try await storage.keep(
        Recording(
          folder: folder, version: VersionNumber(1), isGood: true, at: answers.at, params: [:],
          data: answers.data), of: id, atMost: manifest.keep.recordings)
    } catch { logger.warning("\(error)", metadata: ["block": "\(id)"]) }
  }
}
