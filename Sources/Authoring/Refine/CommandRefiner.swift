import BlockModel
import BlockUI
import Drafting
import Sentences

/// Changes a block by commands, without a model.
struct CommandRefiner {
  let request: RefineRequest
  let check: CandidateCheck
  let lexicons: Lexicons

  /// - Returns: `nil` when the sentence is not a command as a whole.
  /// - Throws: why the commands do not fit the block; a model may understand them.
  func refine(
    _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> RefineResult? {
    guard let commands = RefineCommand.parse(request.sentence) else { return nil }
    switch commands.first {
    case .delete: return .delete
    case .restore(let version): return .restore(version: version)
    case .refresh: return .refresh
    case .resize(let isBigger): return .resize(isBigger: isBigger)
    default: return try await change(commands, progress)
    }
  }

  private func change(
    _ commands: [RefineCommand], _ progress: (AuthoringStage) -> Void
  ) async throws(AuthoringAnswer) -> RefineResult {
    var edit = RefineEdit(files: request.files, data: request.lastData)
    for command in commands { try edit.apply(command) }
    var request = request
    request.params.merge(edit.params) { $1 }
    let trial = RefineTrial(request: request, check: check, lexicons: lexicons)
    let text = edit.explanations.joined(separator: " ")
    if edit.files == request.files {
      if edit.params.isEmpty { return .answer(AuthoringAnswer("It is like that already. \(text)")) }
      do { return try await trial.settings(edit.params, progress) } catch { throw error.answer }
    }
    do {
      let result = try await trial.proposal(edit.files, text, method: "command", progress)
      guard case .proposal(var proposal) = result else { return result }
      if !edit.params.isEmpty { proposal.params = edit.params }
      return told(proposal, edit.filters)
    } catch { return .answer(error.answer) }
  }

  /// Says of a condition that no row fulfils it: of numbers with the proposal, of texts instead of it.
  private func told(
    _ proposal: RefineProposal, _ filters: [RefineEdit.Filter]
  ) -> RefineResult {
    guard
      let filter = filters.first(where: { proposal.outcome.data?[$0.key]?.array?.isEmpty != false })
    else { return .proposal(proposal) }
    guard filter.isNumber else {
      let known = filter.known.prefix(5).map { "“\($0.prefix(40))”" }.joined(separator: ", ")
      return .answer(
        AuthoringAnswer(
          "No row matches “\(filter.text)”, so nothing was changed"
            + (known.isEmpty ? "." : "; there are, for instance, \(known).")))
    }
    var proposal = proposal
    proposal.explanation += " No row matches that at the moment."
    return .proposal(proposal)
  }
}

extension ModelAuthor.Ending {
  fileprivate var answer: AuthoringAnswer {
    switch self {
    case .answer(let answer): answer
    case .cancelled: .cancelled
    case .gaveUp(let problem): AuthoringAnswer(problem)
    }
  }
}

/// What can be said to a block, told by its own fields and settings.
struct RefineAdvice {
  let request: RefineRequest

  var answer: AuthoringAnswer {
    let sentences = sentences
    let unknown = RefineSentence(request.sentence).unknown.map { "I did not understand “\($0)”." }
    let quoted = sentences.map { "“\($0)”" }
    let last = quoted.last.map { " or \($0)" } ?? ""
    return AuthoringAnswer(
      [
        unknown,
        "Without a model, say it like \(quoted.dropLast().joined(separator: ", "))\(last)\(AuthoringAnswer.modelAdvice).",
      ].compactMap { $0 }.joined(separator: " "), suggestions: sentences)
  }

  private var sentences: [String] {
    var sentences: [String] = []
    let spec = try? SpecTree(parsing: request.files.spec, params: request.files.manifest.params)
    if let fields = RefineFields(spec, data: request.lastData), !fields.rows.isEmpty {
      let names = fields.names
      if let number = names.first(where: { fields.isNumber($0) || fields.isNumberText($0) }) {
        sentences.append("sort by \(fields.label(number)) descending")
      } else if let name = names.first {
        sentences.append("sort by \(fields.label(name))")
      }
      sentences.append("only 5")
      if let name = names.last, names.count > 1 { sentences.append("hide \(fields.label(name))") }
    }
    if let param = request.files.manifest.params.first(where: { $0.kind == .text }) {
      sentences.append("set \(param.label) to …")
    }
    return sentences + ["every 30 minutes", "rename to …", "undo"]
  }
}
