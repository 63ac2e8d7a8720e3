import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("A block reaches what the person allowed, and asks for the rest")
struct ModelGrantTests {
  /// A world of recorded answers: address → body.
  static func world(_ answers: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "world-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, (url, body)) in answers.sorted(by: { $0.key < $1.key }).enumerated() {
      let entry: JSONValue = [
        "method": "GET", "url": .string(url), "body": .string("\(index).txt"),
      ]
      try Data(entry.json().utf8).write(to: folder.appending(path: "\(index).json"))
      try Data(body.utf8).write(to: folder.appending(path: "\(index).txt"))
    }
    return folder
  }

  static func author(
    _ workshop: Workshop, _ replies: [ScriptedModel.Reply], world: URL? = nil
  ) -> (Author, ScriptedModel) {
    let model = ScriptedModel(replies)
    let author = Author(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
      models: FixedModel(model), cassette: world.map { .replay($0) })
    return (author, model)
  }

  /// Reads stories of two addresses.
  static func both(_ one: String, _ other: String) -> String {
    PipelineTests.answer(one).replacing(
      "return { stories = stories }",
      with: """
        for _, hit in ipairs(http.get("\(other)"):json().hits) do
            stories[#stories + 1] = { title = hit.title, points = hit.points }
          end
          return { stories = stories }
        """)
  }

  @Test("a second place is asked for, and once it is allowed the block is made")
  func secondPlace() async throws {
    let one = try PipelineTests.source()
    let other = try PipelineTests.source()
    let reply = ScriptedModel.Reply.text(Self.both(one.url("a.json"), other.url("b.json")))
    let first = HostPort(host: "127.0.0.1", port: one.port)
    let second = HostPort(host: "127.0.0.1", port: other.port)
    let workshop = Workshop()
    let (author, _) = Self.author(workshop, [reply, reply])
    let sentence = "show stories from \(one.url("a.json"))"
    guard
      case .answer(let answer) = await author.draft(
        AuthoringRequest(sentence: sentence, grants: [first]), progress: { _ in })
    else {
      Issue.record("it was not asked for")
      return
    }
    #expect(answer.neededGrant == second)
    guard
      case .draft(let draft) = await author.draft(
        AuthoringRequest(sentence: sentence, grants: [first, second]), progress: { _ in })
    else {
      Issue.record("it was asked for again")
      return
    }
    #expect(draft.files.manifest.permissions.privateHosts == [first, second])
    await workshop.runner.shutdown()
  }

  @Test("when all planned sources need a grant, the first one is asked for")
  func plannedPlace() async throws {
    let workshop = Workshop()
    let plan = PipelineTests.plan(["http://127.0.0.1:9/stories.json"])
    let (author, _) = Self.author(workshop, [plan, plan])
    guard
      case .answer(let answer) = await author.draft(
        AuthoringRequest(sentence: "the best stories of the day"), progress: { _ in })
    else {
      Issue.record("a block was made")
      return
    }
    #expect(answer.neededGrant == HostPort(host: "127.0.0.1", port: 9))
    #expect(answer.kind == .permission)
    await workshop.runner.shutdown()
  }

  static let old = "https://news.example/a.json"
  static let new = "https://other.example/b.json"

  static func files(privateHosts: Set<HostPort> = []) -> BlockFiles {
    let answer = ModelAnswer(PipelineTests.answer(old))
    return BlockFiles(
      manifest: Manifest(
        name: "Stories",
        permissions: Permissions(hosts: ["news.example"], privateHosts: privateHosts)),
      script: answer.script ?? "", spec: answer.spec ?? "")
  }

  static func refine(
    _ sentence: String, _ replies: [ScriptedModel.Reply], files: BlockFiles = files(),
    grants: [HostPort] = []
  ) async throws -> (RefineResult, ScriptedModel) {
    let world = try world([old: PipelineTests.stories, new: PipelineTests.stories])
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, model) = author(workshop, replies, world: world)
    let result = await author.refine(
      RefineRequest(files: files, sentence: sentence, grants: grants))
    await workshop.runner.shutdown()
    return (result, model)
  }

  @Test("a change that reaches another public host is proposed with what it may reach")
  func proposed() async throws {
    let (result, _) = try await Self.refine(
      "show the other stories, too", [.text(Self.both(Self.old, Self.new))])
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    #expect(proposal.permissionDiff.addedLines == 1)
    #expect(proposal.permissionDiff.description.contains("+host other.example"))
  }

  @Test("a block that reads what is not public asks before it is tried with another host")
  func carriesNothingOut() async throws {
    let (result, _) = try await Self.refine(
      "show the other stories, too", [.text(Self.both(Self.old, Self.new))],
      files: Self.files(privateHosts: [HostPort(host: "nas.home", port: 80)]))
    guard case .answer(let answer) = result else {
      Issue.record("it was tried")
      return
    }
    #expect(answer.neededGrant == HostPort(host: "other.example", port: 443))
  }

  @Test("a private place is never tried without an explicit grant")
  func privatePlace() async throws {
    let source = try PipelineTests.source()
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let reply = ScriptedModel.Reply.text(Self.both(Self.old, source.url("c.json")))
    let (refused, _) = try await Self.refine("add those of the home server", [reply])
    guard case .answer(let answer) = refused else {
      Issue.record("it was tried")
      return
    }
    #expect(answer.neededGrant == place)
  }

  @Test("an address in the sentence is read before the model is asked, and its host is proposed")
  func readsTheAddress() async throws {
    let (result, model) = try await Self.refine(
      "use \(Self.new) instead", [.text(PipelineTests.answer(Self.new))])
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("GET \(Self.new)") && prompt.contains("$.hits[].points"))
    #expect(proposal.permissionDiff.description.contains("+host other.example"))
    #expect(!proposal.permissionDiff.description.contains("www.other.example"))
  }
}
