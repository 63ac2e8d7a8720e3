import BlockModel

/// Asks, inspects, and sends back what is wrong, at most twice (`authoring.md` §3.6).
struct RepairLoop {
  let book: PromptBook
  /// What was fetched, for the repair message.
  let sources: String

  /// - Parameters:
  ///   - start: the files whose place the answer's blocks take.
  ///   - given: the first answer, when it was asked for already.
  func run(
    _ stage: ModelStage, _ system: String, _ opening: [ModelMessage], _ start: BlockFiles,
    answer given: String? = nil, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void,
    inspect: (BlockFiles) async throws(Inspection.Finding)
      -> Inspection.Passed
  ) async throws(ModelAuthor.Ending) -> (Inspection.Passed, explanation: String) {
    var files = start
    var messages = opening
    var explanation = ""
    var signatures: Set<String> = []
    for round in 0...ModelAuthor.maximumRepairs {
      var reply = ""
      let finding: Inspection.Finding
      do throws(ModelProblem) {
        if let given, round == 0 {
          reply = given
        } else {
          reply = try await session.ask(round == 0 ? stage : .repair, system: [system], messages)
        }
        let answer = ModelAnswer(reply)
        if round == 0 || explanation.isEmpty { explanation = answer.explanation }
        do throws(Inspection.Finding) {
          files = try Self.merged(answer, into: files)
          return (try await inspect(files), explanation)
        } catch { finding = error }
      } catch {
        guard error.isRepairable else { throw ModelAuthor.Ending(error) }
        finding = Inspection.Finding(
          step: "answer", summary: "Your answer cannot be used: \(error).",
          issues: ["Answer in text with two short fenced blocks; there are no tools."])
      }
      if Task.isCancelled { throw .cancelled }
      guard finding.isRepairable else { throw .answer(finding.answer) }
      let isStuck = !signatures.insert(finding.signature).inserted
      guard round < ModelAuthor.maximumRepairs else {
        throw .gaveUp("its block did not pass: \(finding.answer.message.trimmingEnd { $0 == "." })")
      }
      progress(.repairing(number: round + 1, reason: finding.summary))
      let text: String
      do {
        text = try book.text(
          "repair",
          [
            "problem": finding.summary, "issues": PromptBook.quoted(finding.list),
            "sources": sources,
          ])
      } catch { throw .answer(error) }
      // What was not to be changed is as it was before.
      if finding.step == "change" { files = start }
      // The same mistake twice: the failed code is left out, so that it is not copied again.
      if isStuck || reply.isEmpty {
        messages = Self.joined(opening, text)
        files = start
      } else {
        messages = opening + [ModelMessage(.assistant, reply), ModelMessage(.user, text)]
      }
    }
    throw .gaveUp("its block did not pass")
  }

  /// The last turn of the opening with more text, so that turns alternate.
  private static func joined(_ opening: [ModelMessage], _ text: String) -> [ModelMessage] {
    guard let last = opening.last else { return [ModelMessage(.user, text)] }
    return opening.dropLast() + [ModelMessage(.user, last.text + "\n\n" + text)]
  }

  /// The files with the blocks of an answer in their place.
  private static func merged(
    _ answer: ModelAnswer, into files: BlockFiles
  ) throws(Inspection.Finding) -> BlockFiles {
    var files = files
    let script = answer.script
    let spec = answer.spec
    if let script {
      if SearchReplace.isEdit(script) {
        do throws(SearchReplace.Problem) {
          files.script = try SearchReplace(script).applied(to: files.script)
        } catch {
          throw Inspection.Finding(
            step: "answer", summary: "An edit does not fit the script.", issues: [error.sentence])
        }
      } else {
        files.script = script
      }
    }
    if let spec { files.spec = spec }
    guard script != nil || spec != nil, !files.script.isEmpty, !files.spec.isEmpty else {
      let missing = files.script.isEmpty ? "a ```lua block" : "a ```json block with \"ui\""
      throw Inspection.Finding(
        step: "answer", summary: "Your answer lacks \(missing).",
        issues: ["Answer with both files, complete, each in its own fenced block."])
    }
    return files
  }
}
