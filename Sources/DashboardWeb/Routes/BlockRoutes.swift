import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// Everything a person does to blocks. Scripts are answered in JSON, plain forms by going back to
/// the page.
struct BlockRoutes: Sendable {
  let engine: DashboardEngine
  let jobs: JobBoard
  let page: DashboardPage

  /// `POST /blocks`: a sentence, and what is allowed for it.
  func add(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let job = try await jobs.start(
      fields["sentence"] ?? "", grants: try fields.grants("grants"))
    if request.wantsJSON { return .json(job.json, status: .accepted) }
    guard let ended = await jobs.end(of: job.id), case .answer = ended.status else {
      return .backToDashboard()
    }
    return .html(
      await page.page(session: request.sessionCookie, theme: request.theme, jobs: [ended]))
  }

  func job(_ request: Request, context: WebContext) async throws -> Response {
    guard let job = await jobs.job(context.segment("job") ?? "") else {
      throw WebProblem(.notFound, "no_job", "This is no longer being worked on.")
    }
    return .json(job.json)
  }

  func cancel(_ request: Request, context: WebContext) async throws -> Response {
    await jobs.cancel(context.segment("job") ?? "")
    return Response(status: .noContent)
  }

  /// Starts a run and answers at once: the page hears of its end.
  func refresh(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    _ = try await engine.card(id)
    if request.wantsJSON { Task { try? await engine.refresh(id) } }
    try await showRun(of: id, to: request)
    return done(request, id)
  }

  /// Without script nothing on the page would change afterwards: the answer waits for the run.
  private func showRun(of id: BlockID, to request: Request) async throws {
    if !request.wantsJSON { try await engine.refresh(id) }
  }

  func delete(_ request: Request, context: WebContext) async throws -> Response {
    try await engine.delete(try context.block())
    return request.wantsJSON ? Response(status: .noContent) : .backToDashboard()
  }

  func undelete(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.restoreDeleted(id)
    return done(request, id)
  }

  func pause(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.setPaused(id, true)
    return done(request, id)
  }

  func resume(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.setPaused(id, false)
    return done(request, id)
  }

  /// `POST /blocks/{id}/grant`: lets a block do what it asks for.
  func grant(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    for subject in try fields.grants("what") { try await engine.allow(id, subject) }
    try await showRun(of: id, to: request)
    return done(request, id)
  }

  /// `POST /blocks/{id}/revoke`: takes back what a block may.
  func revoke(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    for subject in try fields.grants("what") { try await engine.revoke(id, subject) }
    return done(request, id)
  }

  /// `POST /blocks/{id}/heal`: tries to repair the block now; the page hears of it, and its log tells it.
  func heal(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    _ = try await engine.card(id)
    Task { try? await engine.heal(id) }
    return done(request, id)
  }

  /// `POST /blocks/{id}/rules`: one more rule of what must hold of the data.
  func addRule(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.addRule(try await request.fields().rule(), to: id)
    return done(request, id)
  }

  func removeRule(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    try await engine.removeRule(try await request.fields().rule(), from: id)
    return done(request, id)
  }

  /// `POST /blocks/{id}/forget`: erases the history, for who says `sure`.
  func forget(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    guard try await request.fields().isTicked("sure") else {
      throw WebProblem.unreadable("tick the box to erase the history")
    }
    try await engine.forgetHistory(of: id)
    return done(request, id)
  }

  /// Settings, by their names; a box that is not ticked is named in `unticked`.
  func setParams(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    let card = try await engine.card(id)
    let unticked = fields["unticked"]?.split(separator: " ").map(String.init) ?? []
    var values: JSONObject = [:]
    for param in card.manifest.params {
      if let value = fields.value(param.name) {
        values[param.name] = value
      } else if unticked.contains(param.name) {
        values[param.name] = false
      }
    }
    try await engine.setParams(id, values)
    try await showRun(of: id, to: request)
    return done(request, id)
  }

  /// `POST /blocks/{id}/describe`: its title, and when it refreshes.
  func describe(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    let old = try await engine.card(id).manifest.schedule
    try await engine.describe(
      id, title: try fields.title(), schedule: try fields.schedule(before: old))
    return done(request, id)
  }

  /// `POST /blocks/{id}/duplicate`: a second block like it; the answer names that one.
  func duplicate(_ request: Request, context: WebContext) async throws -> Response {
    let copy = try await engine.duplicate(try context.block())
    try await showRun(of: copy.id, to: request)
    return done(request, copy.id)
  }

  /// A button, a checkbox or a form of the card: `action` and `args`, a JSON object, with the fields of a form
  /// by the names of the parameters they are like.
  func act(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    guard let action = fields["action"] else {
      throw WebProblem.unreadable("it names no action")
    }
    var arguments = fields.arguments
    for param in try await engine.card(id).manifest.params where fields.has(param, "unticked") {
      guard var members = arguments.object else { break }
      do throws(ParamProblem) {
        members[param.name] = try param.value(fields.value(param.name) ?? false)
      } catch { throw EngineError.param(name: param.name, problem: error.text) }
      arguments = .object(members)
    }
    let outcome = try await engine.act(id, action, arguments)
    if let failure = outcome.failure {
      throw WebProblem(.unprocessableContent, failure.kind.rawValue, failure.message)
    }
    return done(request, id)
  }

  func edit(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    guard let version = fields.integer("version") else {
      throw WebProblem.unreadable("version is missing: the number of the one that was edited")
    }
    func file(_ name: String) throws(WebProblem) -> String {
      guard let text = fields[name] else {
        throw .unreadable("\(name) is missing; it takes manifest, script and spec")
      }
      return text
    }
    let (script, spec, manifest) = try (file("script"), file("spec"), file("manifest"))
    // Browsers send line breaks of forms as CRLF.
    func unix(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
    let card = try await engine.edit(
      id, BlockTexts(manifest: unix(manifest), script: unix(script), spec: unix(spec)),
      basedOn: VersionNumber(version))
    return request.wantsJSON ? .json(card.answer, status: .accepted) : done(request, id)
  }

  func setSecret(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let binding = try await engine.card(id).secret(named: context.segment("name"))
    guard let value = try await request.fields()["value"], !value.isEmpty else {
      throw WebProblem.unreadable("the key has no value")
    }
    try await engine.setSecret(binding.name, to: value, of: id)
    try await showRun(of: id, to: request)
    return done(request, id)
  }

  private func done(_ request: Request, _ id: BlockID) -> Response {
    request.wantsJSON
      ? .json(["id": .string(id.text)], status: .accepted) : .backToDashboard(at: "block-\(id)")
  }
}

extension Card {
  /// What a new version is answered with: the block, and what was found of the version.
  var answer: JSONValue {
    guard let noticed else { return ["id": .string(id.text)] }
    return ["id": .string(id.text), "noticed": .string(noticed)]
  }
}

extension FormFields {
  /// `args` as JSON, as an object from script or as text from a form.
  /// Was it sent, or is it a box that was not ticked, which sends nothing?
  fileprivate func has(_ param: Param, _ unticked: String) -> Bool {
    value(param.name) != nil
      || self[unticked]?.split(separator: " ").contains(Substring(param.name)) == true
  }

  fileprivate var arguments: JSONValue {
    guard let value = value("args") else { return .object([:]) }
    return value.string.flatMap { try? JSONValue(parsing: $0) } ?? value
  }
}
