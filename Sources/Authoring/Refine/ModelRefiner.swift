import BlockModel
import Foundation

/// Changes a block with a model; manifest and permissions stay the host's.
struct ModelRefiner {
  /// Messages of the conversation that are sent again.
  static let maximumHistory = 10

  let book: PromptBook
  let trial: RefineTrial

  func refine(
    _ request: RefineRequest, _ session: inout ModelSession,
    _ progress: (AuthoringStage) -> Void
  ) async throws(ModelAuthor.Ending) -> RefineResult {
    let files = request.files
    let wish = Wish(request.sentence)
    let data = Sketch(of: request.lastData ?? .null, words: wish.words).text
    let system: String
    let text: String
    do {
      system = try book.system()
      text = try book.text("refine", placeholders(request, data))
    } catch { throw .answer(error) }
    progress(.writing)
    let messages = Self.alternating(
      request.history.suffix(Self.maximumHistory) + [ModelMessage(.user, text)])
    let first: String
    do throws(ModelProblem) {
      first = try await session.ask(.refine, system: [system], messages)
    } catch { throw ModelAuthor.Ending(error) }
    if let values = ModelAnswer(first).settings {
      return try await trial.settings(try Self.checked(values, files.manifest), progress)
    }
    let start = Self.granted(files, request.grants)
    let loop = RepairLoop(book: book, sources: PromptBook.quoted(data, maximum: 2_000))
    let (passed, explanation) = try await loop.run(
      .refine, system, messages, start, answer: first, &session, progress
    ) { files throws(Inspection.Finding) in
      if let finding = ChangeLimits(old: start.script, wish: wish).finding(files.script) {
        throw finding
      }
      return try await trial.inspect(files, request.params, progress)
    }
    if passed.files == files {
      return .answer(AuthoringAnswer(explanation.isEmpty ? "Nothing had to change." : explanation))
    }
    return .proposal(
      trial.proposal(
        passed, explanation.isEmpty ? "Changed by \(session.method)." : explanation,
        method: session.method))
  }

  private func placeholders(_ request: RefineRequest, _ data: String) -> [String: String] {
    let files = request.files
    let values = files.manifest.values(request.params)
    let lines = files.script.split(separator: "\n", omittingEmptySubsequences: false).count
    let edit = """
      ```lua
      <<<<<<< SEARCH
      lines as they are
      =======
      lines as they become
      >>>>>>> REPLACE
      ```
      (as many SEARCH/REPLACE parts as needed; the JSON file, if it changes, whole in ```json)
      """
    let whole = "```lua for block.lua, ```json for block.ui.json, each file complete."
    return [
      "script": files.script, "spec": files.spec,
      "params": values.isEmpty
        ? "" : "Settings:\n" + PromptBook.quoted(JSONValue.object(values).json()),
      "data": PromptBook.quoted(data), "wish": PromptBook.quoted(request.sentence),
      "hosts": files.manifest.permissions.hosts.sorted().joined(separator: ", "),
      "format": lines > SearchReplace.minimumLines ? edit : whole,
    ]
  }

  /// Only settings that exist, with values they take.
  private static func checked(
    _ values: JSONObject, _ manifest: Manifest
  ) throws(ModelAuthor.Ending) -> JSONObject {
    var checked: JSONObject = [:]
    for (name, value) in values {
      guard let param = manifest.params.first(where: { $0.name == name }),
        let read = param.read(value)
      else { throw .gaveUp("it set '\(name)' to \(value), which this block does not take") }
      checked[name] = read
    }
    guard !checked.isEmpty else { throw .gaveUp("it changed no setting") }
    return checked
  }

  /// What the person granted just now may be asked too.
  private static func granted(_ files: BlockFiles, _ grants: [HostPort]) -> BlockFiles {
    var files = files
    files.manifest.permissions.hosts.formUnion(grants.map(\.host))
    files.manifest.permissions.privateHosts.formUnion(grants)
    return files
  }

  /// Turns of one role in a row become one.
  private static func alternating(_ messages: some Sequence<ModelMessage>) -> [ModelMessage] {
    var merged: [ModelMessage] = []
    for message in messages {
      if merged.last?.role == message.role {
        merged[merged.count - 1].text += "\n\n" + message.text
      } else if !merged.isEmpty || message.role == .user {
        merged.append(message)
      }
    }
    return merged
  }
}
