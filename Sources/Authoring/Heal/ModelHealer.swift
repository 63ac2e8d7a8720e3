import BlockModel
import Egress
import Foundation
import LanguageModels
import Sketches

/// The last step of the ladder: a model writes the reading of the source anew. What it may not do is said by
/// ``RepairLimits``; what it wrote passes the same gate as any repair, and then runs on answers that were changed,
/// to see that it reads them.
struct ModelHealer {
  /// Questions of one attempt.
  static let questions = 2
  private static let longestAnswer = 8_000
  private static let longestData = 3_000

  let book: PromptBook
  let healer: Healer

  func heal(
    _ request: HealRequest, _ session: inout ModelSession, _ report: inout HealReport
  ) async {
    var opening: Opening
    let system: String
    do throws(AuthoringAnswer) {
      system = try book.system()
      opening = Opening(
        [ModelMessage(.user, try book.text("heal", placeholders(request, report)))])
    } catch { return report.log.append("No model was asked: \(error.message)") }
    var turns: [ModelMessage] = []
    for _ in 1...Self.questions {
      let text: String
      do throws(ModelProblem) {
        text = try await session.ask(.heal, system: [system], &opening, turns)
      } catch { return report.log.append("Asked \(session.method): \(error).") }
      report.questions += 1
      report.asked = session.method
      let before = report.log.count
      report.repair = await repair(text, request, session.method, &report)
      if report.repair != nil { return }
      let reasons = report.log[before...].joined(separator: "\n")
      turns += [
        ModelMessage(.assistant, text),
        ModelMessage(
          .user,
          "It is not taken:\n\(PromptBook.quoted(reasons))\nSend the files that change once more, complete."
        ),
      ]
    }
  }

  // MARK: The question

  private func placeholders(
    _ request: HealRequest, _ report: HealReport
  ) -> [String: String] {
    let answers = RecordedAnswer.all(in: request.freshAnswers).map { answer in
      "\(answer.method) \(answer.url) answered \(answer.status), \(answer.mediaType):\n"
        + PromptBook.quoted(Self.shown(answer), maximum: Self.longestAnswer)
    }
    let rules = (request.files.manifest.contract + request.inferred).map { "- \($0.sentence)" }
    return [
      "script": request.files.script, "spec": request.files.spec,
      "problem": PromptBook.quoted(report.log.joined(separator: "\n"), maximum: Self.longestData),
      "data": PromptBook.quoted(
        Sketch(of: request.goodData, words: []).text, maximum: Self.longestData),
      "answers": answers.joined(separator: "\n\n"),
      "rules": rules.isEmpty ? "None were found yet." : rules.joined(separator: "\n"),
      "hosts": request.files.manifest.permissions.hosts.sorted().joined(separator: ", "),
    ]
  }

  private static func shown(_ answer: RecordedAnswer) -> String {
    if let json = try? JSONValue(parsing: answer.body) { return Sketch(of: json, words: []).text }
    return String(decoding: answer.body, as: UTF8.self)
  }

  // MARK: The answer

  private func repair(
    _ text: String, _ request: HealRequest, _ method: String, _ report: inout HealReport
  ) async -> HealReport.Repair? {
    let answer = ModelAnswer(text)
    var files = request.files
    func refused(_ why: String) -> HealReport.Repair? {
      report.log.append("Tried what \(method) wrote: \(why).")
      return nil
    }
    guard answer.script != nil || answer.spec != nil else { return refused("it holds no file") }
    if let script = answer.script {
      if SearchReplace.isEdit(script) {
        do throws(SearchReplace.Problem) {
          files.script = try SearchReplace(script).applied(to: files.script)
        } catch { return refused("its edit does not fit the script") }
      } else {
        files.script = script
      }
    }
    if let spec = answer.spec { files.spec = spec }
    let limits = RepairLimits(request: request)
    if let lost = ChangeLimits.keptRegions(of: request.files.script).first(where: {
      !files.script.contains($0)
    }) {
      return refused(
        "it changes what is between `-- keep` and `-- end keep`: \(lost.prefix(60))")
    }
    if let problem = limits.problem(in: files.script) { return refused(problem) }
    let told = answer.explanation.onOneLine
    let sentence =
      "The source changed. \(told.isEmpty ? "\(method) rewrote how it is read." : told)"
    guard
      let repair = await healer.tried(
        files, request, "what \(method) wrote", sentence, &report)
    else { return nil }
    if let problem = limits.problem(in: repair.outcome.data ?? .null) { return refused(problem) }
    if let problem = await constant(repair, request) { return refused(problem) }
    return repair
  }

  /// Why the data do not come from the answers; `nil` when they follow them.
  private func constant(_ repair: HealReport.Repair, _ request: HealRequest) async -> String? {
    guard let data = repair.outcome.data,
      let changed = ChangedAnswers(
        of: data, in: RecordedAnswer.all(in: request.freshAnswers), script: repair.files.script)
    else { return "nothing that it returns is in the answers" }
    let copy = FileManager.default.temporaryDirectory.appending(path: "dash-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    do {
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      try changed.write(request.freshAnswers, to: copy)
    } catch { return "it could not be tried on changed answers (\(error.localizedDescription))" }
    guard let other = await healer.data(of: repair.files, request, copy) else {
      return "it fails when the source says something else"
    }
    return changed.constant(in: other).map { "it returns '\($0)' whatever the source says" }
  }
}
