import BlockModel
import LanguageModels

/// Asks, inspects, and sends back what is wrong, at most twice; what passes and looks odd, once.
struct RepairLoop {
  let book: PromptBook
  /// What was fetched, for the repair message.
  let sources: String
  /// When the sentence says that the block runs.
  let asked: Schedule?
  /// What the host does with files before they may become a version.
  typealias Inspection = (BlockFiles) async throws(CandidateFinding) -> PassedCandidate

  /// A block that passed, and the model's words about it.
  struct Made {
    var passed: PassedCandidate
    var explanation: String

    /// The model was shown what looks odd, and answered.
    var isLookedAt = false

    /// What is not as it was asked for, told rather than left to be found; empty when all is. What
    /// only looked odd is told when nobody looked at it.
    var doubts: String {
      let told = passed.odd.filter { !(isLookedAt && $0.isDoubt) }.prefix(3).map(\.person)
      return told.isEmpty ? "" : " Please check: \(told.joined(separator: "; "))."
    }
  }

  /// - Parameters:
  ///   - opening: the question; asked again in its short form when the model cannot read it all.
  ///   - start: the files whose place the answer's blocks take.
  ///   - given: the first answer, when it was asked for already.
  func run(
    _ stage: ModelStage, _ system: String, _ opening: Opening, _ start: BlockFiles,
    answer given: String? = nil, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void, inspect: Inspection
  ) async throws(ModelAuthor.Ending) -> Made {
    var files = start
    var opening = opening
    var added: [ModelMessage] = []
    var signatures: Set<String> = []
    for round in 0...ModelAuthor.maximumRepairs {
      var reply = ""
      let finding: CandidateFinding
      do throws(ModelProblem) {
        if let given, round == 0 {
          reply = given
        } else {
          reply = try await session.ask(
            round == 0 ? stage : .repair, system: [system], &opening, added)
        }
        switch await look(at: reply, &files, inspect) {
        case .words(let words): throw ModelProblem.words(words)
        case .failed(let problem): finding = problem
        case .made(let made):
          added.append(ModelMessage(.assistant, reply))
          return await looked(
            at: made, system, opening.followed(by: added), &session, progress, inspect)
        }
      } catch {
        guard error.isRepairable else { throw ModelAuthor.Ending(error) }
        finding = CandidateFinding(
          .answer, summary: "Your answer cannot be used: \(error).",
          issues: ["Answer in text with short fenced blocks; there are no tools."],
          person: "\(error)")
      }
      if Task.isCancelled { throw .cancelled }
      guard finding.isRepairable else { throw .answer(finding.answer) }
      let isStuck = !signatures.insert(finding.signature).inserted
      guard round < ModelAuthor.maximumRepairs else {
        throw .gaveUp("its block did not pass: \(finding.person.trimmingEnd { $0 == "." })")
      }
      progress(.repairing(number: round + 1, reason: finding.person))
      let text = try repair(finding)
      // What was not to be changed is as it was before.
      if finding.kind == .change { files = start }
      // The same mistake twice: the failed code is left out, so that it is not copied again.
      if isStuck || reply.isEmpty {
        added = [ModelMessage(.user, text)]
        files = start
      } else {
        added = [ModelMessage(.assistant, reply), ModelMessage(.user, text)]
      }
    }
    throw .gaveUp("its block did not pass")
  }

  private enum Turn {
    case made(Made)
    case failed(CandidateFinding)
    /// A question, a refusal or an explanation: an answer, too.
    case words(String)
  }

  private func look(
    at reply: String, _ files: inout BlockFiles, _ inspect: Inspection
  ) async -> Turn {
    let answer = ModelAnswer(reply)
    if let words = answer.words { return .words(words) }
    do throws(CandidateFinding) {
      try put(answer, into: &files)
      return .made(Made(passed: try await inspect(files), explanation: answer.explanation))
    } catch { return .failed(error) }
  }

  /// What passed and looks odd is shown to the model once: the card as text, and what is odd about
  /// it. What passed is never lost: it stays when the second answer is not better.
  private func looked(
    at first: Made, _ system: String, _ messages: [ModelMessage], _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void, _ inspect: Inspection
  ) async -> Made {
    // What a source or a permission is wanting for, no model mends.
    let odd = first.passed.odd.filter { $0.kind != .unreached }
    guard !odd.isEmpty, !Task.isCancelled,
      let text = try? book.text(
        "look",
        [
          "card": PromptBook.quoted(first.passed.card, maximum: 2_000),
          "issues": PromptBook.quoted(
            odd.enumerated().map { "\($0.offset + 1). \($0.element.summary)" }
              .joined(separator: "\n")),
        ])
    else { return first }
    progress(.repairing(number: 1, reason: odd[0].person))
    var files = first.passed.files
    guard
      let reply = try? await session.ask(
        .repair, system: [system], messages + [ModelMessage(.user, text)])
    else { return first }
    let second: Made
    switch await look(at: reply, &files, inspect) {
    case .words:
      var confirmed = first
      confirmed.isLookedAt = true
      return confirmed
    case .made(let made) where made.passed.odd.count <= first.passed.odd.count: second = made
    // Something is wrong, and it was not mended.
    case .made, .failed: return first
    }
    var better = second
    better.isLookedAt = true
    if better.explanation.isEmpty { better.explanation = first.explanation }
    return better
  }

  private func repair(_ finding: CandidateFinding) throws(ModelAuthor.Ending) -> String {
    do {
      return try book.text(
        "repair",
        [
          "problem": finding.summary, "issues": PromptBook.quoted(finding.list),
          "sources": sources,
        ])
    } catch { throw .answer(error) }
  }

  /// Puts the blocks of an answer in the place of the files; those that can be used stay there also
  /// when another cannot.
  private func put(
    _ answer: ModelAnswer, into files: inout BlockFiles
  ) throws(CandidateFinding) {
    let script = answer.script
    let spec = answer.spec
    if let spec { files.spec = spec }
    if let script {
      if SearchReplace.isEdit(script) {
        do throws(SearchReplace.Problem) {
          files.script = try SearchReplace(script).applied(to: files.script)
        } catch {
          throw CandidateFinding(
            .answer, summary: "An edit does not fit the script.", issues: [error.sentence],
            person: "the model's change does not fit the script")
        }
      } else {
        files.script = script
      }
    }
    if let text = answer.manifest {
      files.manifest = try AnsweredManifest(text).applied(to: files.manifest, asked: asked)
    }
    guard script != nil || spec != nil || answer.manifest != nil, !files.script.isEmpty,
      !files.spec.isEmpty
    else {
      let missing = files.script.isEmpty ? "a ```lua block" : "a ```json block with \"ui\""
      throw CandidateFinding(
        .answer, summary: "Your answer lacks \(missing).",
        issues: [
          "Answer with ```lua for block.lua, ```json for block.ui.json and ```block.json, each complete."
        ],
        person: "the model's answer had no complete block")
    }
  }
}
