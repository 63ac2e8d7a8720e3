import ArgumentParser
import BlockModel
import BlockStore
import DashboardEngine
import Foundation

/// `dash add FILE.dashblock|FOLDER`: shown, asked about, added.
struct PackageImport {
  let path: String
  let data: DataOption
  let grants: [Grant.Subject]
  let sandbox: SandboxOption
  /// Without asking.
  let yes: Bool
  let json: Bool

  func perform() async throws {
    let package = try BlockPackage(at: URL(filePath: path))
    let house = try Household(
      data: data.folder, access: .command, sandbox: sandbox.sandbox, logger: Logs.logger(.error))
    do {
      try await house.engine.open()
      let review = try await house.engine.review(package)
      show(review)
      guard yes || Confirmation.asked("Add it?") else {
        throw CommandFailure(.host, "Nothing was added; --yes adds it without asking.")
      }
      let name = URL(filePath: path).lastPathComponent
      let card = try await house.engine.add(package, from: name, grants: grants)
      // Its first run asks its sources; one that is away does not speak against it.
      let outcome = try await house.engine.refresh(card.id, isFresh: false)
      let state = try await house.engine.card(card.id).state
      await house.close()
      if let failure = outcome.failure { Output.note("Its first run failed: \(failure.message)") }
      let summary: JSONValue = [
        "id": .string(card.id.text), "name": .string(card.name), "state": .string(state.rawValue),
        "proof": .string(review.proof),
        "asks": .array(review.asks.map { .string($0.description) }),
      ]
      Output.print(json ? summary.json(.pretty) : card.id.text)
    } catch {
      await house.close()
      throw error
    }
  }

  private func show(_ review: ImportReview) {
    Output.note("When it is added, '\(review.name)' may:")
    for subject in review.allows { Output.note("  \(subject.sentence)") }
    if review.allows.isEmpty { Output.note("  nothing beyond its own card") }
    let open = review.asks.filter { !grants.contains($0) }
    if !open.isEmpty {
      Output.note("It asks for more, which `dash allow ID WHAT` allows afterwards:")
      for subject in open { Output.note("  \(subject.sentence) (\(subject))") }
    }
    Output.note(review.proof)
  }
}

/// A question to the person at the terminal.
enum Confirmation {
  /// - Returns: `false` also where nobody can answer.
  static func asked(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1 else { return false }
    Output.note("\(question) [y/N]")
    return readLine()?.lowercased().hasPrefix("y") == true
  }
}
