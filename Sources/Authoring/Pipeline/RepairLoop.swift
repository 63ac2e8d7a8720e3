import BlockModel
import LanguageModels

/// Asks, inspects, and sends back what is wrong, at most twice.
struct RepairLoop {
  let book: PromptBook
  /// What was fetched, for the repair message.
  let sources: String

  /// - Parameters:
  ///   - opening: the question; asked again in its short form when the model cannot read it all.
  ///   - start: the files whose place the answer's blocks take.
  ///   - given: the first answer, when it was asked for already.
  func run(
    _ stage: ModelStage, _ system: String, _ opening: Opening, _ start: BlockFiles,
    answer given: String? = nil, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void,
    inspect: (BlockFiles) async throws(CandidateFinding)
      -> PassedCandidate
  ) async throws(ModelAuthor.Ending) -> (PassedCandidate, explanation: String) {
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
        let answer = ModelAnswer(reply)
        do throws(CandidateFinding) {
          files = try Self.merged(answer, into: files)
          return (try await inspect(files), answer.explanation)
        } catch { finding = error }
      } catch {
        guard error.isRepairable else { throw ModelAuthor.Ending(error) }
        finding = CandidateFinding(
          .answer, summary: "Your answer cannot be used: \(error).",
          issues: ["Answer in text with two short fenced blocks; there are no tools."],
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

  /// The files with the blocks of an answer in their place.
  private static func merged(
    _ answer: ModelAnswer, into files: BlockFiles
  ) throws(CandidateFinding) -> BlockFiles {
    var files = files
    let script = answer.script
    let spec = answer.spec
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
    if let spec { files.spec = spec }
    guard script != nil || spec != nil, !files.script.isEmpty, !files.spec.isEmpty else {
      let missing = files.script.isEmpty ? "a ```lua block" : "a ```json block with \"ui\""
      throw CandidateFinding(
        .answer, summary: "Your answer lacks \(missing).",
        issues: ["Answer with both files, complete, each in its own fenced block."],
        person: "the model answered without a whole block")
    }
    return files
  }
}
